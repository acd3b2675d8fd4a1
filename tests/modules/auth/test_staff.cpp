#include "auth/accounts_module.hpp"
#include "staff_fixture.hpp"

#include <future>

using namespace kontor;
using namespace kontor::auth;

namespace {

bool is_listed(Staff& staff, const UserId& id) {
    return std::ranges::any_of(staff.members({.limit = 1000}),
                               [&](const auto& member) { return member.id == id; });
}

struct FactorFixture : StaffFixture {
    SignedIn with_factor(const User& user) {
        const auto session = signed_in(user);
        const auto proof = Proof{.current_password = good_password};
        const auto enrolment = factors->begin(bearer(session), proof).value();
        factors->confirm(bearer(session), code_of(enrolment.setup_key), "en").value();
        return session;
    }
};

}  // namespace

TEST_CASE_FIXTURE(StaffFixture, "staff is listed with roles, customers are not") {
    const auto customer = somebody().user;
    const auto colleague = member("staff");
    CHECK(is_listed(*staff, colleague.id));
    CHECK_FALSE(is_listed(*staff, customer.id));
    CHECK(staff->member(colleague.id).value().role == "staff");
    CHECK(outcome(staff->member(customer.id)) == "auth.no_such_user");
    CHECK(outcome(staff->change(admin, customer.id, {.disabled = true})) == "auth.no_such_user");
    const auto role = made_role({});
    const auto other = member(role);
    const auto found = staff->members({.role = role});
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == other.id);
}

TEST_CASE_FIXTURE(StaffFixture, "another role ends the sessions at once, and holds from then on") {
    const auto user = member("staff");
    const auto before = signed_in(user);
    const auto role = made_role({"orders.read"});
    CHECK(staff->change(admin, user.id, {.role = role_name(role)}).value().role == role);
    CHECK(is_over(before));
    CHECK(permissions_of(signed_in(user)) == std::vector<std::string>{"orders.read"});
    CHECK(outcome(staff->change(admin, user.id, {.role = role_name("nobody")})) ==
          "auth.no_such_role");
}

TEST_CASE_FIXTURE(StaffFixture, "what changes nothing ends no session") {
    const auto user = member("staff");
    const auto session = signed_in(user);
    const StaffChange same{.role = role_name("staff"), .disabled = false};
    REQUIRE(staff->change(admin, user.id, same).has_value());
    CHECK_FALSE(is_over(session));
}

TEST_CASE_FIXTURE(StaffFixture, "who works here no longer may keep the account") {
    const auto user = member("staff");
    REQUIRE(staff->change(admin, user.id, {.role = role_name("customer")}).has_value());
    CHECK(outcome(staff->member(user.id)) == "auth.no_such_user");
    CHECK(permissions_of(signed_in(user)).empty());
}

TEST_CASE_FIXTURE(StaffFixture, "a disabled account is signed in to by nobody, in any way") {
    const auto user = member("staff");
    const auto session = signed_in(user);
    const auto reset = reset_token(user.email);
    REQUIRE(staff->change(admin, user.id, {.disabled = true}).value().disabled);
    CHECK(is_over(session));
    const auto refused = door->login(credentials(user.email)).error();
    const auto wrong = door->login(credentials(user.email, "not the password")).error();
    CHECK(refused.code == "invalid_credentials");
    CHECK(refused.message == wrong.message);
    CHECK(refusal(desk.recovery->reset_password(reset, other_password, {})) == "auth.invalid_link");
    const auto letters = facts<PasswordResetRequested>(user.email).size();
    forget(user.email);
    CHECK(facts<PasswordResetRequested>(user.email).size() == letters);

    REQUIRE(staff->change(admin, user.id, {.disabled = false}).has_value());
    CHECK(door->login(credentials(user.email)).has_value());
}

TEST_CASE_FIXTURE(FactorFixture, "nobody gets into a disabled account by a code asked for before") {
    const auto user = member("staff");
    with_factor(user);
    const auto asked = door->login(credentials(user.email)).error();
    REQUIRE(asked.code == "mfa_required");
    const auto challenge = std::get<std::string>(asked.details.at(0).second);
    REQUIRE(staff->change(admin, user.id, {.disabled = true}).has_value());
    CHECK(outcome(factors->sign_in(challenge, "000000", {})) == "auth.invalid_challenge");
}

