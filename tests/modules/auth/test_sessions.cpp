#include "fixture.hpp"
#include "platform/security/random.hpp"
#include "platform/security/tokens.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

namespace {

std::string refusal(const platform::Result<SignedIn>& result) {
    return result ? "none" : result.error().code;
}

std::string refusal(const platform::Result<Identity>& result) {
    return result ? "none" : result.error().code;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "refreshing gives new tokens of the same session") {
    const auto first = somebody();
    const auto second = auth->refresh(first.refresh_token).value();
    CHECK(second.refresh_token != first.refresh_token);
    CHECK(second.user.id == first.user.id);
    CHECK(auth->identify(second.access_token).value().session ==
          auth->identify(first.access_token).value().session);
    CHECK(auth->refresh(second.refresh_token).has_value());
}

TEST_CASE_FIXTURE(Fixture, "a refresh token used twice ends the whole session") {
    const auto first = somebody();
    const auto second = auth->refresh(first.refresh_token).value();
    const auto replayed = auth->refresh(first.refresh_token);
    CHECK(refusal(replayed) == "invalid_grant");
    CHECK(replayed.error().kind == platform::ErrorKind::malformed);
    CHECK(refusal(auth->refresh(second.refresh_token)) == "invalid_grant");
    CHECK(refusal(auth->identify(second.access_token)) == "auth.invalid_token");
}

TEST_CASE_FIXTURE(Fixture, "a session that ends leaves the user's other sessions alone") {
    const auto email = unused_email();
    const auto first = auth->register_customer(registration(email)).value();
    const auto other = auth->login(credentials(email)).value();
    REQUIRE(auth->refresh(first.refresh_token).has_value());
    REQUIRE(auth->refresh(first.refresh_token).has_error());
    CHECK(auth->identify(other.access_token).has_value());
    CHECK(auth->refresh(other.refresh_token).has_value());
}

TEST_CASE_FIXTURE(Fixture, "of twenty parallel refreshes of one token at most one gets a branch") {
    const auto first = somebody();
    std::atomic<int> branches = 0;
    std::atomic<int> others = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 20; ++i)
            threads.emplace_back([&] {
                const auto result = auth->refresh(first.refresh_token);
                branches += result.has_value();
                others += refusal(result) == "invalid_grant";
            });
    }
    CHECK(branches == 1);
    CHECK(others == 19);
    CHECK(ask<std::int64_t>("select count(*) from auth.refresh_token t join auth.session s"
                            " on s.id = t.session where s.account = $1",
                            first.user.id) == 2);
}

TEST_CASE_FIXTURE(Fixture, "a refresh token that was never given is refused") {
    CHECK(refusal(auth->refresh("no such token")) == "invalid_grant");
    CHECK(refusal(auth->refresh(somebody().access_token)) == "invalid_grant");
}

TEST_CASE_FIXTURE(Fixture, "an expired refresh token is refused and ends nothing") {
    const auto first = somebody();
    clock.advance(std::chrono::days(30) + 1s);
    CHECK(refusal(auth->refresh(first.refresh_token)) == "invalid_grant");
    CHECK(ask<std::int64_t>("select count(*) from auth.session where account = $1"
                            " and ended_at is null",
                            first.user.id) == 1);
}

TEST_CASE_FIXTURE(Fixture, "only hashes of refresh tokens are kept") {
    const auto first = somebody();
    CHECK(ask<std::int64_t>("select count(*) from auth.refresh_token where hash = $1",
                            platform::sha256_hex(first.refresh_token)) == 1);
    CHECK(ask<std::int64_t>("select count(*) from auth.refresh_token where hash = $1",
                            first.refresh_token) == 0);
}

TEST_CASE_FIXTURE(Fixture, "after a logout neither token is good for anything") {
    const auto first = somebody();
    auth->logout(first.refresh_token);
    CHECK(refusal(auth->identify(first.access_token)) == "auth.invalid_token");
    CHECK(refusal(auth->refresh(first.refresh_token)) == "invalid_grant");
    auth->logout(first.refresh_token);
    auth->logout("no such token");
}

TEST_CASE_FIXTURE(Fixture, "a process that starts anew still knows the sessions that ended") {
    const auto first = somebody();
    const auto other = somebody();
    auth->logout(first.refresh_token);
    const auto restarted = make_auth(database, events, clock, config);
    CHECK(refusal(restarted->identify(first.access_token)) == "auth.invalid_token");
    CHECK(restarted->identify(other.access_token).has_value());
}

TEST_CASE_FIXTURE(Fixture, "processes that start at once agree on one signing key") {
    everything.transact([](platform::Tx& tx) { tx.run("delete from auth.signing_key"); });
    std::vector<std::unique_ptr<Auth>> started(6);
    {
        std::vector<std::jthread> threads;
        for (auto& process : started)
            threads.emplace_back([&] { process = make_auth(database, events, clock, config); });
    }
    const auto token =
        started[0]->register_customer(registration(unused_email())).value().access_token;
    for (const auto& process : started) CHECK(process->identify(token).has_value());
    for (const auto& process : started) CHECK(process->jwks() == started[0]->jwks());
}

TEST_CASE_FIXTURE(Fixture, "an access token expires") {
    const auto first = somebody();
    clock.advance(15min + 61s);
    CHECK(refusal(auth->identify(first.access_token)) == "auth.token_expired");
}

TEST_CASE_FIXTURE(Fixture, "a token with a byte changed, or none at all, identifies nobody") {
    auto token = somebody().access_token;
    const auto payload = token.find('.') + 5;
    token[payload] = token[payload] == 'A' ? 'B' : 'A';
    CHECK(refusal(auth->identify(token)) == "auth.invalid_token");
    CHECK(refusal(auth->identify("")) == "auth.invalid_token");
    CHECK(refusal(auth->identify(somebody().refresh_token)) == "auth.invalid_token");
}

TEST_CASE_FIXTURE(Fixture, "a token of another issuer identifies nobody here") {
    const auto other = make_auth(database, events, clock, {.issuer = "somewhere else"});
    const auto token = other->register_customer(registration(unused_email())).value().access_token;
    CHECK(refusal(auth->identify(token)) == "auth.invalid_token");
}

TEST_CASE_FIXTURE(Fixture, "identifying asks the database nothing") {
    const auto token = somebody().access_token;
    const auto before = test_database().pool().statistics().statements;
    CHECK(auth->identify(token).has_value());
    CHECK(test_database().pool().statistics().statements == before);
}
