#include "members.hpp"
#include "platform/db/database.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("15: the eleventh failure for an address is refused with a time to come again") {
    const auto member = new_member("guessed15");
    for (int i = 0; i < 10; ++i) CHECK(log_in("stranger15@example.org", "a guess").status == 401);
    const auto refused = log_in("stranger15@example.org", "a guess");
    CHECK(refused.status == 429);
    CHECK(refused.text("/code") == "auth.too_many_attempts");
    const auto seconds = std::stoi(refused.headers.at("retry-after"));
    CHECK(seconds >= 1);
    CHECK(seconds <= 600);
    CHECK(log_in(member.email).status == 200);
}

TEST_CASE("15: in a row nobody fails more than a hundred times, however long they wait") {
    const auto member = new_member("row15");
    auto database = open_shop().database().superuser();
    // As if they had signed in elsewhere.
    database.transact([&](platform::Tx& tx) {
        tx.run(
            "update auth.session s set client = '203.0.113.15' from auth.user_account a"
            " where a.email = $1 and s.account = a.id",
            member.email);
    });
    // As if so many days, and ten minutes more, went by.
    const auto wait = [&](int days) {
        database.transact([&](platform::Tx& tx) {
            tx.run("delete from auth.failed_login where email = $1", member.email);
            tx.run(
                "update auth.guessed_address set last_at = last_at - $2 * interval '1 day'"
                " where email = $1",
                member.email, days);
        });
    };
    const auto guess = [&] {
        const bool fails = log_in(member.email, "a guess").status == 401;
        wait(0);
        return fails;
    };
    int failures = 0;
    while (failures < 200 && guess()) ++failures;
    CHECK(failures == 50);
    wait(1);
    for (; failures < 200 && guess(); ++failures) {
        CHECK_FALSE(guess());
        wait(1);
    }
    CHECK(failures == 80);
    CHECK(log_in(member.email).status == 429);

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

}  // namespace kontor::test
