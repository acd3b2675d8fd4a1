#include "fixture.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

TEST_CASE_FIXTURE(Fixture, "registering opens an account and signs in") {
    auto wanted = registration(unused_email());
    wanted.name = platform::Line<1, 200>::accept("Ada");
    const auto signed_in = auth->register_customer(wanted).value();
    CHECK(signed_in.user.email == wanted.email.value());
    CHECK(signed_in.user.name == "Ada");
    CHECK(signed_in.user.role == roles::customer);
    CHECK(signed_in.token_type == "Bearer");
    CHECK(signed_in.expires_in == 15 * 60);
    CHECK(auth->identify(signed_in.access_token).value().user == signed_in.user.id);
    CHECK(auth->user(signed_in.user.id).value().email == wanted.email.value());
}

TEST_CASE_FIXTURE(Fixture, "registering announces the user") {
    auto wanted = registration(unused_email());
    wanted.name = platform::Line<1, 200>::accept("Grace");
    const auto user = auth->register_customer(wanted, {.language = "de"}).value().user;
    const auto payload = ask<std::string>(
        "select payload::text from platform.event"
        " where name = 'auth.user_registered.v1' and key = $1",
        user.id);
    CHECK(payload.find(user.email) != std::string::npos);
    CHECK(payload.find("Grace") != std::string::npos);
    CHECK(payload.find(R"("language":"de")") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "an address can be registered once, however it is capitalised") {
    const auto email = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    auto capitals = email;
    std::ranges::transform(capitals, capitals.begin(),
                           [](unsigned char letter) { return std::toupper(letter); });
    const auto again = auth->register_customer(registration(capitals));
    REQUIRE(again.has_error());
    CHECK(again.error().code == "auth.email_taken");
    CHECK(again.error().kind == platform::ErrorKind::conflict);
    CHECK(auth->login(credentials(capitals)).has_value());
}

TEST_CASE_FIXTURE(Fixture, "of parallel registrations of one address one succeeds") {
    const auto email = unused_email();
    std::atomic<int> opened = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i)
            threads.emplace_back(
                [&] { opened += auth->register_customer(registration(email)).has_value(); });
    }
    CHECK(opened == 1);
}

TEST_CASE_FIXTURE(Fixture, "a password is kept as an Argon2id hash only") {
    const auto user = somebody().user;
    const auto hash =
        ask<std::string>("select password_hash from auth.user_account where id = $1", user.id);
    CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1"));
    CHECK(hash.find(good_password) == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a wrong password and an unknown address are refused alike") {
    const auto email = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    const auto wrong = auth->login(credentials(email, "not the password"));
    const auto unknown = auth->login(credentials(unused_email()));
    const auto no_address = auth->login(credentials("not an address"));
    for (const auto* refused : {&wrong, &unknown, &no_address}) {
        REQUIRE(refused->has_error());
        CHECK(refused->error().code == "invalid_credentials");
        CHECK(refused->error().kind == platform::ErrorKind::unauthenticated);
        CHECK(refused->error().message == wrong.error().message);
    }
}

TEST_CASE_FIXTURE(Fixture, "every character of a long password counts") {
    const auto email = unused_email();
    const std::string password = std::string("seven wet otters slept beside a ").append(80, 'q');
    REQUIRE(auth->register_customer(registration(email, password)).has_value());
    CHECK(auth->login(credentials(email, password.substr(0, 72))).has_error());
    CHECK(auth->login(credentials(email, password)).has_value());
}

TEST_CASE_FIXTURE(Fixture, "a password of more than 1024 bytes is refused without hashing it") {
    const std::string long_password(1024 / 2 + 1, 'q');
    std::string two_bytes_each;
    for (std::size_t i = 0; i < long_password.size(); ++i) two_bytes_each += "é";
    const auto refused = auth->register_customer(registration(unused_email(), two_bytes_each));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "auth.password_too_long");
    CHECK(auth->login(credentials(unused_email(), two_bytes_each)).error().code ==
          "invalid_credentials");
}

