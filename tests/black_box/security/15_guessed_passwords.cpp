#include "members.hpp"
#include "platform/db/database.hpp"

#include <doctest/doctest.h>

#include <optional>

namespace kontor::test {

namespace {

template <class... Arguments>
void change(std::string_view sql, const Arguments&... arguments) {
    open_shop().database().superuser().transact(
        [&](platform::Tx& tx) { tx.run(sql, arguments...); });
}

// As if so much time went by after the failures with the address.
void wait(const std::string& email, int seconds) {
    change("update auth.failed_login set at = at - $2 * interval '1 second' where email = $1",
           email, seconds);
}

// As if so many days, and ten minutes more, went by.
void wait_days(const std::string& email, int days) {
    change("delete from auth.failed_login where email = $1", email);
    change(
        "update auth.guessed_address set last_at = last_at - $2 * interval '1 day'"
        " where email = $1",
        email, days);
}

// As if all sessions had begun there.
void sign_in_from(const std::string& email, const std::string& client) {
    change(
        "update auth.session s set client = $2 from auth.user_account a"
        " where a.email = $1 and s.account = a.id",
        email, client);
}

const std::string here = "127.0.0.1";
const std::string elsewhere = "203.0.113.15";

void fail(const std::string& email, int times) {
    for (int i = 0; i < times; ++i) CHECK(log_in(email, "a guess").status == 401);
}

// In so many seconds, it says; nothing where it is not refused for guesses.
std::optional<int> come_again(const Answer& answer) {
    if (answer.status != 429) return std::nullopt;
    CHECK(answer.text("/code") == "auth.too_many_attempts");
    return std::stoi(answer.headers.at("retry-after"));
}

void check_between(const std::optional<int>& seconds, int least, int most) {
    REQUIRE(seconds);
    CHECK(*seconds >= least);
    CHECK(*seconds <= most);
}

}  // namespace

TEST_CASE("15: ten failures in ten minutes close an address, for as long as it is told") {
    const auto member = new_member("guessed15");
    for (const auto& email : {member.email, std::string("stranger15@example.org")}) {
        INFO(email);
        const bool is_member = email == member.email;
        const int opened = is_member ? 200 : 401;
        fail(email, 4);
        wait(email, 400);
        fail(email, 6);
        check_between(come_again(log_in(email, "a guess")), 100, 200);
        check_between(come_again(log_in(email)), 100, 200);
        wait(email, 90);
        const auto told = come_again(log_in(email));
        check_between(told, 10, 110);
        wait(email, *told);
        CHECK(log_in(email).status == opened);
    }
}

TEST_CASE("15: what closes one address leaves the others open") {
    const auto closed = new_member("closed15");
    const auto other = new_member("other15");
    fail(closed.email, 10);
    check_between(come_again(log_in(closed.email)), 500, 600);
    CHECK(log_in(other.email, "a guess").status == 401);
    CHECK(log_in(other.email).status == 200);
    CHECK(log_in("unknown15@example.org").status == 401);
    // Nor does it end what is open.
    CHECK(closed.probe.get("/v1/me").status == 200);
    CHECK(refresh(closed.refresh_token).status == 200);
}

TEST_CASE("15: guesses from elsewhere do not close an address to where it was signed in from") {
    const auto member = new_member("home15");
    fail(member.email, 10);
    change("update auth.failed_login set client = $2 where email = $1", member.email, elsewhere);
    sign_in_from(member.email, "198.51.100.15");
    CHECK(come_again(log_in(member.email)).has_value());
    sign_in_from(member.email, here);
    CHECK(log_in(member.email).status == 200);
}

TEST_CASE("15: in a row nobody fails more than a hundred times, however long they wait") {
    const auto member = new_member("row15");
    sign_in_from(member.email, elsewhere);
    const auto guess = [&] {
        const bool fails = log_in(member.email, "a guess").status == 401;
        wait_days(member.email, 0);
        return fails;
    };
    int failures = 0;
    while (failures < 200 && guess()) ++failures;
    CHECK(failures == 50);
    wait_days(member.email, 1);
    for (; failures < 200 && guess(); ++failures) {
        CHECK_FALSE(guess());
        wait_days(member.email, 1);
    }
    CHECK(failures == 80);
    CHECK(come_again(log_in(member.email)) == 86'400);

    // Where it was signed in from some are left.
    sign_in_from(member.email, here);
    while (failures < 200 && guess()) ++failures;
    CHECK(failures == 100);
    wait_days(member.email, 1);
    CHECK(come_again(log_in(member.email)) == 86'400);

    REQUIRE(open_shop()
                .stranger()
                .post("/v1/auth/forgot-password", R"({"email":")" + member.email + R"("})")
                .status == 202);
    const auto token = open_shop().token_for(member.email, "reset-password");
    REQUIRE(open_shop()
                .stranger()
                .post("/v1/auth/reset-password",
                      R"({"token":")" + token + R"(","password":"a louder river"})")
                .status == 204);
    CHECK(log_in(member.email, "a louder river").status == 200);
}

TEST_CASE("15: a day after the last of fifty guesses the right password opens from anywhere") {
    const auto member = new_member("day15");
    sign_in_from(member.email, elsewhere);
    change(
        "insert into auth.guessed_address (email, guesses, last_at)"
        " values ($1, 50, now() - interval '20 hours')",
        member.email);
    check_between(come_again(log_in(member.email)), 4 * 3600 - 60, 4 * 3600);
    wait_days(member.email, 1);
    CHECK(log_in(member.email).status == 200);
    // And the row has ended.
    sign_in_from(member.email, elsewhere);
    fail(member.email, 2);
}

}  // namespace kontor::test
