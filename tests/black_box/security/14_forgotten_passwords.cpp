#include "members.hpp"
#include "platform/db/database.hpp"
#include "response_times.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace kontor::test {

namespace {

// With what tells of the one request left out.
std::string said(const Answer& answer) {
    std::string text = std::to_string(answer.status) + '\n';
    for (const auto& [name, value] : answer.headers)
        text += name + ": " + (name == "date" || name == "x-request-id" ? "" : value) + '\n';
    return text + answer.body;
}

Answer forget(const HttpProbe& client, const std::string& email) {
    return client.post("/v1/auth/forgot-password", R"({"email":")" + email + R"("})");
}

}  // namespace

TEST_CASE("14: who forgot a password is answered the same for every address") {
    const auto stranger = open_shop().stranger();
    const auto known = new_member("known14").email;
    const auto disabled = new_member("disabled14").email;
    open_shop().database().superuser().transact([&](platform::Tx& tx) {
        tx.run("update auth.user_account set disabled_at = now() where email = $1", disabled);
    });
    const auto expected = said(forget(stranger, "unknown14@example.org"));
    CHECK(expected.starts_with("202\n"));
    for (const auto& email :
         {known, std::string("KNOWN14@example.org"), disabled, std::string("ada@example.org"),
          std::string("nobody@nowhere.invalid")})
        CHECK(said(forget(stranger, email)) == expected);
    // An account gets three letters in an hour.
    for (int i = 0; i < 5; ++i) CHECK(said(forget(stranger, known)) == expected);
}

TEST_CASE("14: who forgot a password is answered before anybody looks for an account") {
    auto client = open_shop().stranger();
    client.keep_connection();
    open_shop().database().superuser().transact([&](platform::Tx& tx) {
        tx.run("lock table auth.user_account, auth.link in access exclusive mode");
        CHECK(forget(client, "unseen14@example.org").status == 202);
        CHECK(forget(client, "ada@example.org").status == 202);
    });
}

TEST_CASE(
    "14: whether an address has an account, the time of asking for a password does not tell") {
    constexpr int tries = 120;
    auto database = open_shop().database().superuser();
    // One for each try of three comparisons: an account gets so many letters, and no more.
    database.transact([](platform::Tx& tx) {
        tx.run(
            "insert into auth.user_account (id, email, role, password_hash, created_at)"
            " select gen_random_uuid(), 'timed14-' || number || '@example.org', 'customer', '-',"
            " now() from generate_series(0, $1) number",
            3 * tries);
    });
    auto client = open_shop().stranger();
    client.keep_connection();
    const auto ask = [&](const std::string& name, int number) {
        CHECK(forget(client, name + std::to_string(number) + "@example.org").status == 202);
    };
    database.transact([&](platform::Tx& tx) {
        // The letters, which take more than the answers, are written afterwards.
        tx.run("lock table auth.link in exclusive mode");
        CHECK(are_as_fast([&](int number) { ask("timed14-", number); },
                          [&](int number) { ask("nobody14-", number); }, tries, 0.1));
    });
}

}  // namespace kontor::test
