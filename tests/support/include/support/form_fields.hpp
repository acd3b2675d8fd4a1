#pragma once

#include <map>
#include <string>
#include <string_view>

namespace kontor::test {

using FormFields = std::map<std::string, std::string>;

// Of application/x-www-form-urlencoded, also of a query. The last of a name counts; an escape that
// is none stays as it is.
FormFields read_form(std::string_view text);

}  // namespace kontor::test
