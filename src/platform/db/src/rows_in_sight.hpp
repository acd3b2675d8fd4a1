#pragma once

#include <string>

namespace kontor::platform::db {

// The setting kontor.rows, which policies compare with the owner of a row.
constexpr auto all_rows = "all";

// Of this thread: all_rows, the id of a customer, or "" for nobody's.
const std::string& rows_in_sight();

}  // namespace kontor::platform::db
