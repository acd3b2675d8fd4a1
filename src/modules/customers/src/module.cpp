#include "customers/module.hpp"

#include "addresses.hpp"
#include "customers/events.hpp"
#include "customers/personal_module.hpp"
#include "service.hpp"

namespace kontor::customers {

std::unique_ptr<Customers> make_customers(platform::Database& database, platform::EventLog& events,
                                          const platform::Clock& clock, auth::Auth& auth) {
    return std::make_unique<Service>(database, events, clock, auth);
}

std::unique_ptr<AddressBook> make_address_book(platform::Database& database,
                                               const platform::Clock& clock, auth::Auth& auth,
                                               const platform::Sealer& sealer) {
    return std::make_unique<Addresses>(database, clock, auth, sealer);
}

PersonalServices make_personal_services(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, auth::Auth& auth,
                                        auth::Accounts& accounts, const platform::Sealer& sealer) {
    auto profiles = make_profiles(database, clock, auth, accounts, sealer);
    auto consents = make_consents(database, events, clock, auth);
    auto records = make_records(database, accounts, *profiles, *consents, sealer);
    return {std::move(profiles), std::move(consents), make_wish_list(database, clock, auth),
            std::move(records)};
}

void drop_remembered(const platform::Announcement& fact, Customers& customers) {
    if (fact.name == GroupsChanged::name) customers.forget_groups(auth::UserId(fact.key));
    if (fact.name == GroupRemoved::name) customers.forget_groups(std::nullopt);
}

std::vector<std::string> facts_that_drop() {
    return {std::string(GroupsChanged::name), std::string(GroupRemoved::name)};
}

}  // namespace kontor::customers
