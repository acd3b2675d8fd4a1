#include "passwords/password_rules.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace kontor::auth;

TEST_CASE("what anybody would try first is a common password") {
    for (const std::string password :
         {"password",         "Password",  "password1", "Password123!", "p@ssw0rd", "P@$$w0rd2024",
          "passwordpassword", "12345678",  "123456789", "1234567890",   "87654321", "11111111",
          "00000000",         "aaaaaaaa",  "abcabcabc", "12121212",     "abcdefgh", "qwertyuiop",
          "qwerty123",        "qwertz123", "asdfghjkl", "1q2w3e4r",     "1qaz2wsx", "zaq12wsx",
          "iloveyou",         "iloveyou2", "sunshine",  "princess1",    "football", "superman",
          "letmein123",       "welcome1",  "admin123",  "adminadmin",   "changeme", "passwort1",
          "hallo123",         "schatzi1",  "starwars",  "trustno1",     "michael1", "123password"})
        CHECK_MESSAGE(is_common_password(password), password);
}

TEST_CASE("what was found often among stolen passwords is a common password") {
    for (const std::string password : {"qwer1234", "Samantha1", "DUCATI99", "mailcreated5240"})
        CHECK_MESSAGE(is_common_password(password), password);
}

TEST_CASE("what takes some thought is not a common password") {
    for (const std::string password :
         {"a walk in the wet grass", "correct horse battery", "mqvtzkxw", "Xk7#pQ2!vR",
          "football in the rain", "drei rote Rosen", "9f86d081884c", "my cat hates mondays",
          "schrödingers katze", "7391048262"})
        CHECK_MESSAGE(!is_common_password(password), password);
}

TEST_CASE("length is counted in characters, and bounded in bytes") {
    const std::string emoji = "🦦🐌🌧️🏡🎻🧵🪁🥨";
    CHECK(check_password(emoji, 8).has_value());
    CHECK(check_password("ábçdéfg", 8).error().code == "auth.password_too_short");
    const std::string mixed = "seven wet otters";
    CHECK(check_password(mixed + std::string(longest_password - mixed.size(), 'q'), 8).has_value());
    CHECK(check_password(std::string(longest_password + 1, 'q'), 8).error().code ==
          "auth.password_too_long");
}

TEST_CASE("there is no rule on what a password is made of") {
    CHECK(check_password("all lower case", 8).has_value());
    CHECK(check_password("ALL UPPER CASE", 8).has_value());
    CHECK(check_password("  spaces around  ", 8).has_value());
    CHECK(check_password(std::string("sixty-four ") + std::string(53, 'x'), 8).has_value());
}
