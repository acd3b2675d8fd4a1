#include "platform/security/passwords.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace kontor::platform;

namespace {

const PasswordOptions cheap{.threads = 2, .waiting = 64, .memory_bytes = 8192, .passes = 1};

}  // namespace

TEST_CASE("a password verifies against its own hash only") {
    PasswordHasher hasher(cheap);
    const auto hash = hasher.hash("correct horse battery staple").value();
    CHECK(hasher.verify(hash, "correct horse battery staple").value());
    CHECK_FALSE(hasher.verify(hash, "correct horse battery stapl").value());
    CHECK_FALSE(hasher.verify(hash, "").value());
    CHECK(hasher.hash("correct horse battery staple").value() != hash);
}

TEST_CASE("the stored hash says argon2id with 19 MiB, two passes and one lane") {
    PasswordHasher hasher;
    CHECK(hasher.hash("secret").value().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST_CASE("every byte of a long password counts") {
    PasswordHasher hasher(cheap);
    const std::string password(1024, 'x');
    const auto hash = hasher.hash(password).value();
    CHECK(hasher.verify(hash, password).value());
    CHECK_FALSE(hasher.verify(hash, password.substr(0, 72)).value());
    CHECK_FALSE(hasher.verify(hash, password.substr(0, 1023)).value());
}

TEST_CASE("bytes after a NUL count too") {
    PasswordHasher hasher(cheap);
    const auto hash = hasher.hash(std::string("pass\0word", 9)).value();
    CHECK_FALSE(hasher.verify(hash, "pass").value());
}

TEST_CASE("an empty or endless password is refused") {
    PasswordHasher hasher(cheap);
    CHECK(hasher.hash("").error().code == "security.password_length");
    CHECK(hasher.hash(std::string(1025, 'x')).error().code == "security.password_length");
    const auto hash = hasher.hash("secret").value();
    CHECK_FALSE(hasher.verify(hash, std::string(1'000'000, 'x')).value());
}

TEST_CASE("text that is no hash verifies nothing") {
    PasswordHasher hasher(cheap);
    const auto hash = hasher.hash("secret").value();
    for (const auto& broken : {std::string(), std::string("secret"), hash.substr(0, 40),
                               std::string(5000, '$'), hash + std::string("\0x", 2)}) {
        CHECK_FALSE(hasher.verify(broken, "secret").value());
    }
}

TEST_CASE("no password fits an account that does not exist") {
    PasswordHasher hasher(cheap);
    CHECK_FALSE(hasher.verify_nothing("secret").value());
}

TEST_CASE("a full queue refuses instead of waiting") {
    auto options = cheap;
    options.waiting = 0;
    PasswordHasher hasher(options);
    CHECK(hasher.ready().error().code == "security.busy");
    CHECK(PasswordHasher(cheap).ready().has_value());
    const auto refused = hasher.hash("secret");
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "security.busy");
    CHECK(refused.error().kind == ErrorKind::unavailable);
    CHECK(hasher.verify("", "secret").error().code == "security.busy");
}

TEST_CASE("many threads hash at once and each gets its own answer") {
    PasswordHasher hasher(cheap);
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 16; ++i) {
            threads.emplace_back([&, password = "password " + std::to_string(i)] {
                const auto hash = hasher.hash(password).value();
                if (hasher.verify(hash, password).value()) ++right;
            });
        }
    }
    CHECK(right == 16);
}
