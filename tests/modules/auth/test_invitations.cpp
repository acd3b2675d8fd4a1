#include "auth/invitation_events.hpp"
#include "staff_fixture.hpp"

using namespace kontor;
using namespace kontor::auth;

namespace {

struct InvitationFixture : StaffFixture {
    std::unique_ptr<Invitations> invitations =
        make_invitations(foundation, {sealed_doorkeeper, issuer, "a secret"});

    platform::Result<Invitation> invited(const std::string& email, std::string_view role = "staff",
                                         const Authority* by = nullptr) {
        NewInvitation wanted;
        wanted.email = platform::EmailAddress::accept(email).value();
        wanted.role = role_name(role);
        return invitations->invite(by ? *by : admin, wanted, "de");
    }
    std::string token(const InvitationId& id) { return desk.links->token(LinkId(id.uuid())); }
    platform::Result<SignedIn> accepted(const InvitationId& id,
                                        const std::string& password = good_password,
                                        const std::string& name = "Grace") {
        Acceptance acceptance;
        acceptance.token = *platform::Text<1, 200>::accept(token(id));
        acceptance.password = *platform::Text<1, 1024>::accept(password);
        if (!name.empty()) acceptance.name = *platform::Text<1, 200>::accept(name);
        return invitations->accept(acceptance, {});
    }
};

}  // namespace

TEST_CASE_FIXTURE(InvitationFixture,
                  "who accepts is signed in, with the role and a confirmed address") {
    const auto email = unused_email();
    const auto role = made_role({"orders.read"});
    const auto invitation = invited("P" + email.substr(1), role).value();
    CHECK(invitation.email == email);
    const auto fact = facts<StaffInvited>(email).back();
    CHECK(fact.invitation == invitation.id);
    CHECK(fact.language == "de");
    const auto signed_in = accepted(invitation.id).value();
    CHECK(signed_in.user.email_verified);
    CHECK(signed_in.user.name == "Grace");
    CHECK(door->user(signed_in.user.id).value().email_verified);
    CHECK(permissions_of(signed_in) == std::vector<std::string>{"orders.read"});
    CHECK(door->login(credentials(email)).has_value());
    CHECK(outcome(accepted(invitation.id)) == "auth.invalid_link");
}

TEST_CASE_FIXTURE(InvitationFixture, "an invitation is good for a week, and not withdrawn") {
    const auto late = invited(unused_email()).value();
    CHECK(late.expires_at == clock.now() + std::chrono::days(7));
    const auto withdrawn = invited(unused_email()).value();
    REQUIRE(invitations->withdraw(admin, withdrawn.id).has_value());
    CHECK(outcome(accepted(withdrawn.id)) == "auth.invalid_link");
    CHECK(outcome(invitations->withdraw(admin, withdrawn.id)) == "auth.no_such_invitation");
    clock.advance(std::chrono::days(7));
    CHECK(outcome(accepted(late.id)) == "auth.invalid_link");
}

TEST_CASE_FIXTURE(InvitationFixture, "the newest invitation of an address is the one that counts") {
    const auto email = unused_email();
    const auto first = invited(email).value();
    const auto second = invited(email).value();
    const auto listed = invitations->invitations({.limit = 1000});
    CHECK(std::ranges::count(listed, email, &Invitation::email) == 1);
    CHECK(outcome(accepted(first.id)) == "auth.invalid_link");
    CHECK(outcome(accepted(second.id)) == "none");
}

TEST_CASE_FIXTURE(InvitationFixture, "a password that is refused leaves the invitation good") {
    const auto invitation = invited(unused_email()).value();
    CHECK(outcome(accepted(invitation.id, "mqvtzkxw")) == "auth.password_too_short");
    CHECK(outcome(accepted(invitation.id)) == "none");
}

