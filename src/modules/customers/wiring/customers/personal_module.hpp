// What customers say, want and may ask for, for the composition root and for tests.
#pragma once

#include "auth/accounts.hpp"
#include "customers/address_book.hpp"
#include "customers/consents.hpp"
#include "customers/customers.hpp"
#include "customers/privacy.hpp"
#include "customers/profiles.hpp"
#include "customers/records.hpp"
#include "customers/wish_list.hpp"
#include "platform/core/personal_data.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

#include <memory>

namespace kontor::platform {
class Sealer;
}

namespace kontor::customers {

std::unique_ptr<Profiles> make_profiles(platform::Database& database, const platform::Clock& clock,
                                        auth::Auth& auth, auth::Accounts& accounts,
                                        const platform::Sealer& sealer);
std::unique_ptr<Consents> make_consents(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, auth::Auth& auth);
std::unique_ptr<WishList> make_wish_list(platform::Database& database, const platform::Clock& clock,
                                         auth::Auth& auth);
std::unique_ptr<CustomerRecords> make_records(platform::Database& database,
                                              auth::Accounts& accounts, Profiles& profiles,
                                              Consents& consents, const platform::Sealer& sealer);

struct OwnRecords {
    AddressBook& addresses;
    Profiles& profiles;
    Consents& consents;
    WishList& wishes;
};
// This module's part of what is kept of a customer.
std::unique_ptr<platform::PersonalData> make_personal_data(platform::Database& database,
                                                           platform::EventLog& events,
                                                           const OwnRecords& own);

// Whose parts are put together, in the order in which they are shown and forgotten.
using PersonalDataOfAll = std::vector<std::unique_ptr<platform::PersonalData>>;
std::unique_ptr<Privacy> make_privacy(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock, auth::Auth& auth,
                                      auth::Accounts& accounts, const PersonalDataOfAll& parts);

struct PersonalServices {
    std::unique_ptr<Profiles> profiles;
    std::unique_ptr<Consents> consents;
    std::unique_ptr<WishList> wishes;
    std::unique_ptr<CustomerRecords> records;
};
PersonalServices make_personal_services(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, auth::Auth& auth,
                                        auth::Accounts& accounts, const platform::Sealer& sealer);

// Of the wish list the storefront has the routes: it knows the goods.
void add_personal_routes(platform::http::Router& router, const PersonalServices& services,
                         Privacy& privacy, const std::string& cursor_secret);

// Feeds CustomerRecords, and asks for the job that forgets again.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::Jobs& jobs);
void add_jobs(platform::Jobs& jobs, Privacy& privacy);

}  // namespace kontor::customers
