// For the composition root and for tests.
#pragma once

#include "platform/core/personal_data.hpp"
#include "platform/db/database.hpp"

#include <memory>

namespace kontor::cart {

// Carts that became no order are thrown away.
std::unique_ptr<platform::PersonalData> make_personal_data(platform::Database& database);

}  // namespace kontor::cart
