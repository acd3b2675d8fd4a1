// For the composition root and for tests.
#pragma once

#include "auth/auth.hpp"
#include "customers/address_book.hpp"
#include "customers/customers.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/router.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kontor::platform {
class Sealer;
}

namespace kontor::customers {

// Seals addresses that were kept before addresses were sealed, and anew what is sealed under former
// keys; makes what telephone numbers are found by where it is missing. How many.
std::size_t seal_personal_data(platform::Database& database, const platform::Sealer& sealer);

std::unique_ptr<Customers> make_customers(platform::Database& database, platform::EventLog& events,
                                          const platform::Clock& clock, auth::Auth& auth);

std::unique_ptr<AddressBook> make_address_book(platform::Database& database,
                                               const platform::Clock& clock, auth::Auth& auth,
                                               const platform::Sealer& sealer);

void add_routes(platform::http::Router& router, Customers& customers, AddressBook& addresses,
                const std::string& cursor_secret);

// Drops what is remembered of a customer's groups when a committed fact concerns it, which only
// these do.
void drop_remembered(const platform::Announcement& fact, Customers& customers);
std::vector<std::string> facts_that_drop();

}  // namespace kontor::customers
