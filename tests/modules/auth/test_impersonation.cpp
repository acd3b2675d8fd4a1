#include "auth/impersonation_module.hpp"
#include "self_service_fixture.hpp"

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;
namespace http = kontor::platform::http;

namespace {

struct Helpdesk : SelfServiceFixture {
    std::shared_ptr<TokenIssuer> issuer = make_token_issuer(database, clock, config);
    std::unique_ptr<Impersonations> impersonations = make_impersonations(foundation, issuer);
    SignedIn customer = somebody();

    SignedIn employee(const std::string& role = "admin") {
        const auto email = unused_email();
        auth->create_user(registration(email), role).value();
        return auth->login(credentials(email)).value();
    }
    Impersonation begun(const SignedIn& staff) {
        return impersonations->begin(bearer(staff), staff.user.role, customer.user.id, "cannot pay")
            .value();
    }
    bool is_good(const Impersonation& acting) {
        return auth->identify(acting.access_token).has_value();
    }
    std::vector<OwnSession> seen_by_customer() { return own_account.sessions(bearer(customer)); }
};

}  // namespace

TEST_CASE_FIXTURE(Helpdesk, "who acts as a customer is the customer, and named beside") {
    const auto admin = employee();
    const auto acting = begun(admin);
    CHECK(acting.user.id == customer.user.id);
    CHECK(acting.expires_in == 900);
    const auto identity = auth->identify(acting.access_token).value();
    CHECK(identity.user == customer.user.id);
    CHECK(identity.role == "customer");
    CHECK(identity.permissions.empty());
    CHECK(identity.impersonator == admin.user.id);
    CHECK_FALSE(auth->identify(customer.access_token)->impersonator.has_value());

    const auto caller =
        authenticator(*auth)(
            http::Request{.headers = {{"Authorization", "Bearer " + acting.access_token}}})
            .value();
    CHECK(caller.kind == http::Caller::Kind::customer);
    CHECK(caller.impersonator == admin.user.id.uuid());
}

TEST_CASE_FIXTURE(Helpdesk, "acting ends after a quarter of an hour, and cannot be gone on with") {
    const auto acting = begun(employee());
    clock.advance(15min);
    CHECK(is_good(acting));
    clock.advance(2min);
    CHECK_FALSE(is_good(acting));
    CHECK(ask<std::int64_t>("select count(*) from auth.refresh_token where session = $1",
                            acting.session) == 0);
}

TEST_CASE_FIXTURE(Helpdesk, "it lasts as long as is configured, never longer than a token") {
    config.impersonation_minutes = *platform::Whole<1, 15>::accept(3);
    CHECK(make_impersonations(foundation, issuer)
              ->begin(bearer(employee()), "admin", customer.user.id, "-")
              ->expires_in == 180);
    config.access_token_minutes = *platform::Whole<1, 1440>::accept(2);
    CHECK(make_impersonations(foundation, issuer)
              ->begin(bearer(employee()), "admin", customer.user.id, "-")
              ->expires_in == 120);
}

TEST_CASE_FIXTURE(Helpdesk, "the customer sees it among the sessions, and ends it") {
    const auto acting = begun(employee());
    const auto sessions = seen_by_customer();
    REQUIRE(sessions.size() == 2);
    const auto& shown = sessions[0].by_staff ? sessions[0] : sessions[1];
    CHECK(shown.by_staff);
    CHECK(shown.id == acting.session);
    CHECK_FALSE(shown.current);
    REQUIRE(own_account.end_session(bearer(customer), acting.session).has_value());
    CHECK_FALSE(is_good(acting));
    CHECK(seen_by_customer().size() == 1);

    const auto again = begun(employee());
    own_account.end_other_sessions(bearer(customer));
    CHECK_FALSE(is_good(again));

    begun(employee());
    clock.advance(15min);
    CHECK(seen_by_customer().size() == 1);
}

TEST_CASE_FIXTURE(Helpdesk, "it ends with the session of the member of staff") {
    const auto admin = employee();
    const auto acting = begun(admin);
    CHECK(seen_by_customer().size() == 2);
    auth->logout(admin.refresh_token);
    CHECK_FALSE(is_good(acting));
    CHECK(seen_by_customer().size() == 1);
    CHECK(auth->identify(customer.access_token).has_value());
}

TEST_CASE_FIXTURE(Helpdesk, "it ends in another process too") {
    platform::EventLog far_away;
    const auto distant = make_auth(database, far_away, clock, config);
    const auto admin = employee();
    const auto acting = begun(admin);
    REQUIRE(distant->identify(acting.access_token).has_value());
    const auto session = auth->identify(admin.access_token)->session;
    auth->logout(admin.refresh_token);
    distant->sessions_ended({session});
    CHECK_FALSE(distant->identify(acting.access_token).has_value());
}

TEST_CASE_FIXTURE(Helpdesk, "nobody acts whose role does not allow it any more") {
    const auto clerk = employee("staff");
    CHECK_FALSE(is_good(begun(clerk)));
}

TEST_CASE_FIXTURE(Helpdesk, "staff is acted as by nobody, nor is who does not exist") {
    const auto admin = employee();
    const auto code = [&](const UserId& who) {
        return impersonations->begin(bearer(admin), "admin", who, "-").error().code;
    };
    CHECK(code(employee("staff").user.id) == "auth.no_such_user");
    CHECK(code(employee("admin").user.id) == "auth.no_such_user");
    CHECK(code(UserId::make()) == "auth.no_such_user");
}

TEST_CASE_FIXTURE(Helpdesk, "where staff acts from is not where the customer signs in") {
    begun(employee());
    CHECK(ask<std::int64_t>("select count(*) from auth.session where account = $1 and client <> ''",
                            customer.user.id) == 0);
}

TEST_CASE_FIXTURE(Helpdesk, "nobody acts as who is disabled, or after being signed out") {
    const auto admin = employee();
    const auto begin = [&] {
        const auto begun = impersonations->begin(bearer(admin), "admin", customer.user.id, "why");
        return begun ? "begun" : begun.error().code;
    };
    everything.transact([&](platform::Tx& tx) {
        tx.run("update auth.user_account set disabled_at = now() where id = $1", customer.user.id);
    });
    CHECK(begin() == "auth.account_disabled");
    const auto staff = bearer(admin);
    auth->logout(admin.refresh_token);
    const auto refused = impersonations->begin(staff, "admin", customer.user.id, "why");
    CHECK(refused.error().code == "auth.invalid_token");
}
