#include "carrier.hpp"
#include "platform/client/client.hpp"
#include "platform/core/describe.hpp"
#include "platform/json/json.hpp"
#include "platform/security/random.hpp"
#include "platform/security/webhooks.hpp"
#include "shipping/freight.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

constexpr std::size_t largest_label = 4 << 20;
constexpr std::size_t longest_text = 200;
constexpr std::int64_t largest_price = 1'000'000'000;

Error bad_webhook(const std::string& rule) {
    return {ErrorKind::malformed, "shipping.bad_webhook",
            "The message of the carrier cannot be read: " + rule + "."};
}

// What somebody else's document says: what is missing or not as promised is nothing.
std::optional<std::string> text_in(const boost::json::value& value, std::string_view member) {
    const auto* object = value.if_object();
    const auto* found = object ? object->if_contains(member) : nullptr;
    if (!found || !found->is_string()) return std::nullopt;
    const auto& text = found->get_string();
    if (text.empty() || text.size() > longest_text) return std::nullopt;
    return std::string(text);
}

std::vector<boost::json::value> list_in(const boost::json::value& value, std::string_view member) {
    const auto* object = value.if_object();
    const auto* found = object ? object->if_contains(member) : nullptr;
    if (!found || !found->is_array()) return {};
    const auto& array = found->get_array();
    return {array.begin(), array.end()};
}

std::optional<platform::Money> money_in(const boost::json::value& value, std::string_view member) {
    const auto* object = value.if_object();
    const auto* found = object ? object->if_contains(member) : nullptr;
    const auto code = found ? text_in(*found, "currency") : std::nullopt;
    const auto currency = code ? platform::Currency::parse(*code) : std::nullopt;
    const auto* money = found ? found->if_object() : nullptr;
    const auto* amount = money ? money->if_contains("amount") : nullptr;
    if (!currency || !amount || !amount->is_int64()) return std::nullopt;
    if (amount->get_int64() < 0 || amount->get_int64() > largest_price) return std::nullopt;
    return platform::Money{amount->get_int64(), *currency};
}

std::optional<boost::json::value> parse(const std::string& text) {
    auto object = platform::json::read<boost::json::object>(text);
    if (!object) return std::nullopt;
    return boost::json::value(*std::move(object));
}

void set(boost::json::object& object, std::string_view member,
         const std::optional<std::string>& text) {
    if (text) object[member] = *text;
}

boost::json::object to_json(const Address& address) {
    boost::json::object object{{"name", address.name.value()},
                               {"line1", address.line1.value()},
                               {"city", address.city.value()},
                               {"postal_code", address.postal_code.value()},
                               {"country", address.country.value()}};
    if (address.line2) object["line2"] = address.line2->value();
    if (address.region) object["region"] = address.region->value();
    if (address.phone) object["phone"] = address.phone->value();
    return object;
}

boost::json::object to_json(const Parcel& parcel) {
    boost::json::object to{{"country", parcel.country}};
    set(to, "region", parcel.region);
    set(to, "postal_code", parcel.postal_code);
    return {{"to", std::move(to)},
            {"weight_grams", parcel.weight_grams},
            {"quantity", parcel.quantity},
            {"value",
             {{"amount", parcel.subtotal.amount}, {"currency", parcel.subtotal.currency.code()}}}};
}

boost::json::array to_json(const std::vector<ShippedItem>& goods) {
    boost::json::array items;
    for (const auto& item : goods)
        items.push_back({{"variant_id", item.variant.text()}, {"quantity", item.quantity}});
    return items;
}

boost::json::object to_json(const ReturnParcel& parcel, const ReturnLabelWish& wish,
                            const std::string& id) {
    boost::json::object object{{"return_id", id},
                               {"order_id", parcel.order.text()},
                               {"from", to_json(parcel.from)},
                               {"items", to_json(parcel.items)}};
    set(object, "service", wish.service);
    if (wish.weight_grams) object["weight_grams"] = *wish.weight_grams;
    return object;
}

