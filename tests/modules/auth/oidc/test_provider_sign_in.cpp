// Who is signed in by what a provider says, and who is not.
#include "provider_fixture.hpp"
#include "staff/staff_module.hpp"

using namespace kontor;
using namespace kontor::auth;
using kontor::test::ProviderManners;
namespace bj = boost::json;

namespace {

const std::string over = "auth.invalid_sign_in";

// Of an account that no letter was sent to.
void confirm(ProviderFixture& shop, const std::string& email) {
    shop.everything.transact([&](platform::Tx& tx) {
        tx.run("update auth.user_account set email_verified_at = now() where email = $1", email);
    });
}

std::string outcome_of(const platform::Result<ConnectedProvider>& result) {
    return result ? "none" : result.error().code;
}

}  // namespace

TEST_CASE_FIXTURE(ProviderFixture, "who is new has a customer's account, and the same next time") {
    const auto jane = person();
    const auto first = sign_in(jane).value();
    CHECK_EQ(first.user.email, jane.email);
    CHECK_EQ(first.user.name, "Jane Doe");
    CHECK_EQ(first.user.role, "customer");
    CHECK(first.user.email_verified);
    CHECK(door->identify(first.access_token).has_value());
    CHECK(door->user(first.user.id).value().email_verified);
    CHECK_EQ(ask<std::int64_t>("select count(*) from platform.event"
                               " where name = 'auth.user_registered.v1' and payload->>'email' = $1",
                               *jane.email),
             1);
    CHECK_EQ(sign_in(jane).value().user.id, first.user.id);
    CHECK_EQ(door->login(credentials(*jane.email)).error().code, "invalid_credentials");
}

TEST_CASE_FIXTURE(ProviderFixture, "who somebody is, is the subject and not the address") {
    auto jane = person();
    const auto first = sign_in(jane).value();
    jane.email = unused_email();
    CHECK_EQ(sign_in(jane).value().user.id, first.user.id);
    CHECK_EQ(door->user(first.user.id).value().email, first.user.email);
    auto somebody_else = person();
    somebody_else.email = first.user.email;
    CHECK_EQ(refusal_of(sign_in(somebody_else)), "auth.connect_first");
}

TEST_CASE_FIXTURE(ProviderFixture, "an address that the provider has not confirmed gets a letter") {
    auto jane = person();
    jane.email_verified = false;
    const auto signed_in = sign_in(jane).value();
    CHECK_FALSE(signed_in.user.email_verified);
    CHECK_EQ(facts<AddressVerificationRequested>(*jane.email).size(), 1);
    auto kate = person();
    const auto says_so_in_a_text = [](bj::object& claims) { claims["email_verified"] = "true"; };
    CHECK_FALSE(sign_in({.person = kate, .claims = says_so_in_a_text}).value().user.email_verified);
}

TEST_CASE_FIXTURE(ProviderFixture,
                  "an account is found by its address where both have confirmed it") {
    auto jane = person();
    const auto account = with_password(*jane.email, true);
    jane.email_verified = false;
    CHECK_EQ(refusal_of(sign_in(jane)), "auth.connect_first");
    jane.email_verified = true;
    const auto signed_in = sign_in(jane).value();
    CHECK_EQ(signed_in.user.id, account.user.id);
    CHECK(facts<SignInProviderChanged>(*jane.email).at(0).is_connected);
    CHECK_EQ(sign_ins->connected(bearer(signed_in)).at(0).provider, "example");
    CHECK(door->login(credentials(*jane.email)).has_value());
}

TEST_CASE_FIXTURE(ProviderFixture,
                  "an account whose address nobody has confirmed is not given away") {
    const auto jane = person();
    with_password(*jane.email, false);
    CHECK_EQ(refusal_of(sign_in(jane)), "auth.connect_first");
    CHECK_EQ(ask<std::int64_t>("select count(*) from auth.external_identity where subject = $1",
                               jane.subject),
             0);
}

TEST_CASE_FIXTURE(ProviderFixture,
                  "who opened an account with an address of somebody else loses it to a reset") {
    for (const bool is_confirmed : {false, true}) {
        INFO(is_confirmed);
        auto thief = person();
        thief.email_verified = false;
        const auto opened = sign_in(thief).value();
        clock.advance(std::chrono::seconds(1));
        const auto token = verification_token(*thief.email);
        CHECK(refusal(desk.recovery->verify_address(token, {})) == "auth.wrong_password");
        if (is_confirmed)
            REQUIRE(desk.recovery->verify_address(token, proof_of(opened)).has_value());
        REQUIRE_EQ(reset(*thief.email), "none");
        CHECK_EQ(refusal_of(sign_in(thief)), "auth.connect_first");
    }
}

