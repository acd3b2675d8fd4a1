#include "carrier_double.hpp"

#include "platform/security/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>

namespace kontor::test {

using namespace platform::http;
namespace json = boost::json;

namespace {

std::string header(const Request& request, std::string_view name) {
    return std::string(find_header(request.headers, name).value_or(""));
}

std::string signature(const std::string& secret, const std::string& id,
                      const std::string& timestamp, const std::string& body) {
    return "v1," +
           platform::to_base64(platform::hmac_sha256(secret, id + "." + timestamp + "." + body));
}

Response json_response(int status, const json::value& body) {
    return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

}  // namespace

CarrierDouble::CarrierDouble(std::string secret)
    : secret_(std::move(secret)),
      router_({.version = "1", .authenticate = {}}),
      server_(router_, {.port = 0}) {
    for (const auto* path : {"/rates", "/labels", "/tracking"})
        router_.add(Route(Method::post, path, std::string("ask_") + (path + 1), "Answers")
                        .raw_body("application/json")
                        .idempotency(IdempotencyKey::ignored),
                    [this](const Call<Nothing, RawBody>& call) -> platform::Result<Response> {
                        return answer(call.raw);
                    });
    if (!server_.start()) throw std::runtime_error("the carrier cannot listen");
}

CarrierDouble::~CarrierDouble() = default;

std::string CarrierDouble::url() const {
    return "http://127.0.0.1:" + std::to_string(server_.port());
}

Response CarrierDouble::answer(const RawCall& call) {
    const auto& request = call.request;
    const auto id = header(request, "Webhook-Id");
    if (header(request, "Webhook-Signature") !=
        signature(secret_, id, header(request, "Webhook-Timestamp"), request.body))
        ++badly_signed;
    if (request.target == "/rates") ++rates_asked;
    if (mood == Mood::failing) return json_response(500, {{"detail", "out of order"}});
    if (mood == Mood::babbling) return {200, {{"Content-Type", "text/plain"}}, "hello"};
    if (mood == Mood::refusing) return json_response(422, {{"detail", "it is too heavy"}});
    if (request.target == "/rates")
        return json_response(
            200, {{"rates", json::array{json::object{
                                {"service", "parcel"},
                                {"price", {{"amount", price.load()}, {"currency", "EUR"}}}}}}});
    const std::scoped_lock lock(mutex_);
    const auto body = json::parse(request.body);
    if (request.target == "/tracking") {
        json::array events;
        for (const auto& event : events_) {
            auto value = json::parse(event);
            if (value.at("tracking_number") == body.at("tracking_number"))
                events.push_back(std::move(value));
        }
        return json_response(200, {{"events", std::move(events)}});
    }
    const auto* coming_back = body.as_object().if_contains("return_id");
    const std::string parcel((coming_back ? *coming_back : body.at("shipment_id")).as_string());
    if (coming_back) body.at_pointer("/from/city");
    auto [found, is_new] = numbers_.try_emplace(parcel, "CD" + std::to_string(numbers_.size() + 1));
    if (is_new) ++labels_made;
    return json_response(200, {{"tracking_number", found->second},
                               {"content_type", "application/pdf"},
                               {"label", platform::to_base64("%PDF-1.4 label " + found->second)}});
}

CarrierMessage CarrierDouble::signed_message(const std::string& id, platform::Time sent,
                                             const std::string& body) const {
    const auto timestamp =
        std::to_string(std::chrono::floor<std::chrono::seconds>(sent).time_since_epoch().count());
    return {id, timestamp, signature(secret_, id, timestamp, body), body};
}

CarrierMessage CarrierDouble::tell(const std::string& number, const std::string& status,
                                   platform::Time happened, platform::Time sent) {
    const std::scoped_lock lock(mutex_);
    const auto id = "msg_" + platform::random_token(9);
    json::object data{{"id", id},
                      {"tracking_number", number},
                      {"status", status},
                      {"at", platform::to_rfc3339(happened)}};
    events_.push_back(json::serialize(data));
    return signed_message(
        id, sent, json::serialize(json::object{{"type", "tracking.updated"}, {"data", data}}));
}

}  // namespace kontor::test
