// A password takes a while to be verified, and a provider to answer: meanwhile much can happen.
#include "staff_fixture.hpp"

#include <future>
#include <thread>

using namespace kontor;
using namespace kontor::auth;

namespace {

struct Meanwhile : StaffFixture {
    const SignedIn ada = somebody();
    const UserId id = ada.user.id;
    std::unique_ptr<Invitations> invitations =
        make_invitations(foundation, {sealed_doorkeeper, issuer, "a secret"});

    void wait_until_somebody_waits() {
        const auto waiting = [&] {
            return ask<std::int64_t>(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                " and datname = current_database()");
        };
        while (waiting() == 0) std::this_thread::yield();
    }
    // How a login ends whose password was verified before that happened.
    template <class Happening>
    std::string login_while(const Happening& happening) {
        std::future<std::string> login;
        everything.transact([&](platform::Tx& tx) {
            tx.run_expecting(1, "select from auth.user_account where id = $1 for update", id);
            login = std::async(std::launch::async,
                               [&] { return outcome(door->login(credentials(ada.user.email))); });
            wait_until_somebody_waits();
            happening(tx);
        });
        return login.get();
    }
    void has_factor(platform::Tx& tx) {
        tx.run(
            "insert into auth.second_factor (account, sealed_key, created_at, confirmed_at)"
            " values ($1, 'sealed', now(), now())",
            id);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Meanwhile, "a login goes on where nothing has happened to the account") {
    CHECK(login_while([](platform::Tx&) {}) == "none");
}

TEST_CASE_FIXTURE(Meanwhile, "the former password opens nothing, however long before it was sent") {
    CHECK(login_while([&](platform::Tx& tx) {
              tx.run("update auth.user_account set password_hash = $2 where id = $1", id,
                     std::string("another"));
          }) == "invalid_credentials");
}

TEST_CASE_FIXTURE(Meanwhile, "who is made staff meanwhile does not begin by the customer's login") {
    CHECK(login_while([&](platform::Tx& tx) {
              tx.run("update auth.user_account set role = 'admin' where id = $1", id);
          }) == "invalid_credentials");
}

TEST_CASE_FIXTURE(Meanwhile, "who is disabled or forgotten meanwhile is signed in no more") {
    for (const std::string column : {"disabled_at", "forgotten_at"}) {
        INFO(column);
        CHECK(login_while([&](platform::Tx& tx) {
                  tx.run("update auth.user_account set " + column + " = now() where id = $1", id);
              }) == "invalid_credentials");
        everything.transact([&](platform::Tx& tx) {
            tx.run("update auth.user_account set " + column + " = null where id = $1", id);
        });
    }
}

TEST_CASE_FIXTURE(Meanwhile, "a second factor that is set up meanwhile is asked for") {
    CHECK(login_while([&](platform::Tx& tx) { has_factor(tx); }) == "invalid_credentials");
    CHECK(outcome(door->login(credentials(ada.user.email))) == "mfa_required");
}

TEST_CASE_FIXTURE(Meanwhile, "no code is asked for by the former password") {
    everything.transact([&](platform::Tx& tx) { has_factor(tx); });
    CHECK(login_while([&](platform::Tx& tx) {
              tx.run("update auth.user_account set password_hash = $2 where id = $1", id,
                     std::string("another"));
          }) == "invalid_credentials");
    CHECK(ask<std::int64_t>("select count(*) from auth.challenge where account = $1", id) == 0);
}

TEST_CASE_FIXTURE(Meanwhile, "whose session has ended changes nothing of the account any more") {
    const auto bearer = this->bearer(ada);
    const Proof proof{.current_password = good_password};
    const auto wanted = platform::EmailAddress::accept(unused_email()).value();
    auth->logout(ada.refresh_token);
    const std::string signed_out = "auth.invalid_token";
    CHECK(refusal(own_account.change_password(bearer, good_password, other_password, "en")) ==
          signed_out);
    CHECK(refusal(own_account.change_address(bearer, wanted, proof, "en")) == signed_out);
    CHECK(outcome(factors->begin(bearer, proof)) == signed_out);
    CHECK(outcome(factors->confirm(bearer, "000000", "en")) == signed_out);
    everything.transact([&](platform::Tx& tx) { has_factor(tx); });
    CHECK(refusal(factors->disable(bearer, proof, "en")) == "auth.reauthentication_required");
    CHECK(door->login(credentials(ada.user.email)).error().code == "mfa_required");
}

TEST_CASE_FIXTURE(Meanwhile, "who is dismissed lets nobody in any more") {
    const auto boss = member("admin");
    const auto clerk = member("admin");
    const auto session = signed_in(clerk);
    const auto role = made_role({});
    const auto bearer = this->bearer(session);
    const Authority by{clerk.id, all_permissions(), false, bearer.session};
    REQUIRE(staff->change({boss.id, all_permissions()}, clerk.id, {.disabled = true}).has_value());
    const std::string signed_out = "auth.invalid_token";
    NewInvitation wanted;
    wanted.email = platform::EmailAddress::accept(unused_email()).value();
    wanted.role = role_name("admin");
    CHECK(outcome(invitations->invite(by, wanted, "en")) == signed_out);
    CHECK(outcome(staff->change(by, boss.id, {.disabled = true})) == signed_out);
    CHECK(outcome(roles_of_shop->make(by, {role_name(unused_role()), {}})) == signed_out);
    CHECK(outcome(roles_of_shop->change(by, role, {permission_names({"orders.read"})})) ==
          signed_out);
}

TEST_CASE_FIXTURE(Meanwhile, "of many who invite an address at one time the last has invited it") {
    const auto email = platform::EmailAddress::accept(unused_email()).value();
    std::vector<std::future<std::string>> asked;
    for (int i = 0; i < 6; ++i)
        asked.push_back(std::async(std::launch::async, [&] {
            NewInvitation wanted;
            wanted.email = email;
            wanted.role = role_name("staff");
            return outcome(invitations->invite(admin, wanted, "en"));
        }));
    for (auto& one : asked) CHECK(one.get() == "none");
    CHECK(ask<std::int64_t>("select count(*) from auth.invitation where email = $1",
                            email.value()) == 1);
}

TEST_CASE_FIXTURE(Meanwhile,
                  "whoever becomes staff by the command line begins without other ways in") {
    everything.transact([&](platform::Tx& tx) {
        has_factor(tx);
        tx.run(
            "insert into auth.external_identity (issuer, subject, account, connected_at)"
            " values ('https://id.example', $1, $2, now())",
            ada.user.email, id);
    });
    REQUIRE(staff->change({.is_operator = true}, id, {.role = role_name("staff")}).has_value());
    CHECK(ask<std::int64_t>("select count(*) from auth.external_identity where account = $1", id) ==
          0);
    CHECK_FALSE(staff->member(id).value().second_factor);
}

TEST_CASE_FIXTURE(Meanwhile, "who is disabled is neither invited nor acted as") {
    REQUIRE(staff->change({.is_operator = true}, id, {.disabled = true}).has_value());
    NewInvitation wanted;
    wanted.email = platform::EmailAddress::accept(ada.user.email).value();
    wanted.role = role_name("staff");
    CHECK(outcome(invitations->invite(admin, wanted, "en")) == "auth.account_disabled");
}