TEST_CASE_FIXTURE(ProviderFixture, "what an owner has connected stays when the password is reset") {
    const auto jane = person();
    const auto account = with_password(unused_email(), true);
    provider.behave({.person = jane});
    REQUIRE_EQ(outcome_of(connect(account, proof())), "none");
    clock.advance(std::chrono::seconds(1));
    REQUIRE_EQ(reset(account.user.email), "none");
    CHECK_EQ(sign_in(jane).value().user.id, account.user.id);
}

TEST_CASE_FIXTURE(ProviderFixture,
                  "whose session ends while the provider answers connects nothing") {
    const auto account = with_password(unused_email(), true);
    const auto owner = bearer(account);
    provider.behave({.person = person()});
    const auto started = sign_ins->start_connecting(owner, "example", proof(), {}).value();
    const auto reply = reply_of(provider.visit(started.authorization_url));
    door->logout(account.refresh_token);
    const auto connected =
        sign_ins->finish_connecting(owner, "example", started.sign_in_token, reply, "en");
    CHECK_EQ(outcome_of(connected), "auth.invalid_token");
}

TEST_CASE_FIXTURE(ProviderFixture, "no provider is connected before the address is confirmed") {
    const auto email = unused_email();
    const auto account = with_password(email, false);
    provider.behave({.person = person()});
    CHECK_EQ(outcome_of(connect(account, {})), "auth.reauthentication_required");
    const auto refused = connect(account, proof());
    CHECK_EQ(outcome_of(refused), "auth.verify_first");
    CHECK_EQ(refused.error().kind, platform::ErrorKind::conflict);
    CHECK(sign_ins->connected(bearer(account)).empty());
    REQUIRE(
        desk.recovery->verify_address(verification_token(email), proof_of(account)).has_value());
    CHECK_EQ(outcome_of(connect(account, proof())), "none");
}

TEST_CASE_FIXTURE(ProviderFixture, "without an address no account is opened") {
    auto jane = person();
    jane.email.reset();
    CHECK_EQ(refusal_of(sign_in(jane)), "auth.address_missing");
    jane.email = "no address";
    CHECK_EQ(refusal_of(sign_in(jane)), "auth.address_missing");
    const auto account = with_password(unused_email(), true);
    jane.email.reset();
    provider.behave({.person = jane});
    REQUIRE_EQ(outcome_of(connect(account, proof())), "none");
    CHECK_EQ(sign_in(jane).value().user.id, account.user.id);
}

TEST_CASE_FIXTURE(ProviderFixture,
                  "staff are signed in to accounts that are connected, and no others") {
    auto for_staff = provider_config("staff");
    for_staff.accounts = ProviderAccounts::staff;
    auto for_all = provider_config("all");
    for_all.accounts = ProviderAccounts::all;
    sign_ins = make({provider_config("example"), for_staff, for_all});
    const auto through = [&](const std::string& name, const test::Person& who) {
        provider.behave({.person = who});
        return refusal_of(finish(journey(name), name));
    };
    const auto jane = person();
    CHECK_EQ(through("staff", jane), "auth.no_account");
    REQUIRE(door->create_user(registration(*jane.email), "staff").has_value());
    confirm(*this, *jane.email);
    CHECK_EQ(through("staff", jane), "auth.no_account");
    CHECK_EQ(through("all", jane), "auth.connect_first");
    const auto signed_in = door->login(credentials(*jane.email)).value();
    CHECK_EQ(outcome_of(connect(signed_in, proof(), "example")), "auth.not_for_this_account");
    REQUIRE_EQ(outcome_of(connect(signed_in, proof(), "staff")), "none");
    CHECK_EQ(through("staff", jane), "none");
    CHECK_EQ(through("all", jane), "none");
    CHECK_EQ(through("example", jane), "auth.not_for_this_account");
}

TEST_CASE_FIXTURE(ProviderFixture, "who is disabled is signed in by no provider") {
    auto for_staff = provider_config("staff");
    for_staff.accounts = ProviderAccounts::staff;
    sign_ins = make({for_staff});
    const auto jane = person();
    const auto user = door->create_user(registration(*jane.email), "staff").value();
    confirm(*this, *jane.email);
    const auto signed_in = door->login(credentials(*jane.email)).value();
    provider.behave({.person = jane});
    REQUIRE_EQ(outcome_of(connect(signed_in, proof(), "staff")), "none");
    const auto staff = make_staff(foundation);
    const Authority admin{.is_operator = true};
    const auto disable = [&](bool disabled) {
        REQUIRE(staff->change(admin, user.id, {.disabled = disabled}).has_value());
    };
    const auto begun = journey("staff");
    disable(true);
    CHECK_EQ(refusal_of(finish(begun, "staff")), "invalid_credentials");
    CHECK_EQ(refusal_of(finish(journey("staff"), "staff")), "invalid_credentials");
    disable(false);
    CHECK_EQ(refusal_of(finish(journey("staff"), "staff")), "none");
}

