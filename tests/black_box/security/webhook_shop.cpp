#include "webhook_shop.hpp"

#include "members.hpp"
#include "platform/db/database.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace kontor::test {

namespace {

std::string hmac_sha256(const std::string& key, const std::string& text) {
    std::array<unsigned char, 32> digest{};
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), nullptr);
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string hex(const std::string& bytes) {
    std::string text;
    for (const unsigned char byte : bytes) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

std::string base64(const std::string& bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const auto length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                        reinterpret_cast<const unsigned char*>(bytes.data()),
                                        static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

// As Stripe signs, and the simulator after it.
std::string in_seconds(const std::string& secret, std::int64_t seconds, const Message& message) {
    const auto at = std::to_string(seconds);
    return "t=" + at + ",v1=" + hex(hmac_sha256(secret, at + "." + message.body));
}

Headers as_simulator(const std::string& secret, std::int64_t seconds, const Message& message) {
    return {{"Webhook-Signature", in_seconds(secret, seconds, message)}};
}

Headers as_stripe(const std::string& secret, std::int64_t seconds, const Message& message) {
    return {{"Stripe-Signature", in_seconds(secret, seconds, message)}};
}

// As the specification of Standard Webhooks has it.
Headers as_carrier(const std::string& secret, std::int64_t seconds, const Message& message) {
    const auto at = std::to_string(seconds);
    const auto signature = hmac_sha256(secret, message.id + "." + at + "." + message.body);
    return {{"Webhook-Id", message.id},
            {"Webhook-Timestamp", at},
            {"Webhook-Signature", "v1," + base64(signature)}};
}

std::string new_id() {
    return "evt_" + platform::to_string(platform::new_uuid());
}

Message of_unknown_type() {
    const auto id = new_id();
    return {id, R"({"id":")" + id + R"(","type":"weather.changed","data":{"wind":"NNW"}})"};
}

Answer good(Answer answer) {
    if (answer.status < 200 || answer.status >= 300)
        throw std::runtime_error(std::to_string(answer.status) + ": " + answer.body);
    return answer;
}

Environment configuration() {
    Environment environment;
    const std::array names{"KONTOR_PAYMENTS_SIMULATOR_", "KONTOR_PAYMENTS_STRIPE_",
                           "KONTOR_SHIPPING_CARRIER_"};
    const std::array secrets{"WEBHOOK_SECRET", "WEBHOOK_SECRET", "SECRET"};
    for (std::size_t i = 0; i < senders().size(); ++i) {
        environment[names[i] + std::string(secrets[i])] = senders()[i].secret;
        environment[names[i] + std::string("FORMER_") + secrets[i]] = senders()[i].former_secret;
    }
    environment["KONTOR_PAYMENTS_STRIPE_SECRET_KEY"] = "sk_test_54";
    // Nobody is there: what is told must do.
    environment["KONTOR_PAYMENTS_STRIPE_URL"] = "http://127.0.0.1:9";
    environment["KONTOR_SHIPPING_CARRIER_URL"] = "http://127.0.0.1:9";
    environment["KONTOR_PAYMENTS_UNKNOWN_AFTER_SECONDS"] = "86400";
    return environment;
}

}  // namespace

Headers Sender::headers(const Message& message) const {
    return sign(secret, unix_now(), message);
}

const std::vector<Sender>& senders() {
    static const std::vector<Sender> all{
        {"/v1/payments/webhooks/simulator", "whsec_simulator_of_today", "whsec_simulator_before",
         "payments.webhook_event where provider = 'simulator' and event_id", as_simulator,
         of_unknown_type},
        {"/v1/payments/webhooks/stripe", "whsec_stripe_of_today", "whsec_stripe_before",
         "payments.webhook_event where provider = 'stripe' and event_id", as_stripe,
         of_unknown_type},
        {"/v1/shipping/webhooks/carrier", "the secret of the carrier today",
         "the secret of the carrier before", "shipping.other_message where message", as_carrier,
         of_unknown_type}};
    return all;
}

WebhookShop::WebhookShop() : OpenShop(configuration()) {}

std::int64_t WebhookShop::count(const std::string& rows) {
    return database().superuser().read([&](platform::Reader& reader) {
        return reader.one<std::int64_t>("select count(*) from " + rows).value();
    });
}

std::int64_t WebhookShop::kept(const Sender& sender, const std::string& id) {
    return count(sender.kept + " = '" + id + "'");
}

std::string WebhookShop::bought(const std::string& token) const {
    const auto filled = cart();
    good(filled.put_in(R"({"sku":")" + sku + R"(","quantity":1})"));
    good(buy(filled, "", token));
    return staff().get("/v1/admin/orders?limit=1").text("/data/0/id");
}

WebhookShop::Unsettled WebhookShop::unsettled_order() const {
    const auto order = bought("sim_timeout");
    const auto id = new_id();
    return {order,
            {id, R"({"id":")" + id + R"(","type":"charge.captured","charge_key":")" + order +
                     R"(:1"})"}};
}

WebhookShop::UnderWay WebhookShop::shipment_under_way() const {
    const auto order = bought("sim_ok");
    const auto number = "AC" + platform::to_string(platform::new_uuid());
    Answer shipment;
    const auto is_shipped = [&] {
        shipment = staff().post("/v1/admin/orders/" + order + "/shipments",
                                R"({"carrier":"carrier","tracking_number":")" + number + R"("})");
        return shipment.status == 201;
    };
    if (!eventually(is_shipped)) throw std::runtime_error("not shipped: " + shipment.body);
    return {shipment.text("/id"),
            {new_id(), R"({"type":"tracking.updated","data":{"tracking_number":")" + number +
                           R"(","status":"delivered","at":"2026-03-02T09:12:00Z"}})"}};
}

std::string WebhookShop::seen(const Unsettled& sale, const UnderWay& parcel) {
    auto all = good(staff().get("/v1/admin/orders/" + sale.order)).body +
               good(staff().get("/v1/admin/shipments/" + parcel.shipment)).body;
    for (const std::string table : {"payments.webhook_event", "shipping.other_message",
                                    "shipping.tracking_event", "payments.ledger_transaction"})
        all += " " + std::to_string(count(table));
    return all;
}

WebhookShop& webhook_shop() {
    static WebhookShop shop;
    return shop;
}

}  // namespace kontor::test
