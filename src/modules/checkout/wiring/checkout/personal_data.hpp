// For the composition root and for tests.
#pragma once

#include "platform/core/personal_data.hpp"
#include "platform/db/database.hpp"

#include <memory>

namespace kontor::checkout {

// Purchases: what they were for is told by the orders that they became.
std::unique_ptr<platform::PersonalData> make_personal_data(platform::Database& database);

}  // namespace kontor::checkout