TEST_CASE_FIXTURE(ProviderFixture,
                  "a second factor is asked for, unless it is left to the provider") {
    const auto jane = person();
    const auto account = with_password(*jane.email, true);
    const auto key = factors->begin(bearer(account), proof()).value().setup_key;
    REQUIRE(factors->confirm(bearer(account), code_of(key), "en").has_value());
    next_step();
    const auto asked = sign_in(jane);
    REQUIRE_EQ(refusal_of(asked), "mfa_required");
    const auto token = std::get<std::string>(asked.error().details.at(0).second);
    CHECK_EQ(factors->sign_in(token, code_of(key), {}).value().user.id, account.user.id);
    auto trusting = provider_config("example");
    trusting.asks_for_code = false;
    sign_ins = make({trusting});
    CHECK_EQ(refusal_of(sign_in(jane)), "none");
}

TEST_CASE_FIXTURE(ProviderFixture, "a reply is good once, for the client that began, in time") {
    provider.behave({.person = person()});
    const auto mine = journey();
    const auto anothers = journey();
    CHECK_EQ(refusal_of(finish({anothers.token, mine.reply})), over);
    CHECK_EQ(refusal_of(finish({"sin_guessed", mine.reply})), over);
    auto without_state = mine;
    without_state.reply.state = "";
    CHECK_EQ(refusal_of(finish(without_state)), over);
    CHECK_EQ(refusal_of(finish(mine)), "none");
    CHECK_EQ(refusal_of(finish(mine)), over);
    const auto late = journey();
    clock.advance(std::chrono::minutes(10));
    CHECK_EQ(refusal_of(finish(late)), over);
}

TEST_CASE_FIXTURE(ProviderFixture,
                  "a code of another sign-in is refused, by PKCE, and one used twice") {
    provider.behave({.person = person()});
    auto mine = journey();
    mine.reply.code = journey().reply.code;
    CHECK_EQ(refusal_of(finish(mine)), over);
    auto once = journey();
    const auto code = once.reply.code;
    REQUIRE(finish(once).has_value());
    once = journey();
    once.reply.code = code;
    CHECK_EQ(refusal_of(finish(once)), over);
}

TEST_CASE_FIXTURE(ProviderFixture, "a reply goes to the provider that it was asked of") {
    sign_ins = make({provider_config("example"), provider_config("other")});
    provider.behave({.person = person()});
    const auto mine = journey("example");
    CHECK_EQ(refusal_of(finish(mine, "other")), over);
    CHECK_EQ(refusal_of(finish(mine, "nobody")), "auth.no_such_provider");
}

TEST_CASE_FIXTURE(ProviderFixture, "a provider that names itself in replies is taken by its word") {
    CHECK_EQ(refusal_of(sign_in({.person = person(), .names_itself = true})), "none");
    auto unnamed = journey();
    unnamed.reply.issuer.reset();
    CHECK_EQ(refusal_of(finish(unnamed)), "auth.id_token_refused");
    auto another = journey();
    another.reply.issuer = "https://accounts.example.net";
    CHECK_EQ(refusal_of(finish(another)), "auth.id_token_refused");
    sign_ins = make({provider_config("example")});
    provider.behave({.person = person()});
    another = journey();
    another.reply.issuer = "https://accounts.example.net";
    CHECK_EQ(refusal_of(finish(another)), "auth.id_token_refused");
}

TEST_CASE_FIXTURE(ProviderFixture, "who does not agree at the provider is told so") {
    CHECK_EQ(refusal_of(sign_in({.denies = "access_denied"})), "auth.sign_in_denied");
    CHECK_EQ(refusal_of(sign_in({.denies = "unauthorized_client"})), "auth.provider_refused");
    CHECK_EQ(refusal_of(sign_in({.denies = "temporarily_unavailable"})),
             "auth.provider_unavailable");
    provider.behave({.denies = "access_denied"});
    const auto denied = journey();
    CHECK_EQ(refusal_of(finish(denied)), "auth.sign_in_denied");
    CHECK_EQ(refusal_of(finish(denied)), over);
}

TEST_CASE_FIXTURE(ProviderFixture, "where accounts are opened by mail an address tells nothing") {
    config.registration = RegistrationMode::by_mail;
    sign_ins = make({provider_config("example")});
    auto jane = person();
    jane.email_verified = false;
    CHECK_EQ(refusal_of(sign_in(jane)), "auth.address_not_verified");
    with_password(*jane.email, true);
    CHECK_EQ(refusal_of(sign_in(jane)), "auth.address_not_verified");
    CHECK_EQ(refusal_of(sign_in(person())), "none");
}

