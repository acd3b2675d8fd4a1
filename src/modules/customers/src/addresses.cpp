#include "addresses.hpp"

#include "address_store.hpp"
#include "held_account.hpp"
#include "platform/json/json.hpp"

namespace kontor::customers {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error no_such_address() {
    return {ErrorKind::not_found, "customers.no_such_address",
            "There is no address with this id in your address book."};
}

Error too_many_addresses() {
    return {ErrorKind::conflict, "customers.too_many_addresses",
            "An address book takes at most " + std::to_string(most_addresses) +
                " addresses. Remove one first."};
}

Error changed_meanwhile() {
    return {ErrorKind::precondition_failed, "customers.address_changed_meanwhile",
            "The address was changed after it had been read. Read it again, then repeat the "
            "change."};
}

bool is_stale(const std::optional<BookedAddress>& seen, const BookedAddress& address) {
    return seen && platform::json::write(*seen) != platform::json::write(address);
}

// The last that is made the default is the only one.
void make_room(Tx& tx, const auth::UserId& customer, const BookedAddress& address) {
    if (address.default_shipping) store::clear_default_shipping(tx, customer);
    if (address.default_billing) store::clear_default_billing(tx, customer);
}

}  // namespace

std::vector<BookedAddress> Addresses::addresses(const auth::UserId& customer,
                                                const AddressFilter& filter) {
    return database_.read(
        [&](Reader& reader) { return store::addresses(reader, sealer_, customer, filter); });
}

Result<BookedAddress> Addresses::address(const auth::UserId& customer, const AddressId& id) {
    auto found = database_.read(
        [&](Reader& reader) { return store::address(reader, sealer_, customer, id); });
    if (!found) return no_such_address();
    return *std::move(found);
}

Result<BookedAddress> Addresses::add(const auth::UserId& customer, const NewAddress& address) {
    return write_of(customer, auth_, database_, [&](Tx& tx) -> Result<BookedAddress> {
        store::lock_book(tx, customer);
        const auto count = store::count_addresses(tx, customer);
        if (count >= static_cast<std::int64_t>(most_addresses)) return too_many_addresses();
        BookedAddress added;
        added.id = AddressId::make();
        if (address.label) added.label = address.label->value();
        added.address = address.address;
        added.default_shipping = address.default_shipping.value_or(count == 0);
        added.default_billing = address.default_billing.value_or(count == 0);
        make_room(tx, customer, added);
        store::insert_address(tx, sealer_, customer, added, clock_.now());
        return added;
    });
}

Result<BookedAddress> Addresses::change(const auth::UserId& customer, const AddressId& id,
                                        const AddressChange& change,
                                        const std::optional<BookedAddress>& seen) {
    return write_of(customer, auth_, database_, [&](Tx& tx) -> Result<BookedAddress> {
        store::lock_book(tx, customer);
        auto found = store::address(tx, sealer_, customer, id);
        if (!found) return no_such_address();
        if (is_stale(seen, *found)) return changed_meanwhile();
        if (change.label) {
            found->label.reset();
            if (change.label->value) found->label = change.label->value->value();
        }
        if (change.address) found->address = *change.address;
        found->default_shipping = change.default_shipping.value_or(found->default_shipping);
        found->default_billing = change.default_billing.value_or(found->default_billing);
        make_room(tx, customer, *found);
        store::update_address(tx, sealer_, *found);
        return *std::move(found);
    });
}

Result<> Addresses::remove(const auth::UserId& customer, const AddressId& id,
                           const std::optional<BookedAddress>& seen) {
    return database_.transact([&](Tx& tx) -> Result<> {
        store::lock_book(tx, customer);
        // One that does not open any more can still be removed.
        if (seen) {
            const auto found = store::address(tx, sealer_, customer, id);
            if (!found) return no_such_address();
            if (is_stale(seen, *found)) return changed_meanwhile();
        }
        if (!store::remove_address(tx, customer, id)) return no_such_address();
        return {};
    });
}

}  // namespace kontor::customers