TEST_CASE_FIXTURE(Fixture, "the shortest password is a matter of configuration and of role") {
    const auto code = [&](const std::string& password, std::string_view role) {
        const auto made = auth->create_user(registration(unused_email(), password), role);
        return made ? std::string("accepted") : made.error().code;
    };
    CHECK(code("mqvtzkx", roles::customer) == "auth.password_too_short");
    CHECK(code("mqvtzkxw", roles::customer) == "accepted");
    CHECK(code("mqvtzkxwmqvtzk", roles::staff) == "auth.password_too_short");
    CHECK(code("mqvtzkxwpbnrhls", roles::admin) == "accepted");
    const auto stricter = make_auth(database, events, clock,
                                    {.password_min_length = *platform::Whole<8, 64>::accept(12)});
    CHECK(stricter->register_customer(registration(unused_email(), "mqvtzkxwpbn")).error().code ==
          "auth.password_too_short");
}

TEST_CASE_FIXTURE(Fixture, "a refused password names its member") {
    const auto refused = auth->register_customer(registration(unused_email(), "password1"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "auth.password_too_common");
    REQUIRE(refused.error().problems.size() == 1);
    CHECK(refused.error().problems[0].pointer == "/password");
}

TEST_CASE_FIXTURE(Fixture, "ten failures for an address close it for ten minutes, and only it") {
    const auto email = unused_email();
    const auto other = unused_email();
    REQUIRE(auth->register_customer(registration(email)).has_value());
    REQUIRE(auth->register_customer(registration(other)).has_value());
    for (int i = 0; i < 10; ++i)
        CHECK(auth->login(credentials(email, "a guess " + std::to_string(i))).error().code ==
              "invalid_credentials");
    const auto refused = auth->login(credentials(email));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "auth.too_many_attempts");
    CHECK(refused.error().kind == platform::ErrorKind::too_many_requests);
    CHECK(auth->login(credentials(other)).has_value());
    clock.advance(10min + 1s);
    CHECK(auth->login(credentials(email)).has_value());
}

TEST_CASE_FIXTURE(Fixture, "failures are counted for addresses that are unknown, too") {
    const auto email = unused_email();
    for (int i = 0; i < 10; ++i) (void)auth->login(credentials(email));
    CHECK(auth->login(credentials(email)).error().code == "auth.too_many_attempts");
}

TEST_CASE_FIXTURE(Fixture, "a login that succeeds forgets the failures before it, not others'") {
    const auto email = unused_email();
    const auto other = unused_email();
    for (int i = 0; i < 10; ++i) (void)auth->login(credentials(other));
    REQUIRE(auth->register_customer(registration(email)).has_value());
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 9; ++i) (void)auth->login(credentials(email, "a guess"));
        CHECK(auth->login(credentials(email)).has_value());
    }
    CHECK(auth->login(credentials(other)).error().code == "auth.too_many_attempts");
}

TEST_CASE_FIXTURE(Fixture, "roles carry their permissions") {
    const auto permissions = [&](std::string_view role) {
        const auto email = unused_email();
        auth->create_user(registration(email), role).value();
        const auto token = auth->login(credentials(email)).value().access_token;
        const auto identity = auth->identify(token).value();
        CHECK(identity.role == role);
        return identity.permissions;
    };
    const auto has = [](const std::vector<std::string>& all, const std::string& one) {
        return std::ranges::find(all, one) != all.end();
    };
    CHECK(permissions(roles::customer).empty());
    const auto staff = permissions(roles::staff);
    CHECK(has(staff, "orders.write"));
    CHECK(has(staff, "events.read"));
    CHECK_FALSE(has(staff, "events.write"));
    const auto admin = permissions(roles::admin);
    CHECK(has(admin, "events.write"));
    for (const auto& permission : staff) CHECK(has(admin, permission));
}

TEST_CASE_FIXTURE(Fixture, "a user who does not exist is not found") {
    CHECK(auth->user(UserId::make()).error().code == "auth.no_such_user");
}
