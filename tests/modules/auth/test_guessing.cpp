#include "client_address.hpp"
#include "self_service_fixture.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

namespace {

const Client home{"", "203.0.113.7", {}};
const Client elsewhere{"", "198.51.100.9", {}};
const Client third_place{"", "192.0.2.5", {}};

std::int64_t seconds_told(const platform::Error& refusal) {
    return std::get<std::int64_t>(refusal.details.at(0).second);
}

struct Guessed : SelfServiceFixture {
    const std::string email = unused_email();

    Guessed() {
        everything.transact([](platform::Tx& tx) { tx.run("delete from auth.failed_login"); });
        REQUIRE(auth->register_customer(registration(email), home).has_value());
    }

    std::string log_in(const Client& client, const std::string& password = good_password) {
        const auto result = auth->login(credentials(email, password), client);
        return result ? "in" : result.error().code;
    }
    // Ten minutes after the one before.
    std::string guess_in_time(const Client& client) {
        clock.advance(10min + 1s);
        return log_in(client, "a guess");
    }
    void guess_in_a_row(int times) {
        for (int i = 0; i < times; ++i) REQUIRE(guess_in_time(elsewhere) == "invalid_credentials");
    }
    void guess_daily(int times) {
        for (int i = 0; i < times; ++i) {
            CHECK(guess_in_time(third_place) == "auth.too_many_attempts");
            clock.advance(24h);
            REQUIRE(guess_in_time(elsewhere) == "invalid_credentials");
        }
    }
    void guess(const Client& client, int times) {
        for (int i = 0; i < times; ++i) CHECK(log_in(client, "a guess") == "invalid_credentials");
    }
};

}  // namespace

TEST_CASE_FIXTURE(Guessed, "guesses from elsewhere do not lock out who signed in before") {
    guess(elsewhere, 10);
    CHECK(log_in(elsewhere) == "auth.too_many_attempts");
    CHECK(log_in(third_place) == "auth.too_many_attempts");
    CHECK(log_in(home) == "in");
    CHECK(log_in(elsewhere) == "auth.too_many_attempts");
    clock.advance(10min + 1s);
    CHECK(log_in(elsewhere) == "in");
}

TEST_CASE_FIXTURE(Guessed, "where the account was signed in guesses are bounded as well") {
    guess(home, 10);
    CHECK(log_in(home) == "auth.too_many_attempts");
    CHECK(log_in(elsewhere) == "auth.too_many_attempts");
}

TEST_CASE_FIXTURE(Guessed, "who has to wait is told how long") {
    const auto told = [&](const Client& client) {
        return seconds_told(auth->login(credentials(email), client).error());
    };
    guess(elsewhere, 4);
    clock.advance(4min);
    guess(third_place, 6);
    clock.advance(1min);
    CHECK(told(elsewhere) == 5 * 60);
    guess(home, 10);
    CHECK(told(home) == 10 * 60);
    CHECK(told(third_place) == 10 * 60);
    clock.advance(10min);
    CHECK(log_in(third_place) == "in");

    config.failures_per_client = *platform::Whole<0, 1'000'000>::accept(3);
    const auto strict =
        make_self_service(foundation, make_doorkeeper(database, clock, config), "a secret", "");
    const auto use_link = [&] {
        return strict.recovery->reset_password("nonsense", other_password, elsewhere.address)
            .error();
    };
    for (int i = 0; i < 3; ++i) {
        CHECK(use_link().code == "auth.invalid_link");
        clock.advance(1min);
    }
    CHECK(seconds_told(use_link()) == 7 * 60);
    clock.advance(7min);
    CHECK(use_link().code == "auth.invalid_link");
}

TEST_CASE_FIXTURE(Guessed, "after three months a place is like any other") {
    clock.advance(std::chrono::days(91));
    guess(elsewhere, 10);
    CHECK(log_in(home) == "auth.too_many_attempts");
}

TEST_CASE_FIXTURE(Guessed, "a login forgets the failures from there, not those from elsewhere") {
    guess(elsewhere, 6);
    guess(third_place, 3);
    CHECK(log_in(third_place) == "in");
    guess(elsewhere, 4);
    CHECK(log_in(elsewhere) == "auth.too_many_attempts");
}

