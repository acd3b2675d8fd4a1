#include "platform/security/random.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace kontor::platform;

TEST_CASE("random tokens are unpadded base64url and never the same") {
    std::set<std::string> tokens;
    for (int i = 0; i < 1000; ++i) tokens.insert(random_token());
    CHECK(tokens.size() == 1000);
    CHECK(tokens.begin()->size() == 43);
    CHECK(tokens.begin()->find_first_of("+/=") == std::string::npos);
}

TEST_CASE("SHA-256 answers the vector of FIPS 180-4") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("HMAC-SHA-256 answers test case 2 of RFC 4231") {
    CHECK(to_base64url(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
}

TEST_CASE("texts of any length compare in constant time") {
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("secret", "secret"));
    CHECK_FALSE(equal_in_constant_time("secret", "secreT"));
    CHECK_FALSE(equal_in_constant_time("secret", "secret "));
}

TEST_CASE("base64url answers the vectors of RFC 4648 and back") {
    const std::pair<std::string, std::string> vectors[] = {{"", ""},           {"f", "Zg"},
                                                           {"fo", "Zm8"},      {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg"}, {"\xfb\xff", "-_8"}};
    for (const auto& [bytes, text] : vectors) {
        CHECK(to_base64url(bytes) == text);
        std::string back = "untouched";
        CHECK(from_base64url(text, back));
        CHECK(back == bytes);
    }
}

TEST_CASE("base64 is padded, has the other alphabet and one form only") {
    for (const std::string bytes : {"", "a", "ab", "abc", "\xff\xfe\xfd"}) {
        std::string back = "untouched";
        CHECK(from_base64(to_base64(bytes), back));
        CHECK(back == bytes);
    }
    CHECK(to_base64("\xfb\xff") == "+/8=");
    std::string bytes = "untouched";
    for (const auto* text : {"a", "+/8", "-_8=", "+/9=", "!!!!", "===="})
        CHECK_FALSE(from_base64(text, bytes));
    CHECK(bytes == "untouched");
}

TEST_CASE("base64url has one form only") {
    std::string bytes = "untouched";
    for (const auto* text :
         {"Zg==", "Zh", "Z", "Zm9v\n", "Z m9v", "+/8", "Zm9v.", "Zm9vYg=", "Zm\xc3\xa9v"}) {
        CAPTURE(text);
        CHECK_FALSE(from_base64url(text, bytes));
    }
    CHECK_FALSE(from_base64url(std::string_view("Zm\0v", 4), bytes));
    CHECK(bytes == "untouched");
}
