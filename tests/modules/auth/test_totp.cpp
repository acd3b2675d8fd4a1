#include "platform/security/random.hpp"
#include "second_factor/totp.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

namespace {

const std::string key = "12345678901234567890";

platform::Time at(std::int64_t seconds) {
    return platform::Time(std::chrono::seconds(seconds));
}

}  // namespace

TEST_CASE("one-time codes are those of RFC 6238") {
    const std::pair<std::int64_t, const char*> vectors[] = {
        {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
        {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& [seconds, code] : vectors) CHECK(totp(key, totp_step(at(seconds))) == code);
}

TEST_CASE("a code is good in its step and the ones beside it, and not up to the last one used") {
    const auto now = at(1234567890);
    const auto step = totp_step(now);
    const auto code = totp(key, step);
    for (const auto beside : {-30s, 0s, 30s})
        CHECK(step_of_code(key, code, now + beside, 0) == step);
    for (const auto away : {-60s, 60s}) CHECK_FALSE(step_of_code(key, code, now + away, 0));
    CHECK_FALSE(step_of_code(key, code, now, step));
    CHECK(step_of_code(key, code, now, step - 1) == step);
    for (const auto* other : {"", "5924", "0059240", "abcdef"})
        CHECK_FALSE(step_of_code(key, other, now, 0));
}

TEST_CASE("base32 is that of RFC 4648 without its padding") {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "MY"},
                                                           {"fo", "MZXQ"},
                                                           {"foo", "MZXW6"},
                                                           {"foob", "MZXW6YQ"},
                                                           {"fooba", "MZXW6YTB"},
                                                           {"foobar", "MZXW6YTBOI"}};
    for (const auto& [plain, encoded] : vectors) CHECK(to_base32(plain) == encoded);
    CHECK(to_base32("\xff\xff\xff\xff\xff") == "77777777");
}

TEST_CASE("an app is told shop, account and key") {
    CHECK(provisioning_uri("Tee & Co", "ada+tea@example.org", key) ==
          "otpauth://totp/Tee%20%26%20Co:ada%2btea%40example.org"
          "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tee%20%26%20Co"
          "&algorithm=SHA1&digits=6&period=30");
}

TEST_CASE("a QR code is a picture of three squares and more") {
    const auto picture = qr_code("otpauth://totp/x");
    const std::string form = "data:image/svg+xml;base64,";
    REQUIRE(picture.starts_with(form));
    std::string svg;
    REQUIRE(platform::from_base64(picture.substr(form.size()), svg));
    CHECK(svg.starts_with("<svg xmlns="));
    CHECK(svg.ends_with("</svg>"));
    for (const auto* corner : {"M4 4h1v1h-1z", "M10 4h1v1h-1z", "M4 10h1v1h-1z"})
        CHECK(svg.find(corner) != svg.npos);
    CHECK(svg.find("M5 5h1v1h-1z") == svg.npos);
}
