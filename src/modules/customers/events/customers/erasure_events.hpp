#pragma once

#include "auth/ids.hpp"
#include "platform/core/describe.hpp"

namespace kontor::customers {

// Every module has forgotten who this was. What is copied from elsewhere must not bring it back.
struct CustomerErased {
    static constexpr std::string_view name = "customers.customer_erased.v1";
    auth::UserId customer;
};
BOOST_DESCRIBE_STRUCT(CustomerErased, (), (customer))

}  // namespace kontor::customers