TEST_CASE_FIXTURE(Guessed,
                  "guesses in a row come to an end for good, later for who was there before") {
    guess_in_a_row(50);
    guess_daily(30);
    clock.advance(24h);
    CHECK(log_in(elsewhere) == "auth.too_many_attempts");
    for (int i = 0; i < 20; ++i) REQUIRE(guess_in_time(home) == "invalid_credentials");
    CHECK(guess_in_time(home) == "auth.too_many_attempts");
    clock.advance(24h);
    CHECK(log_in(home) == "auth.too_many_attempts");

    REQUIRE(recovery.reset_password(reset_token(email), other_password, {}).has_value());
    CHECK(log_in(elsewhere, other_password) == "in");
}

TEST_CASE_FIXTURE(Guessed, "the right password ends a row of guesses") {
    guess_in_a_row(50);
    guess_daily(29);
    CHECK(log_in(home) == "in");
    CHECK(log_in(elsewhere, "a guess") == "invalid_credentials");
    CHECK(log_in(elsewhere) == "in");
}

TEST_CASE_FIXTURE(Guessed, "a day after the guesses end, the right password opens from anywhere") {
    guess_in_a_row(50);
    CHECK(guess_in_time(third_place) == "auth.too_many_attempts");
    const auto refused = auth->login(credentials(email), third_place);
    REQUIRE(refused.error().code == "auth.too_many_attempts");
    CHECK(seconds_told(refused.error()) == 86'400 - 601);
    clock.advance(24h - 602s);
    CHECK(seconds_told(auth->login(credentials(email), third_place).error()) == 1);
    clock.advance(1s);
    CHECK(log_in(third_place) == "in");
    CHECK(guess_in_time(elsewhere) == "invalid_credentials");
}

TEST_CASE_FIXTURE(Guessed, "however many guess at one time, none is left uncounted") {
    everything.transact([&](platform::Tx& tx) {
        tx.run("insert into auth.guessed_address (email, guesses, last_at) values ($1, 46, now())",
               email);
    });
    std::atomic<int> looked_at = 0;
    {
        std::vector<std::jthread> guessers;
        for (int i = 0; i < 12; ++i)
            guessers.emplace_back([&] {
                looked_at += log_in(elsewhere, "a guess") == "invalid_credentials" ? 1 : 0;
            });
    }
    CHECK(looked_at == 4);
}

TEST_CASE_FIXTURE(Guessed, "asking which addresses are taken counts as guessing") {
    config.failures_per_client = *platform::Whole<0, 1'000'000>::accept(3);
    const auto strict = make_auth(database, events, clock, config);
    const auto code = [&] {
        return strict->register_customer(registration(email), elsewhere).error().code;
    };
    for (int i = 0; i < 3; ++i) CHECK(code() == "auth.email_taken");
    CHECK(code() == "auth.too_many_attempts");
}

TEST_CASE_FIXTURE(Guessed, "one client may not try many accounts, but a whole network may") {
    config.failures_per_client = *platform::Whole<0, 1'000'000>::accept(12);
    const auto strict = make_auth(database, events, clock, config);
    const auto code = [&](const Client& client) {
        return strict->login(credentials(unused_email()), client).error().code;
    };
    const Client proxy{"", "10.1.2.3", {}};
    for (int i = 0; i < 12; ++i) {
        CHECK(code(elsewhere) == "invalid_credentials");
        CHECK(code(proxy) == "invalid_credentials");
    }
    CHECK(code(elsewhere) == "auth.too_many_attempts");
    CHECK(strict->login(credentials(email), elsewhere).error().code == "auth.too_many_attempts");
    CHECK(code(proxy) == "invalid_credentials");
    CHECK(code(home) == "invalid_credentials");
    CHECK(strict->login(credentials(email), proxy).has_value());
}

TEST_CASE_FIXTURE(Guessed, "all addresses of one network of IPv6 are one client") {
    const auto of_network = [](int network, int host) {
        return Client{
            "", "2001:db8:0:" + std::to_string(network) + "::" + std::to_string(host), {}};
    };
    for (int host = 1; host <= 10; ++host)
        CHECK(log_in(of_network(1, host), "a guess") == "invalid_credentials");
    CHECK(log_in(of_network(2, 1)) == "auth.too_many_attempts");
    clock.advance(10min + 1s);
    REQUIRE(log_in(of_network(2, 1)) == "in");
    for (int host = 1; host <= 10; ++host)
        CHECK(log_in(of_network(1, host), "a guess") == "invalid_credentials");
    CHECK(log_in(of_network(2, 99)) == "in");

    config.failures_per_client = *platform::Whole<0, 1'000'000>::accept(12);
    const auto strict = make_auth(database, events, clock, config);
    const auto code = [&](int host) {
        return strict->login(credentials(unused_email()), of_network(3, host)).error().code;
    };
    for (int host = 1; host <= 12; ++host) CHECK(code(host) == "invalid_credentials");
    CHECK(code(13) == "auth.too_many_attempts");
}

TEST_CASE_FIXTURE(Guessed,
                  "asking for letters closes no login, nor failing to log in the letters") {
    config.failures_per_client = *platform::Whole<0, 1'000'000>::accept(3);
    const auto keeper = make_doorkeeper(database, clock, config);
    const auto strict = make_auth(database, events, clock, config, keeper);
    const auto desk = make_self_service(foundation, keeper, "a secret", "");
    const auto forget_from = [&](const Client& client) {
        const auto address = platform::EmailAddress::accept(unused_email()).value();
        return refusal(desk.recovery->forgot_password(address, "en", client.address));
    };
    for (int i = 0; i < 3; ++i) CHECK(forget_from(elsewhere) == "none");
    CHECK(forget_from(elsewhere) == "auth.too_many_attempts");
    CHECK(strict->login(credentials(email), elsewhere).has_value());
    for (int i = 0; i < 3; ++i)
        CHECK_FALSE(strict->login(credentials(unused_email()), third_place).has_value());
    CHECK(strict->login(credentials(email), third_place).error().code == "auth.too_many_attempts");
    CHECK(forget_from(third_place) == "none");
    clock.advance(10min + 1s);
    CHECK(forget_from(elsewhere) == "none");
}

TEST_CASE_FIXTURE(Guessed, "links that are not good count as guesses, and a good one works") {
    config.failures_per_client = *platform::Whole<0, 1'000'000>::accept(3);
    const auto strict =
        make_self_service(foundation, make_doorkeeper(database, clock, config), "a secret", "");
    const auto use = [&](const std::string& token) {
        return refusal(strict.recovery->reset_password(token, other_password, elsewhere.address));
    };
    for (int i = 0; i < 3; ++i) CHECK(use("nonsense") == "auth.invalid_link");
    CHECK(use("nonsense") == "auth.too_many_attempts");
    CHECK(use(reset_token(email)) == "none");
}

TEST_CASE_FIXTURE(Guessed, "a password that names the shop is refused") {
    const auto named = make_auth(database, events, clock, config,
                                 make_doorkeeper(database, clock, config, "Hafen-Tee"));
    const auto code = [&](const std::string& password) {
        const auto made = named->register_customer(registration(unused_email(), password));
        return made ? std::string("accepted") : made.error().code;
    };
    CHECK(code("my HAFEN tee account") == "auth.password_names_shop");
    CHECK(code("xhafenteex9") == "auth.password_names_shop");
    CHECK(code("tea from the harbour") == "accepted");
    const auto with_umlaut = make_auth(database, events, clock, config,
                                       make_doorkeeper(database, clock, config, "Käsehaus"));
    for (const auto* password : {"my KÄSEHAUS", "käse haus 24", "der kaesehaus kunde"}) {
        const auto made = with_umlaut->register_customer(registration(unused_email(), password));
        CHECK(made.error().code == "auth.password_names_shop");
    }
    const auto short_name =
        make_auth(database, events, clock, config, make_doorkeeper(database, clock, config, "Tee"));
    CHECK(short_name->register_customer(registration(unused_email(), "seventeen otters"))
              .has_value());
}

TEST_CASE("a client is an address of IPv4, or a network of IPv6") {
    CHECK(one_client("203.0.113.7") == "203.0.113.7");
    CHECK(one_client("::ffff:203.0.113.7") == "203.0.113.7");
    CHECK(one_client("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
    CHECK(one_client("") == "");
}

TEST_CASE("an address of one's own network is nobody's in particular") {
    for (const auto* own :
         {"127.0.0.1", "10.0.0.1", "172.31.255.255", "192.168.1.1", "169.254.0.1", "100.64.0.1",
          "::1", "fd00::1", "fe80::1", "::ffff:10.0.0.1", "", "nonsense"})
        CHECK_FALSE(is_public(own));
    for (const auto* one :
         {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2001:db8::1", "::ffff:8.8.8.8"})
        CHECK(is_public(one));
}
