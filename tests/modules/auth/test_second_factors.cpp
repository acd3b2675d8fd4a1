#include "second_factor_fixture.hpp"

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

namespace {

struct Careful : SecondFactorFixture {
    const std::string email = unused_email();
    const SignedIn here = door->register_customer(registration(email)).value();
    const Bearer me = bearer(here);
    const Proof password{good_password, std::nullopt};
    std::string key;
    std::vector<std::string> recovery_codes;

    void enrol() {
        key = factors->begin(me, password).value().setup_key;
        recovery_codes = factors->confirm(me, code(), "en").value().recovery_codes;
        next_step();
    }
    std::string code() { return code_of(key); }
    Proof in_full() { return {good_password, code()}; }
    std::string challenge() {
        const auto asked = door->login(credentials(email));
        REQUIRE(asked.has_error());
        REQUIRE(asked.error().code == "mfa_required");
        CHECK(asked.error().kind == platform::ErrorKind::forbidden);
        return std::get<std::string>(asked.error().details.at(0).second);
    }
    std::string show(const std::string& challenge, const std::string& shown) {
        const auto met = factors->sign_in(challenge, shown, {});
        return met ? "in" : met.error().code;
    }
    std::string log_in(const std::string& shown) { return show(challenge(), shown); }
    template <class T>
    std::string refusal_of(const platform::Result<T>& result) {
        return result ? "none" : result.error().code;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Careful, "a second factor is asked for once a code of the app was confirmed") {
    CHECK(refusal_of(factors->confirm(me, "123456", "en")) == "auth.mfa_not_begun");
    const auto begun = factors->begin(me, password).value();
    key = begun.setup_key;
    CHECK(begun.provisioning_uri.find("secret=" + key) != std::string::npos);
    CHECK(begun.qr_code == qr_code(begun.provisioning_uri));
    CHECK(door->login(credentials(email)).has_value());
    CHECK_FALSE(factors->state(me).enabled);
    CHECK(refusal_of(factors->confirm(me, "000000", "en")) == "auth.wrong_code");

    const auto elsewhere = door->login(credentials(email)).value();
    const auto confirmed = factors->confirm(me, code(), "en");
    REQUIRE(confirmed.has_value());
    CHECK(confirmed->recovery_codes.size() == 10);
    CHECK(factors->state(me).enabled);
    CHECK(factors->state(me).recovery_codes_left == 10);
    CHECK(door->identify(elsewhere.access_token).has_error());
    CHECK(door->identify(here.access_token).has_value());
    CHECK(facts<SecondFactorChanged>(email).at(0).is_enabled);
    CHECK(refusal_of(factors->confirm(me, code(), "en")) == "auth.mfa_enabled");
    next_step();
    CHECK(log_in(code()) == "in");
}

TEST_CASE_FIXTURE(Careful, "a code is good once, and not before its time or after") {
    enrol();
    const auto used = code();
    CHECK(log_in(used) == "in");
    CHECK(log_in(used) == "auth.wrong_code");
    const auto current = code_of(key);
    clock.advance(60s);
    CHECK(log_in(current) == "auth.wrong_code");
    CHECK(log_in(code()) == "in");
}

TEST_CASE_FIXTURE(Careful, "the code that confirmed the app does not sign in as well") {
    key = factors->begin(me, password).value().setup_key;
    const auto first = code();
    REQUIRE(factors->confirm(me, first, "en").has_value());
    CHECK(log_in(first) == "auth.wrong_code");
}

TEST_CASE_FIXTURE(Careful,
                  "a challenge dies of five wrong codes, and is good once and for a while") {
    enrol();
    const auto dying = challenge();
    for (int i = 0; i < 5; ++i) CHECK(show(dying, "000000") == "auth.wrong_code");
    const auto over = factors->sign_in(dying, code(), {});
    CHECK(refusal_of(over) == "auth.challenge_over");
    CHECK(over.error().kind == platform::ErrorKind::too_many_requests);

    const auto used = challenge();
    CHECK(show(used, code()) == "in");
    next_step();
    CHECK(show(used, code()) == "auth.invalid_challenge");
    const auto late = challenge();
    clock.advance(5min);
    CHECK(show(late, code()) == "auth.invalid_challenge");
    CHECK(show("mfa_nonsense", code()) == "auth.invalid_challenge");
    CHECK(show(here.refresh_token, code()) == "auth.invalid_challenge");
}

TEST_CASE_FIXTURE(Careful, "a challenge takes the codes of its own account only") {
    enrol();
    const auto other = door->register_customer(registration(unused_email())).value();
    const auto others_key =
        factors->begin(bearer(other), {good_password, std::nullopt}).value().setup_key;
    REQUIRE(factors->confirm(bearer(other), code_of(others_key), "en").has_value());
    next_step();
    CHECK(log_in(code_of(others_key)) == "auth.wrong_code");
}

TEST_CASE_FIXTURE(Careful, "who knows the password cannot guess codes for ever") {
    enrol();
    for (int i = 0; i < 10; ++i) CHECK(log_in("000000") == "auth.wrong_code");
    CHECK(door->login(credentials(email)).error().code == "auth.too_many_attempts");
    int logins = 0;
    const auto log_in_every = [&](std::chrono::seconds wait) {
        for (; logins < 200; ++logins) {
            clock.advance(wait);
            if (door->login(credentials(email)).error().code != "mfa_required") break;
        }
    };
    log_in_every(10min + 1s);
    CHECK(logins == 30);  // of 50 guesses at passwords and codes
    log_in_every(24h);
    CHECK(logins == 60);  // of 80
}

TEST_CASE_FIXTURE(Careful, "the code of who has just shown the password waits for no other day") {
    enrol();
    everything.transact([&](platform::Tx& tx) {
        tx.run("insert into auth.guessed_address (email, guesses, last_at) values ($1, 50, $2)",
               email, clock.now() - 24h);
    });
    CHECK(log_in(code()) == "in");
}

TEST_CASE_FIXTURE(Careful, "the owner of an address is not held up by a stranger's second factor") {
    enrol();
    REQUIRE(recovery.reset_password(reset_token(email), other_password, {}).has_value());
    CHECK(door->login(credentials(email, other_password)).has_value());
    const auto owner = bearer(door->login(credentials(email, other_password)).value());
    REQUIRE(factors->state(owner).enabled == false);
    key = factors->begin(owner, {other_password, std::nullopt}).value().setup_key;
    REQUIRE(factors->confirm(owner, code(), "en").has_value());
    REQUIRE(recovery.reset_password(reset_token(email), good_password, {}).has_value());
    CHECK(refusal_of(door->login(credentials(email))) == "mfa_required");
}

TEST_CASE_FIXTURE(Careful, "a recovery code stands for the app, once, however it is typed") {
    enrol();
    auto typed = recovery_codes.at(3);
    for (auto& letter : typed) letter = static_cast<char>(std::tolower(letter));
    CHECK(log_in(" " + typed) == "in");
    CHECK(log_in(recovery_codes[3]) == "auth.wrong_code");
    CHECK(factors->state(me).recovery_codes_left == 9);
    CHECK(log_in(recovery_codes[4]) == "in");

    const auto renewed = factors->renew_recovery_codes(me, in_full());
    REQUIRE(renewed.has_value());
    CHECK(log_in(recovery_codes[5]) == "auth.wrong_code");
    CHECK(log_in(renewed->recovery_codes[0]) == "in");
}

TEST_CASE_FIXTURE(Careful, "what guards the account changes by password and code together") {
    CHECK(refusal_of(factors->begin(me, {})) == "auth.reauthentication_required");
    CHECK(refusal_of(factors->begin(me, {"a guess", std::nullopt})) == "auth.wrong_password");
    CHECK(refusal_of(factors->disable(me, password, "en")) == "auth.mfa_disabled");
    CHECK(refusal_of(factors->renew_recovery_codes(me, password)) == "auth.mfa_disabled");
    enrol();
    CHECK(refusal_of(factors->begin(me, in_full())) == "auth.mfa_enabled");
    next_step();
    const auto wanted = platform::EmailAddress::accept(unused_email()).value();
    for (const auto& [proof, code] : std::vector<std::pair<Proof, std::string>>{
             {{}, "auth.reauthentication_required"},
             {{std::nullopt, this->code()}, "auth.reauthentication_required"},
             {password, "auth.reauthentication_required"},
             {{good_password, "000000"}, "auth.wrong_code"},
             {{"a guess", this->code()}, "auth.wrong_password"}}) {
        CHECK(refusal_of(factors->disable(me, proof, "en")) == code);
        CHECK(refusal_of(factors->renew_recovery_codes(me, proof)) == code);
        CHECK(refusal(desk.own_account->change_address(me, wanted, proof, "en")) == code);
        clock.advance(10min + 1s);
    }
    CHECK(factors->state(me).enabled);
    CHECK(desk.own_account->change_address(me, wanted, in_full(), "en").has_value());
    next_step();
    CHECK(factors->disable(me, in_full(), "en").has_value());
    CHECK(door->login(credentials(email)).has_value());
    CHECK_FALSE(facts<SecondFactorChanged>(email).back().is_enabled);
}

TEST_CASE_FIXTURE(Careful, "staff with a second factor may have a shorter password") {
    const auto staff_email = unused_email();
    const std::string shorter = "wet otters";
    REQUIRE(door->create_user(registration(staff_email), roles::staff).has_value());
    const auto staff = bearer(door->login(credentials(staff_email)).value());
    const auto change = [&](const std::string& current, const std::string& wanted) {
        return refusal(desk.own_account->change_password(staff, current, wanted, "en"));
    };
    CHECK(change(good_password, shorter) == "auth.password_too_short");
    key = factors->begin(staff, password).value().setup_key;
    REQUIRE(factors->confirm(staff, code(), "en").has_value());
    next_step();
    CHECK(change(good_password, shorter) == "none");
    CHECK(refusal_of(factors->disable(staff, {shorter, code()}, "en")) ==
          "auth.password_too_short");
    next_step();
    CHECK(change(shorter, good_password) == "none");
    CHECK(refusal_of(factors->disable(staff, {good_password, code()}, "en")) == "none");
}

TEST_CASE_FIXTURE(Careful, "neither keys nor codes nor challenges are kept as they are") {
    enrol();
    const auto token = challenge();
    const auto kept = ask<std::string>(
        "select coalesce(string_agg(f::text, ' '), '') ||"
        " (select coalesce(string_agg(r::text, ' '), '') from auth.recovery_code r) ||"
        " (select coalesce(string_agg(c::text, ' '), '') from auth.challenge c)"
        " from auth.second_factor f");
    CHECK(kept.find(key) == kept.npos);
    CHECK(kept.find(test::from_base32(key)) == kept.npos);
    CHECK(kept.find(token) == kept.npos);
    for (const auto& recovery_code : recovery_codes) CHECK(kept.find(recovery_code) == kept.npos);
}
