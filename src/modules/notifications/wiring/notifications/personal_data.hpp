// For the composition root and for tests.
#pragma once

#include "notifications/correspondence.hpp"
#include "platform/core/personal_data.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"

#include <memory>

namespace kontor::notifications {

// What was written to a customer, and how the customer wants it. What waits is not sent any more.
std::unique_ptr<platform::PersonalData> make_personal_data(platform::Database& database,
                                                           Correspondence& correspondence,
                                                           const platform::Sealer& sealer);

}  // namespace kontor::notifications