TEST_CASE_FIXTURE(ProviderFixture, "connecting takes the password, and disconnecting too") {
    const auto email = unused_email();
    const auto account = with_password(email, true);
    const auto jane = person();
    provider.behave({.person = jane});
    CHECK_EQ(outcome_of(connect(account, {})), "auth.reauthentication_required");
    CHECK_EQ(outcome_of(connect(account, {.current_password = "a wrong one"})),
             "auth.wrong_password");
    const auto connected = connect(account, proof()).value();
    CHECK_EQ(connected.provider, "example");
    CHECK_EQ(connected.email.value, jane.email);
    CHECK_EQ(outcome_of(connect(account, proof())), "auth.already_connected");
    CHECK_EQ(sign_in(jane).value().user.id, account.user.id);
    CHECK(sign_ins->connected(bearer(account)).at(0).last_used_at.value.has_value());

    const auto disconnect = [&](const Proof& shown) {
        return refusal(sign_ins->disconnect(bearer(account), "example", shown, "en"));
    };
    CHECK_EQ(disconnect({}), "auth.reauthentication_required");
    CHECK_EQ(disconnect(proof()), "none");
    CHECK_EQ(disconnect(proof()), "auth.not_connected");
    CHECK(sign_ins->connected(bearer(account)).empty());
    const auto told = facts<SignInProviderChanged>(email);
    REQUIRE_EQ(told.size(), 2);
    CHECK(told[0].is_connected);
    CHECK_FALSE(told[1].is_connected);
}

TEST_CASE_FIXTURE(ProviderFixture, "who is connected to one account is not connected to another") {
    const auto jane = person();
    REQUIRE(sign_in(jane).has_value());
    const auto other = with_password(unused_email(), true);
    CHECK_EQ(outcome_of(connect(other, proof())), "auth.already_connected");
}

TEST_CASE_FIXTURE(ProviderFixture,
                  "a way to connect an account signs nobody in, and is for that account") {
    const auto mine = with_password(unused_email(), true);
    const auto yours = with_password(unused_email(), true);
    provider.behave({.person = person()});
    const auto begin = [&] {
        const auto started =
            sign_ins->start_connecting(bearer(mine), "example", proof(), {}).value();
        return Journey{started.sign_in_token, reply_of(provider.visit(started.authorization_url))};
    };
    CHECK_EQ(refusal_of(finish(begin())), over);
    const auto begun = begin();
    CHECK_EQ(outcome_of(sign_ins->finish_connecting(bearer(yours), "example", begun.token,
                                                    begun.reply, "en")),
             over);
    const auto to_sign_in = journey();
    CHECK_EQ(outcome_of(sign_ins->finish_connecting(bearer(mine), "example", to_sign_in.token,
                                                    to_sign_in.reply, "en")),
             over);
}

TEST_CASE_FIXTURE(ProviderFixture, "the last way in stays until there is a password") {
    const auto jane = person();
    const auto disconnect = [&](const SignedIn& who) {
        return refusal(sign_ins->disconnect(bearer(who), "example", proof(), "en"));
    };
    CHECK_EQ(disconnect(sign_in(jane).value()), "auth.last_way_in");
    (void)desk.recovery->forgot_password(*platform::EmailAddress::accept(*jane.email), "en", {});
    dispatcher.drain();
    const auto link = facts<PasswordResetRequested>(*jane.email).back().link;
    REQUIRE(desk.recovery->reset_password(token(link), good_password, {}).has_value());
    CHECK_EQ(disconnect(door->login(credentials(*jane.email)).value()), "none");
    CHECK(door->login(credentials(*jane.email)).has_value());
}

TEST_CASE_FIXTURE(ProviderFixture, "who is forgotten is known to no provider any more") {
    const auto jane = person();
    const auto signed_in = sign_in(jane).value();
    const auto data = make_personal_data(foundation);
    const platform::Person forgotten{signed_in.user.id.uuid(), *jane.email};
    const auto copy = data->copy_of(forgotten);
    CHECK_EQ(copy.at(1).subject, "sign_in_providers");
    CHECK(copy.at(1).json.find(jane.subject) != std::string::npos);
    data->forget(forgotten);
    CHECK_EQ(ask<std::int64_t>("select count(*) from auth.external_identity where subject = $1",
                               jane.subject),
             0);
    CHECK(sign_in(jane).value().user.id != signed_in.user.id);
}

TEST_CASE_FIXTURE(ProviderFixture, "what is kept of a sign-in opens nothing") {
    provider.behave({.person = person()});
    const auto started = sign_ins->start("example", {}).value();
    const auto kept = ask<std::string>(
        "select string_agg(v::text, '') from auth.provider_visit v where token_hash is not null");
    CHECK(kept.find(started.sign_in_token) == std::string::npos);
    CHECK(kept.find(provider.visit(started.authorization_url).at("state")) == std::string::npos);
}
