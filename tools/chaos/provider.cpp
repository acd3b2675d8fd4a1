#include "provider.hpp"

#include "platform/security/random.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <chrono>

namespace kontor::chaos {

namespace {

constexpr auto secret = "whsec_simulator";

std::string signature_of(const std::string& body) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(now).count());
    return "t=" + seconds +
           ",v1=" + platform::to_hex(platform::hmac_sha256(secret, seconds + "." + body));
}

}  // namespace

void tell(const Shop& shop, Adventures& adventures, const Notice& notice) {
    const auto body = boost::json::serialize(boost::json::value{
        {"id", notice.id}, {"type", notice.type}, {"charge_key", notice.charge_key}});
    const auto taken = insist(shop, adventures, [&](const test::HttpProbe& probe) {
        return probe.post("/v1/payments/webhooks/simulator", body,
                          {{"Webhook-Signature", signature_of(body)}});
    });
    if (taken.status != 200) adventures.defects.count("webhook: " + outcome_of(taken));
}

}  // namespace kontor::chaos
