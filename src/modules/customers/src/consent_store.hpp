#pragma once

#include "customers/consents.hpp"
#include "platform/db/database.hpp"

namespace kontor::customers::store {

// The last decision of each purpose that there was one of.
std::vector<Consent> consents(platform::Reader& reader, const auth::UserId& customer);
std::vector<ConsentEntry> history(platform::Reader& reader, const auth::UserId& customer,
                                  const ConsentFilter& filter);
std::vector<auth::UserId> willing(platform::Reader& reader, Purpose purpose,
                                  const std::vector<auth::UserId>& customers);
// The customer's, until the commit.
void lock_consents(platform::Tx& tx, const auth::UserId& customer);
void append(platform::Tx& tx, const auth::UserId& customer, const ConsentEntry& entry);
void remove_consents(platform::Tx& tx, const auth::UserId& customer);

}  // namespace kontor::customers::store
