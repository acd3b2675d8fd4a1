// For the composition root and for tests.
#pragma once

#include "payments/methods.hpp"
#include "payments/store_credit.hpp"
#include "platform/core/personal_data.hpp"
#include "platform/db/database.hpp"

#include <memory>

namespace kontor::payments {

// Means of payment and store credit, which is given up with the account. The payments themselves
// name orders, and nobody.
std::unique_ptr<platform::PersonalData> make_personal_data(platform::Database& database,
                                                           const platform::Clock& clock,
                                                           PaymentMethods& methods,
                                                           StoreCredit& credit);

}  // namespace kontor::payments
