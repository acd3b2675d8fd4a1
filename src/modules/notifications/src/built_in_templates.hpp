#pragma once

#include <map>
#include <string>
#include <string_view>

namespace kontor::notifications {

// templates/<name>.mustache, by name: "order_placed.subject".
extern const std::map<std::string, std::string_view> built_in_templates;

}  // namespace kontor::notifications