boost::json::object to_json(const LabelRequest& request) {
    boost::json::object object{{"shipment_id", request.shipment.text()},
                               {"order_id", request.order.text()},
                               {"to", to_json(request.to)},
                               {"items", to_json(request.items)}};
    set(object, "service", request.service);
    if (request.weight_grams) object["weight_grams"] = *request.weight_grams;
    return object;
}

// Nothing where it says less than it must.
std::optional<TrackingNews> news_in(const boost::json::value& data, const std::string& message) {
    const auto number = text_in(data, "tracking_number");
    const auto status = text_in(data, "status");
    const auto at = text_in(data, "at");
    if (!number || !status || !at) return std::nullopt;
    const auto known = platform::enum_from_name<TrackingStatus>(*status);
    const auto time = platform::parse_rfc3339(*at);
    if (!known || !time) return std::nullopt;
    return TrackingNews{message, *number, *known, text_in(data, "detail"), *time};
}

bool is_message_id(std::string_view id) {
    const auto is_visible = [](char letter) { return letter > ' ' && letter < '\x7f'; };
    return !id.empty() && id.size() <= longest_text && std::ranges::all_of(id, is_visible);
}

// A secret that is not whsec_ and base64 is the key itself.
std::string key_of(const std::string& secret) {
    return platform::webhook_key(secret).value_or(secret);
}

platform::ClientOptions client_options(const CarrierConfig& config) {
    platform::ClientOptions options;
    options.name = "carrier " + config.name;
    return options;
}

class HttpCarrier final : public Carrier {
public:
    HttpCarrier(const CarrierConfig& config, const platform::Clock& clock)
        : config_(config), clock_(clock), client_(client_options(config)) {
        keys_.push_back(key_of(config.secret));
        if (!config.former_secret.empty()) keys_.push_back(key_of(config.former_secret));
    }

    const std::string& name() const override { return config_.name; }
    Result<std::vector<Quote>> rates(const Parcel& parcel) override;
    Result<Label> label(const LabelRequest& request) override;
    Result<Label> return_label(const ReturnParcel& parcel, const ReturnLabelWish& wish) override;
    Result<std::vector<TrackingNews>> track(const std::string& number) override;
    Result<CarrierMessage> open_webhook(const WebhookHeaders& headers, const std::string& body,
                                        platform::Time now) override;

private:
    // Refuses shipping.carrier_unavailable for anything but an answer that says yes or no.
    Result<platform::IncomingAnswer> ask(const std::string& what, const boost::json::object& body,
                                         const std::string& id);
    Result<Label> label_for(const boost::json::object& body, const std::string& id);

    CarrierConfig config_;
    const platform::Clock& clock_;
    platform::HttpClient client_;
    std::vector<std::string> keys_;  // the present one first
};

Result<platform::IncomingAnswer> HttpCarrier::ask(const std::string& what,
                                                  const boost::json::object& body,
                                                  const std::string& id) {
    platform::OutgoingRequest request;
    request.method = "POST";
    request.url = config_.url + what;
    request.body = boost::json::serialize(body);
    request.deadline = std::chrono::milliseconds(config_.deadline_ms);
    request.largest_answer = 2 * largest_label;
    const auto now = platform::unix_seconds(clock_.now());
    auto signature = platform::webhook_signature(keys_.front(), id, now, request.body);
    request.headers = {{"Content-Type", "application/json"},
                       {"Idempotency-Key", id},
                       {"Webhook-Id", id},
                       {"Webhook-Timestamp", now},
                       {"Webhook-Signature", std::move(signature)}};
    auto answer = client_.send(request);
    if (!answer) return carrier_unavailable(config_.name);
    const bool is_retried = answer->status == 408 || answer->status == 429;
    if (answer->status < 200 || is_retried || answer->status >= 500)
        return carrier_unavailable(config_.name);
    return answer;
}

