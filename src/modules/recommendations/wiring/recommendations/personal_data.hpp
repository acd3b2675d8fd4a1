// For the composition root and for tests.
#pragma once

#include "platform/core/personal_data.hpp"
#include "platform/db/database.hpp"

#include <memory>

namespace kontor::recommendations {

// What a customer clicked on. Baskets go on counting, as nobody's.
std::unique_ptr<platform::PersonalData> make_personal_data(platform::Database& database);

}  // namespace kontor::recommendations
