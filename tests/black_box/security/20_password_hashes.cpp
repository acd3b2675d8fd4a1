#include "members.hpp"
#include "platform/db/database.hpp"

#include <doctest/doctest.h>

#include <regex>

namespace kontor::test {

TEST_CASE("20: passwords are kept as hashes of Argon2id, each with a salt of its own") {
    (void)new_member("hash20a");
    (void)new_member("hash20b");
    auto database = open_shop().database().superuser();
    const auto hash_of = [&](const std::string& email) {
        return database.read([&](platform::Reader& reader) {
            return reader
                .one<std::string>("select password_hash from auth.user_account where email = $1",
                                  email)
                .value();
        });
    };
    const std::regex form(R"(\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[\w+/]{22}\$[\w+/]{43})");
    for (const std::string email : {"hash20a@example.org", "ada@example.org"}) {
        const auto hash = hash_of(email);
        std::smatch parts;
        REQUIRE(std::regex_match(hash, parts, form));
        CHECK(std::stoi(parts[1]) >= 19456);
        CHECK(std::stoi(parts[2]) >= 2);
        CHECK(std::stoi(parts[3]) >= 1);
    }
    CHECK(hash_of("hash20a@example.org") != hash_of("hash20b@example.org"));
}

}  // namespace kontor::test
