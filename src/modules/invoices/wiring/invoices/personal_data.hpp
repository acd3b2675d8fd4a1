// For the composition root and for tests.
#pragma once

#include "orders/orders.hpp"
#include "platform/core/personal_data.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"

#include <memory>

namespace kontor::invoices {

// Documents of a customer's orders. They are kept as they are, by law; one that is still to be
// written stands in the way.
std::unique_ptr<platform::PersonalData> make_personal_data(platform::Database& database,
                                                           orders::Orders& orders,
                                                           const platform::Clock& clock);

}  // namespace kontor::invoices
