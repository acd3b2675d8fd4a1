#include "customers/module.hpp"

#include "addresses.hpp"
#include "customers/events.hpp"
#include "service.hpp"

namespace kontor::customers {

std::unique_ptr<Customers> make_customers(platform::Database& database, platform::EventLog& events,
                                          const platform::Clock& clock, auth::Auth& auth) {
    return std::make_unique<Service>(database, events, clock, auth);
}

std::unique_ptr<AddressBook> make_address_book(platform::Database& database,
                                               const platform::Clock& clock) {
    return std::make_unique<Addresses>(database, clock);
}

void drop_remembered(const platform::Announcement& fact, Customers& customers) {
    if (fact.name == GroupsChanged::name) customers.forget_groups(auth::UserId(fact.key));
    if (fact.name == GroupRemoved::name) customers.forget_groups(std::nullopt);
}

std::vector<std::string> facts_that_drop() {
    return {std::string(GroupsChanged::name), std::string(GroupRemoved::name)};
}

}  // namespace kontor::customers
