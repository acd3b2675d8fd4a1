// Where to send to and whom to bill: as given, or out of the customer's address book.
#pragma once

#include "checkout/module.hpp"
#include "store.hpp"

namespace kontor::checkout {

struct GivenAddresses {
    std::optional<shipping::Address> shipping;
    std::optional<customers::AddressId> shipping_id;
    std::optional<shipping::Address> billing;
    std::optional<customers::AddressId> billing_id;

    template <class Request>
    static GivenAddresses of(const Request& request) {
        return {request.shipping_address, request.shipping_address_id, request.billing_address,
                request.billing_address_id};
    }
};

struct ChosenAddresses {
    std::optional<shipping::Address> shipping;
    std::optional<shipping::Address> billing;
};

// Refuses checkout.address_or_id and checkout.no_such_address (invalid).
platform::Result<ChosenAddresses> chosen_addresses(customers::AddressBook& book,
                                                   const auth::Shopper& shopper,
                                                   const GivenAddresses& given);

// The same, where there must be one at least; without one to bill the one to ship to is billed.
platform::Result<> set_addresses(store::Row& row, customers::AddressBook& book,
                                 const GivenAddresses& given);

}  // namespace kontor::checkout
