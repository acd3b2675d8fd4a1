// For the composition root and for tests.
#pragma once

#include "orders/module.hpp"
#include "platform/core/personal_data.hpp"

namespace kontor::orders {

// Orders of a customer, which are not forgotten while one is under way.
std::unique_ptr<platform::PersonalData> make_personal_data(const Counter& counter);

}  // namespace kontor::orders
