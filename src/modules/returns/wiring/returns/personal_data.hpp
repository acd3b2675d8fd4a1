// For the composition root and for tests.
#pragma once

#include "platform/core/personal_data.hpp"
#include "platform/db/database.hpp"
#include "returns/returns.hpp"

#include <memory>

namespace kontor::returns {

// Returns that a customer asked for; none may be open.
std::unique_ptr<platform::PersonalData> make_personal_data(platform::Database& database,
                                                           Returns& returns);

}  // namespace kontor::returns
