#pragma once

#include "auth/ids.hpp"
#include "customers/ids.hpp"
#include "platform/core/nullable.hpp"
#include "platform/core/result.hpp"
#include "shipping/address.hpp"

#include <optional>
#include <vector>

namespace kontor::customers {

inline constexpr std::size_t most_addresses = 50;

struct BookedAddress {
    AddressId id;
    std::optional<std::string> label;  // "Office"
    shipping::Address address;
    bool default_shipping = false;
    bool default_billing = false;
};
BOOST_DESCRIBE_STRUCT(BookedAddress, (), (id, label, address, default_shipping, default_billing))

struct NewAddress {
    std::optional<platform::Line<1, 60>> label;
    shipping::Address address;
    std::optional<bool> default_shipping;  // absent: the first address is
    std::optional<bool> default_billing;
};
BOOST_DESCRIBE_STRUCT(NewAddress, (), (label, address, default_shipping, default_billing))

struct AddressChange {
    platform::Change<platform::Line<1, 60>> label;
    std::optional<shipping::Address> address;
    std::optional<bool> default_shipping;
    std::optional<bool> default_billing;
};
BOOST_DESCRIBE_STRUCT(AddressChange, (), (label, address, default_shipping, default_billing))

struct AddressFilter {
    std::optional<AddressId> after;  // the last address of the page before
    std::size_t limit = most_addresses;
};
BOOST_DESCRIBE_STRUCT(AddressFilter, (), (after, limit))

// Where customers have things sent. One address at most is the default for shipping, and one for
// billing: the last that was made so. What was ordered keeps the address it was ordered with.
// Another customer's address is customers.no_such_address (not_found). Thread-safe.
class AddressBook {
public:
    virtual ~AddressBook() = default;

    // Oldest first.
    virtual std::vector<BookedAddress> addresses(const auth::UserId& customer,
                                                 const AddressFilter& filter) = 0;
    virtual platform::Result<BookedAddress> address(const auth::UserId& customer,
                                                    const AddressId& id) = 0;
    // Refuses customers.too_many_addresses (conflict).
    virtual platform::Result<BookedAddress> add(const auth::UserId& customer,
                                                const NewAddress& address) = 0;
    // seen: the address that the customer wants changed, or removed. Where it is another by now,
    // refuses customers.address_changed_meanwhile (precondition_failed).
    virtual platform::Result<BookedAddress> change(
        const auth::UserId& customer, const AddressId& id, const AddressChange& change,
        const std::optional<BookedAddress>& seen = {}) = 0;
    virtual platform::Result<> remove(const auth::UserId& customer, const AddressId& id,
                                      const std::optional<BookedAddress>& seen = {}) = 0;
};

}  // namespace kontor::customers
