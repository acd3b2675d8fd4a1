#include "signature.hpp"

#include "warehouse.hpp"

using namespace kontor;
using namespace kontor::shipping;

namespace {

const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const std::string body = R"({"test": 2432232314})";
// By hmac and base64 of Python's library.
const std::string signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const auto sent = platform::Time(std::chrono::seconds(1614265330));

bool holds(const std::vector<std::string>& secrets, const std::string& signatures,
           platform::Time now, const std::string& text = body) {
    return is_signed(secrets, id, unix_time(sent), signatures, text, now);
}

}  // namespace

TEST_CASE("a message is signed as Standard Webhooks are") {
    CHECK_EQ(sign(secret, id, unix_time(sent), body), signature);
    CHECK(holds({secret}, signature, sent));
    CHECK(holds({secret}, "v1,AAAA " + signature + " v2,x", sent));
    CHECK_FALSE(holds({secret}, signature, sent, body + " "));
    CHECK_FALSE(holds({"another secret of some length"}, signature, sent));
    CHECK_FALSE(holds({secret}, "", sent));
    CHECK_FALSE(
        is_signed(std::vector{secret}, "msg_other", unix_time(sent), signature, body, sent));
}

TEST_CASE("a message of too long ago, or of the future, is not taken") {
    using std::chrono::seconds;
    CHECK(holds({secret}, signature, sent + seconds(300)));
    CHECK(holds({secret}, signature, sent - seconds(300)));
    CHECK_FALSE(holds({secret}, signature, sent + seconds(301)));
    CHECK_FALSE(holds({secret}, signature, sent - seconds(301)));
    CHECK_FALSE(is_signed(std::vector{secret}, id, "soon", signature, body, sent));
}

TEST_CASE("the former secret is good while it is replaced") {
    CHECK(holds({"the new secret of our shop", secret}, signature, sent));
}

TEST_CASE("base64 is read strictly") {
    for (const std::string text : {"", "a", "ab", "abc", "\xff\xfe\xfd"})
        CHECK_EQ(from_base64(to_base64(text)), text);
    CHECK_EQ(to_base64("\xfb\xff"), "+/8=");
    for (const auto* text : {"a", "+/8", "-_8=", "+/9=", "!!!!", "===="})
        CHECK_FALSE(from_base64(text).has_value());
}
