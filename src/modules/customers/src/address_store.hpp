#pragma once

#include "customers/address_book.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"

namespace kontor::customers::store {

// No other transaction changes the customer's addresses until this one ends.
void lock_book(platform::Tx& tx, const auth::UserId& customer);

std::vector<BookedAddress> addresses(platform::Reader& reader, const platform::Sealer& sealer,
                                     const auth::UserId& customer, const AddressFilter& filter);
std::optional<BookedAddress> address(platform::Reader& reader, const platform::Sealer& sealer,
                                     const auth::UserId& customer, const AddressId& id);
std::int64_t count_addresses(platform::Reader& reader, const auth::UserId& customer);

void clear_default_shipping(platform::Tx& tx, const auth::UserId& customer);
void clear_default_billing(platform::Tx& tx, const auth::UserId& customer);
void insert_address(platform::Tx& tx, const platform::Sealer& sealer, const auth::UserId& customer,
                    const BookedAddress& address, platform::Time now);
void update_address(platform::Tx& tx, const platform::Sealer& sealer, const BookedAddress& address);
// Whether the customer had it.
bool remove_address(platform::Tx& tx, const auth::UserId& customer, const AddressId& id);

// Seals some of those that were kept before addresses were sealed. How many: none are left once it
// is none.
std::size_t seal_plain_addresses(platform::Tx& tx, const platform::Sealer& sealer);
// What an address is sealed with.
std::string context_of(const AddressId& id);

}  // namespace kontor::customers::store
