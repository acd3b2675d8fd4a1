#include "platform/security/random.hpp"
#include "platform/security/webhooks.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace kontor::platform;

namespace {

// The example of the specification, as its own libraries test it.
const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const std::string timestamp = "1614265330";
const std::string body = R"({"test": 2432232314})";
const std::string signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const Time sent{std::chrono::seconds(1614265330)};
const std::string key = webhook_key(secret).value();

bool holds(const std::vector<std::string>& keys, const std::string& signatures,
           const std::string& text = body) {
    return is_signed_webhook(keys, id, timestamp, signatures, text, sent);
}

}  // namespace

TEST_CASE("a message is signed as the example of Standard Webhooks") {
    CHECK(webhook_signature(key, id, timestamp, body) == signature);
    CHECK(unix_seconds(sent) == timestamp);
    CHECK(holds({key}, signature));
    CHECK(holds({key}, "v1,AAAA " + signature + " v2,x"));
    CHECK_FALSE(holds({key}, signature, body + " "));
    CHECK_FALSE(holds({"another key of some length"}, signature));
    CHECK_FALSE(holds({key}, ""));
    CHECK_FALSE(holds({}, signature));
    CHECK_FALSE(is_signed_webhook(std::vector{key}, "msg_other", timestamp, signature, body, sent));
}

TEST_CASE("the former key is good while it is replaced") {
    CHECK(holds({"the new key of our shop", key}, signature));
}

TEST_CASE("a message of too long ago, or of the future, is not taken") {
    const auto holds_at = [](Time now) {
        return is_signed_webhook(std::vector{key}, id, timestamp, signature, body, now);
    };
    using std::chrono::seconds;
    CHECK(holds_at(sent + seconds(300)));
    CHECK(holds_at(sent - seconds(300)));
    CHECK_FALSE(holds_at(sent + seconds(301)));
    CHECK_FALSE(holds_at(sent - seconds(301)));
    for (const auto* wrong : {"", "soon", " 1614265330", "1614265330.0", "99999999999999999999"})
        CHECK_FALSE(is_present(wrong, sent));
}

TEST_CASE("a secret of Standard Webhooks is whsec_ and base64") {
    for (const auto* wrong : {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64!"})
        CHECK_FALSE(webhook_key(wrong));
}

TEST_CASE("a secret is taken with and without the padding of its base64") {
    for (const std::size_t size : {24, 25, 26, 64}) {
        const std::string bytes(size, 'k');
        auto text = "whsec_" + to_base64(bytes);
        CHECK(webhook_key(text) == bytes);
        text.erase(text.find_last_not_of('=') + 1);
        CHECK(webhook_key(text) == bytes);
        CHECK_FALSE(webhook_key(text + "x="));
    }
}

TEST_CASE("a secret of less than 24 bytes is none") {
    CHECK_FALSE(webhook_key("whsec_" + to_base64(std::string(23, 'k'))));
    CHECK_FALSE(webhook_key("whsec_"));
}