Result<std::vector<Quote>> HttpCarrier::rates(const Parcel& parcel) {
    const auto answer = ask("/rates", to_json(parcel), platform::random_token(18));
    if (!answer) return answer.error();
    const auto document = answer->status == 200 ? parse(answer->body) : std::nullopt;
    if (!document) return carrier_unavailable(config_.name);
    std::vector<Quote> quotes;
    for (const auto& rate : list_in(*document, "rates")) {
        const auto service = text_in(rate, "service");
        const auto price = money_in(rate, "price");
        if (service && price) quotes.push_back({config_.name, *service, *price});
    }
    return quotes;
}

Result<Label> HttpCarrier::label(const LabelRequest& request) {
    return label_for(to_json(request), request.shipment.text());
}

Result<Label> HttpCarrier::return_label(const ReturnParcel& parcel, const ReturnLabelWish& wish) {
    const auto id = platform::to_typeid("ret", parcel.id);
    return label_for(to_json(parcel, wish, id), id);
}

Result<Label> HttpCarrier::label_for(const boost::json::object& body, const std::string& id) {
    const auto answer = ask("/labels", body, id);
    if (!answer) return answer.error();
    const auto document = parse(answer->body).value_or(boost::json::value());
    if (answer->status >= 300)
        return Error{ErrorKind::conflict, "shipping.label_refused",
                     "The carrier " + config_.name + " refuses this parcel: " +
                         text_in(document, "detail").value_or("it gave no reason") + "."};
    const auto number = text_in(document, "tracking_number");
    const auto type = text_in(document, "content_type");
    const auto* object = document.if_object();
    const auto* label = object ? object->if_contains("label") : nullptr;
    std::string bytes;
    const bool is_known = type == "application/pdf" || type == "image/png";
    const bool is_there =
        label && label->is_string() && platform::from_base64(label->get_string(), bytes);
    if (!number || !is_known || !is_there || bytes.empty() || bytes.size() > largest_label)
        return carrier_unavailable(config_.name);
    return Label{*number, *type, std::move(bytes)};
}

Result<std::vector<TrackingNews>> HttpCarrier::track(const std::string& number) {
    const auto answer = ask("/tracking", {{"tracking_number", number}}, platform::random_token(18));
    if (!answer) return answer.error();
    const auto document = answer->status == 200 ? parse(answer->body) : std::nullopt;
    if (!document) return carrier_unavailable(config_.name);
    std::vector<TrackingNews> news;
    for (const auto& event : list_in(*document, "events"))
        if (const auto id = text_in(event, "id"))
            if (auto one = news_in(event, *id); one && one->tracking_number == number)
                news.push_back(*std::move(one));
    return news;
}

Result<CarrierMessage> HttpCarrier::open_webhook(const WebhookHeaders& headers,
                                                 const std::string& body, platform::Time now) {
    if (!is_message_id(headers.id) ||
        !platform::is_signed_webhook(keys_, headers.id, headers.timestamp, headers.signature, body,
                                     now))
        return Error{ErrorKind::malformed, "shipping.bad_signature",
                     "The message is not signed with our secret at the present time: send "
                     "Webhook-Id, Webhook-Timestamp and Webhook-Signature."};
    const auto document = parse(body);
    const auto type = document ? text_in(*document, "type") : std::nullopt;
    if (!type)
        return bad_webhook("it must be an object with a type of 1 to " +
                           std::to_string(longest_text) + " bytes");
    if (*type != "tracking.updated") return CarrierMessage{headers.id, *type, {}};
    const auto* data = document->get_object().if_contains("data");
    auto news = data ? news_in(*data, headers.id) : std::nullopt;
    if (!news) return bad_webhook("data needs tracking_number, a known status, and at as RFC 3339");
    return CarrierMessage{headers.id, *type, std::move(news)};
}

}  // namespace

std::unique_ptr<Carrier> http_carrier(const CarrierConfig& config, const platform::Clock& clock) {
    return std::make_unique<HttpCarrier>(config, clock);
}

}  // namespace kontor::shipping