TEST_CASE_FIXTURE(InvitationFixture, "nobody invites to a role that may more than they may") {
    const auto limited = holding({"staff.write", "orders.read"});
    const auto email = unused_email();
    CHECK(outcome(invited(email, "admin", &limited)) == "auth.permission_not_held");
    CHECK(outcome(invited(email, made_role({"orders.read"}), &limited)) == "none");
    const auto stronger = invited(unused_email(), "admin").value();
    CHECK(outcome(invitations->withdraw(limited, stronger.id)) == "auth.permission_not_held");
    CHECK(outcome(invited(stronger.email, made_role({}), &limited)) == "auth.permission_not_held");
    CHECK(outcome(invited(unused_email(), "nobody-has-this")) == "auth.no_such_role");
    CHECK(outcome(invited(unused_email(), "customer")) == "auth.no_such_role");
}

TEST_CASE_FIXTURE(InvitationFixture,
                  "a customer who is invited keeps the account, and becomes staff") {
    const auto before = somebody();
    const auto& customer = before.user;
    const auto invitation = invited(customer.email).value();
    const auto signed_in = accepted(invitation.id, other_password, "").value();
    CHECK(signed_in.user.id == customer.id);
    CHECK(signed_in.user.role == "staff");
    CHECK(is_over(before));
    CHECK(outcome(door->login(credentials(customer.email))) == "invalid_credentials");
    CHECK(door->login(credentials(customer.email, other_password)).has_value());
    CHECK(facts<PasswordChanged>(customer.email).size() == 1);
    CHECK(outcome(invited(customer.email)) == "auth.already_staff");
}

TEST_CASE_FIXTURE(InvitationFixture,
                  "whoever is invited begins without what else opened the account") {
    for (const bool is_confirmed : {false, true}) {
        INFO(is_confirmed);
        const auto session = somebody();
        const auto& user = session.user;
        if (is_confirmed)
            REQUIRE(recovery.verify_address(verification_token(user.email), proof_of(session))
                        .has_value());
        const auto enrolment =
            factors->begin(bearer(session), {.current_password = good_password}).value();
        factors->confirm(bearer(session), code_of(enrolment.setup_key), "en").value();
        everything.transact([&](platform::Tx& tx) {
            tx.run(
                "insert into auth.external_identity (issuer, subject, account, connected_at)"
                " values ('https://id.example', $1, $2, $3)",
                user.email, user.id, clock.now());
        });
        const auto invitation = invited(user.email).value();
        CHECK(outcome(accepted(invitation.id, "mqvtzkxw")) == "auth.password_too_short");
        CHECK(accepted(invitation.id).value().user.role == "staff");
        CHECK_FALSE(staff->member(user.id).value().second_factor);
        CHECK(ask<std::int64_t>("select count(*) from auth.external_identity where account = $1",
                                user.id) == 0);
    }
}

TEST_CASE_FIXTURE(InvitationFixture,
                  "what somebody invited who is disabled or demoted is good no more") {
    member("admin");  // who stays
    const auto boss = member("admin");
    const Authority by{boss.id, all_permissions()};
    const auto invitation = invited(unused_email(), "admin", &by).value();
    REQUIRE(staff->change(admin, boss.id, {.disabled = true}).has_value());
    CHECK(outcome(accepted(invitation.id)) == "auth.invalid_link");
}

TEST_CASE_FIXTURE(InvitationFixture, "a role that somebody is invited to is not deleted") {
    const auto role = made_role({});
    const auto invitation = invited(unused_email(), role).value();
    CHECK(outcome(roles_of_shop->remove(admin, role)) == "auth.role_in_use");
    REQUIRE(invitations->withdraw(admin, invitation.id).has_value());
    CHECK(roles_of_shop->remove(admin, role).has_value());
}

TEST_CASE_FIXTURE(InvitationFixture,
                  "the link of an invitation is none for another thing, nor the other way round") {
    const auto email = somebody().user.email;
    const auto invitation = invited(unused_email()).value();
    CHECK(refusal(desk.recovery->reset_password(token(invitation.id), other_password, {})) ==
          "auth.invalid_link");
    CHECK(refusal(desk.recovery->verify_address(token(invitation.id), {})) == "auth.invalid_link");
    Acceptance acceptance;
    acceptance.token = *platform::Text<1, 200>::accept(reset_token(email));
    acceptance.password = *platform::Text<1, 1024>::accept(good_password);
    CHECK(outcome(invitations->accept(acceptance, {})) == "auth.invalid_link");
    CHECK(outcome(accepted(invitation.id)) == "none");
}
