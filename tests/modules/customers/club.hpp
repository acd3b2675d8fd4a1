#pragma once

#include "auth/accounts_module.hpp"
#include "customers/module.hpp"
#include "customers/personal_module.hpp"
#include "platform/security/sealing.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>

namespace kontor::customers {

template <std::size_t Min, std::size_t Max>
platform::Text<Min, Max> text(const std::string& words) {
    return platform::Text<Min, Max>::accept(words).value();
}

template <std::size_t Min, std::size_t Max>
platform::Line<Min, Max> line(const std::string& words) {
    return platform::Line<Min, Max>::accept(words).value();
}

inline platform::Text<1, 100> named(const std::string& name) {
    return platform::Text<1, 100>::accept(name).value();
}

template <class T>
std::string refusal_of(const platform::Result<T>& result) {
    return result.has_error() ? result.error().code : "";
}

struct Club {
    static test::TestDatabase& shared() {
        static test::TestDatabase made({"auth", "customers"});
        return made;
    }

    Club() {
        events.on_committed([this](auto facts) {
            for (const auto& fact : facts) drop_remembered(fact, *customers);
        });
    }

    auth::UserId somebody() {
        static std::atomic<int> count = 0;
        auth::Registration made;
        made.email =
            platform::EmailAddress::accept("person" + std::to_string(++count) + "@example.org")
                .value();
        made.password = *decltype(made.password)::accept("a walk in the wet grass");
        return accounts->register_customer(made).value().user.id;
    }
    Group new_group() {
        static std::atomic<int> count = 0;
        return customers->create_group(named("Group " + std::to_string(++count))).value();
    }
    std::int64_t count_of(const GroupId& group) {
        const auto all = customers->groups({.after = {}, .limit = 1000});
        return std::ranges::find(all, group, &Group::id)->members;
    }
    std::int64_t facts_about(const platform::Uuid& key) {
        return shared().superuser().read([&](platform::Reader& reader) {
            return *reader.one<std::int64_t>("select count(*) from platform.event where key = $1",
                                             key);
        });
    }

    test::ManualClock clock;
    platform::Sealer sealer{{platform::SealingKey{"club", std::string(32, 'c')}}};
    platform::EventLog events;
    platform::Database auth_tables = shared().database("auth");
    platform::Database tables = shared().database("customers");
    auth::Config config;
    std::shared_ptr<auth::Doorkeeper> doorkeeper =
        auth::make_doorkeeper(auth_tables, clock, config);
    std::unique_ptr<auth::Auth> accounts =
        auth::make_auth(auth_tables, events, clock, config, doorkeeper);
    std::unique_ptr<auth::Accounts> directory =
        auth::make_accounts({auth_tables, events, clock, config}, doorkeeper);
    std::unique_ptr<Customers> customers = make_customers(tables, events, clock, *accounts);
    std::unique_ptr<AddressBook> addresses = make_address_book(tables, clock, *accounts, sealer);
    std::unique_ptr<Profiles> profiles =
        make_profiles(tables, clock, *accounts, *directory, sealer);
    std::unique_ptr<Consents> consents = make_consents(tables, events, clock, *accounts);
    std::unique_ptr<WishList> wishes = make_wish_list(tables, clock, *accounts);
    std::unique_ptr<CustomerRecords> records =
        make_records(tables, *directory, *profiles, *consents, sealer);
};

}  // namespace kontor::customers
