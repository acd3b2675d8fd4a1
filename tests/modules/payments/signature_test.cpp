#include "signature.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace kontor;
using namespace kontor::payments;

namespace {

const std::string secret = "whsec_test";
const std::string body = R"({"id":"evt_1","type":"order.paid"})";
const std::string digest = "bd9a92a5aa31ee1da5b8176d76564bb487997bd83d82812500375b2ee9c46503";
const platform::Time signed_at{std::chrono::seconds(1700000000)};

bool holds(const std::string& header, std::chrono::seconds later = {},
           const std::string& text = body) {
    return is_signed(std::array{secret}, header, text, signed_at + later);
}

}  // namespace

TEST_CASE("the published test vector is signed and verified") {
    CHECK_EQ(sign_webhook(secret, signed_at, body), "t=1700000000,v1=" + digest);
    CHECK(holds("t=1700000000,v1=" + digest));
}

TEST_CASE("any one good v1 signature will do, and other schemes are ignored") {
    CHECK(holds("t=1700000000,v0=abc,v1=00,v1=" + digest));
    CHECK_FALSE(holds("t=1700000000,v0=" + digest));
}

TEST_CASE("a signature holds for five minutes to both sides and no second longer") {
    const auto header = "t=1700000000,v1=" + digest;
    CHECK(holds(header, std::chrono::seconds(300)));
    CHECK(holds(header, std::chrono::seconds(-300)));
    CHECK_FALSE(holds(header, std::chrono::seconds(301)));
    CHECK_FALSE(holds(header, std::chrono::seconds(-301)));
}

TEST_CASE("a body that was written anew is not the one that was signed") {
    CHECK_FALSE(holds("t=1700000000,v1=" + digest, {}, R"({"id": "evt_1","type":"order.paid"})"));
}

TEST_CASE("headers that are no signature are refused") {
    for (const auto* header :
         {"", "t=", "v1=", "t=1700000000", "t=1700000000,v1=", "t=x,v1=y", "t=9223372036854775808",
          "t=-9223372036854775808,v1=00", "nonsense", ",,,", "t=1700000000;v1=00"})
        CHECK_FALSE(holds(header));
    CHECK_FALSE(holds("v1=" + digest));
    CHECK_FALSE(holds("t=1700000001,v1=" + digest));
}

TEST_CASE("while a secret is replaced both are taken") {
    const std::array secrets{std::string("whsec_new"), secret};
    CHECK(is_signed(secrets, sign_webhook("whsec_new", signed_at, body), body, signed_at));
    CHECK(is_signed(secrets, sign_webhook(secret, signed_at, body), body, signed_at));
    CHECK_FALSE(is_signed(secrets, sign_webhook("whsec_other", signed_at, body), body, signed_at));
}
