#pragma once

#include "auth/module.hpp"
#include "platform/json/json.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <atomic>

namespace kontor::auth {

inline test::TestDatabase& test_database() {
    static test::TestDatabase made({"auth"});
    return made;
}

inline std::string unused_email() {
    static std::atomic<int> count = 0;
    return "person" + std::to_string(++count) + "@example.org";
}

inline const std::string good_password = "a walk in the wet grass";

inline Registration registration(const std::string& email,
                                 const std::string& password = good_password) {
    Registration made;
    made.email = platform::EmailAddress::accept(email).value();
    made.password = *platform::Text<1, 1024>::accept(password);
    return made;
}

inline Credentials credentials(const std::string& email,
                               const std::string& password = good_password) {
    return {*platform::Text<1, 254>::accept(email), *platform::Text<1, 1024>::accept(password)};
}

struct Fixture {
    platform::Database database = test_database().database("auth");
    platform::Database everything = test_database().superuser();
    platform::EventLog events;
    test::ManualClock clock;
    Config config;
    std::unique_ptr<Auth> auth = make_auth(database, events, clock, config);

    SignedIn somebody() { return auth->register_customer(registration(unused_email())).value(); }

    template <class T, class... Arguments>
    T ask(std::string_view sql, const Arguments&... arguments) {
        return everything.read(
            [&](platform::Reader& reader) { return reader.one<T>(sql, arguments...).value(); });
    }
};

}  // namespace kontor::auth
