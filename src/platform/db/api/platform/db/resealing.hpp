#pragma once

#include "platform/core/uuid.hpp"
#include "platform/db/database.hpp"

#include <functional>
#include <string>

namespace kontor::platform {

class Sealer;

// A column of sealed values, and the column of ids that tells its rows apart. Names of the
// program's own, never of anybody else's.
struct SealedColumn {
    std::string table;
    std::string column;
    std::string id;
    std::function<std::string(const Uuid&)> context;  // as the values were sealed with
};

// Seals anew, under the key that seals now, whatever is sealed under another. How many. Every few
// hundred rows are a transaction of their own. Throws std::runtime_error for a value that does not
// open.
std::size_t reseal(Database& database, const Sealer& sealer, const SealedColumn& column);

}  // namespace kontor::platform