TEST_CASE_FIXTURE(StaffFixture, "nobody gives a role, or decides over somebody, beyond their own") {
    const auto limited = holding({"staff.write", "orders.read"});
    const auto weak = member(made_role({"orders.read"}));
    const auto strong = member("admin");
    const auto not_held = "auth.permission_not_held";
    CHECK(outcome(staff->change(limited, weak.id, {.role = role_name("admin")})) == not_held);
    CHECK(staff->member(weak.id).value().role == weak.role);
    CHECK(outcome(staff->change(limited, strong.id, {.disabled = true})) == not_held);
    CHECK(outcome(staff->change(limited, strong.id, {.role = role_name("customer")})) == not_held);
    CHECK(outcome(staff->remove_second_factor(limited, strong.id)) == not_held);
    CHECK(staff->change(limited, weak.id, {.disabled = true}).has_value());
}

TEST_CASE_FIXTURE(StaffFixture, "the last admin stays one, however many try at one time") {
    const auto first = member("admin");
    const auto second = member("admin");
    for (const auto& other : staff->members({.role = "admin", .limit = 1000}))
        if (other.id != first.id && other.id != second.id)
            REQUIRE(staff->change(admin, other.id, {.disabled = true}).has_value());
    const auto demote = [&](const UserId& id) {
        return std::async(std::launch::async, [&, id] {
            return outcome(staff->change(admin, id, {.role = role_name("staff")}));
        });
    };
    auto one = demote(first.id);
    auto other = demote(second.id);
    std::vector<std::string> codes{one.get(), other.get()};
    std::ranges::sort(codes);
    CHECK(codes == std::vector<std::string>{"auth.last_admin", "none"});
    const auto left = staff->member(first.id).value().role == "admin" ? first.id : second.id;
    CHECK(outcome(staff->change(admin, left, {.disabled = true})) == "auth.last_admin");
    CHECK(outcome(staff->change({.is_operator = true}, left, {.disabled = true})) ==
          "auth.last_admin");
}

TEST_CASE_FIXTURE(FactorFixture, "a lost second factor is taken off, and its owner told") {
    const auto user = member("staff");
    const auto session = with_factor(user);
    CHECK(staff->member(user.id).value().second_factor);
    REQUIRE(staff->remove_second_factor(admin, user.id).has_value());
    CHECK(is_over(session));
    CHECK(door->login(credentials(user.email)).has_value());
    CHECK_FALSE(facts<SecondFactorChanged>(user.email).back().is_enabled);
    CHECK(outcome(staff->remove_second_factor(admin, user.id)) == "auth.mfa_disabled");
}

TEST_CASE_FIXTURE(FactorFixture, "of customers another desk takes the second factor off") {
    const auto accounts = make_accounts(foundation, sealed_doorkeeper);
    const auto customer = somebody().user;
    with_factor(customer);
    CHECK(outcome(staff->remove_second_factor(admin, customer.id)) == "auth.no_such_user");
    CHECK(accounts->remove_second_factor(customer.id).has_value());
    CHECK(door->login(credentials(customer.email)).has_value());
    const auto colleague = member("staff");
    with_factor(colleague);
    CHECK(outcome(accounts->remove_second_factor(colleague.id)) == "auth.no_such_user");
}

TEST_CASE_FIXTURE(StaffFixture, "the operator finds anybody by the address, and makes them staff") {
    const auto customer = somebody().user;
    const auto found = staff->find("PERSON" + customer.email.substr(6)).value();
    CHECK(found.id == customer.id);
    REQUIRE(
        staff->change({.is_operator = true}, found.id, {.role = role_name("staff")}).has_value());
    CHECK(is_listed(*staff, customer.id));
    CHECK(outcome(staff->find("nobody@example.org")) == "auth.no_such_user");
}

TEST_CASE_FIXTURE(StaffFixture, "staff with a password too short to stand alone chooses another") {
    const std::string brief = "mqvtzkxw";
    const auto email = unused_email();
    const auto customer = auth->register_customer(registration(email, brief)).value().user;
    REQUIRE(door->login(credentials(email, brief)).has_value());
    REQUIRE(staff->change({.is_operator = true}, customer.id, {.role = role_name("staff")})
                .has_value());
    CHECK(outcome(door->login(credentials(email, brief))) == "auth.password_outgrown");
    CHECK(outcome(door->login(credentials(email, "wrong password"))) == "invalid_credentials");
    REQUIRE(refusal(desk.recovery->reset_password(reset_token(email), good_password, {})) ==
            "none");
    CHECK(door->login(credentials(email)).has_value());
}
