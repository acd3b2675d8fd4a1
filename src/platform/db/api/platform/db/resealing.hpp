#pragma once

#include "platform/core/uuid.hpp"
#include "platform/db/database.hpp"

#include <functional>
#include <string>

namespace kontor::platform {

class Sealer;

// A column of sealed values, and the column of ids that tells its rows apart. Names and conditions
// of the program's own, never of anybody else's.
struct SealedColumn {
    std::string table;
    std::string column;
    std::string id;
    std::function<std::string(const Uuid&)> context;  // as the values were sealed with
    // Beside it, where there is one, the column of what a value is found by, and what makes that of
    // the value: null is not made yet, empty nothing to be found by.
    std::string index{};
    std::function<std::string(const std::string& plain)> index_of{};
    std::string rows = "true";  // which of them are sealed, as a condition of SQL
};

// Seals anew, under the key that seals now, whatever is sealed under another, and makes what it is
// found by, where that is missing, too. How many. Every few hundred rows are a transaction of their
// own. Throws std::runtime_error for a value that does not open.
std::size_t reseal(Database& database, const Sealer& sealer, const SealedColumn& column);

}  // namespace kontor::platform
