#pragma once

#include "auth/ids.hpp"
#include "customers/purpose.hpp"

namespace kontor::customers {

// Given or withdrawn, or given to another text.
struct ConsentChanged {
    static constexpr std::string_view name = "customers.consent_changed.v1";
    auth::UserId customer;
    Purpose purpose{};
    bool granted = false;
};
BOOST_DESCRIBE_STRUCT(ConsentChanged, (), (customer, purpose, granted))

}  // namespace kontor::customers
