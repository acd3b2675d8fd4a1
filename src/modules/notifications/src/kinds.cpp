#include "kinds.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace kontor::notifications {

namespace {

constexpr std::string_view common = R"({
    "shop_name": "Kontor", "shop_url": "https://shop.example.org", "language": "en",
    "shop_address": [{"line": "Speicherstraße 7"}, {"line": "20457 Hamburg"}],
    "unsubscribe_url": "https://shop.example.org/v1/unsubscribe/sample"
})";

constexpr std::string_view account = R"({"name": "Ada Buyer", "email": "ada@example.org"})";

constexpr std::string_view notice = R"({
    "name": "Ada Buyer", "email": "ada@example.org", "new_email": "lovelace@example.org"
})";

constexpr std::string_view link = R"({
    "name": "Ada Buyer", "email": "ada@example.org",
    "link": "https://shop.example.org/confirm/sample",
    "expires_at": {"moment": "2026-01-31T12:00:00.000Z"}
})";
// The one of these that nobody but the recipient may see.
constexpr std::string_view secret_link = "link";

constexpr std::string_view order = R"({
    "number": "100042", "placed_at": {"time": "2026-01-31T12:00:00.000Z"},
    "items": [
        {"title": "Sencha from Uji, 100 g", "sku": "TEA-1", "quantity": 2,
         "unit_price": {"amount": 1290, "currency": "EUR"},
         "total": {"amount": 2580, "currency": "EUR"}},
        {"title": "Teapot", "sku": "POT-1", "quantity": 1,
         "unit_price": {"amount": 4900, "currency": "EUR"},
         "total": {"amount": 4900, "currency": "EUR"}}],
    "subtotal": {"amount": 7480, "currency": "EUR"},
    "discount": {"amount": 480, "currency": "EUR"},
    "shipping": {"amount": 490, "currency": "EUR"}, "shipping_option": "Standard",
    "tax": {"amount": 1196, "currency": "EUR"}, "tax_added": false,
    "tax_included": {"amount": 1196, "currency": "EUR"},
    "total": {"amount": 7490, "currency": "EUR"},
    "address": [{"line": "Ada Buyer"}, {"line": "Hafenstraße 1"}, {"line": "20095 Hamburg"},
                {"line": "DE"}]
})";

constexpr std::string_view transfer = R"({
    "transfer": {"amount": {"amount": 7490, "currency": "EUR"}, "account_holder": "Kontor GmbH",
        "iban": "DE02120300000000202051", "bic": "BYLADEM1001", "bank": "Sample Bank",
        "reference": "100042", "pay_until": {"time": "2026-02-14T12:00:00.000Z"}}
})";

constexpr std::string_view cart = R"({
    "name": "Ada Buyer",
    "items": [{"title": "Sencha from Uji, 100 g", "quantity": 2,
               "unit_price": {"amount": 1290, "currency": "EUR"}}]
})";

constexpr std::string_view back = R"({
    "title": "Sencha from Uji, 100 g", "sku": "TEA-1",
    "price": {"amount": 1290, "currency": "EUR"}
})";

Values with(std::string_view sample, std::string_view more = "{}") {
    auto values = boost::json::parse(sample).as_object();
    const auto added = boost::json::parse(more);
    for (const auto& [name, value] : added.get_object()) values.insert_or_assign(name, value);
    return values;
}

}  // namespace

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all{
        {"welcome", false, with(account)},
        {"address_verification", false, with(link)},
        {"password_reset", false, with(link)},
        {"address_change", false, with(link)},
        {"address_change_notice", false, with(notice)},
        {"address_changed", false, with(notice)},
        {"account_remembered", false, with(link)},
        {"password_changed", false, with(account)},
        {"second_factor_changed", false, with(account, R"({"enabled": true})")},
        {"staff_invitation", false, with(link, R"({"role": "support"})")},
        {"sign_in_provider_changed", false,
         with(account, R"({"provider": "Example ID", "connected": true})")},
        {"order_placed", false, with(order, transfer)},
        {"payment_refused", false, with(order)},
        {"order_cancelled", false, with(order, R"({"stock_unavailable": true})")},
        {"order_refunded", false,
         with(order, R"({"refund": {"amount": 1290, "currency": "EUR"}, "reason": "damaged"})")},
        {"shipment_shipped", false,
         with(order, R"({"carrier": "DHL", "tracking_number": "JD0146000012345678"})")},
        {"shipment_delivered", false, with(order)},
        {"return_requested", false, with(order)},
        {"return_approved", false, with(order, R"({"label": "/v1/return-labels/2b7e1516"})")},
        {"return_rejected", false, with(order, R"({"reason": "used"})")},
        {"return_received", false, with(order)},
        {"cart_abandoned", true, with(cart), true},
        {"back_in_stock", true, with(back)},
        {"review_request", true, with(order), true},
    };
    return all;
}

const Kind* find_kind(std::string_view name) {
    const auto found = std::ranges::find(kinds(), name, &Kind::name);
    return found == kinds().end() ? nullptr : &*found;
}

bool carries_secret_link(std::string_view name) {
    const auto* kind = find_kind(name);
    return is_layout(name) || (kind && kind->sample.contains(secret_link));
}

std::vector<std::string> optional_kinds() {
    std::vector<std::string> names;
    for (const auto& kind : kinds())
        if (kind.is_optional) names.push_back(kind.name);
    return names;
}

std::vector<std::string> marketing_kinds() {
    std::vector<std::string> names;
    for (const auto& kind : kinds())
        if (kind.is_marketing) names.push_back(kind.name);
    return names;
}

customers::Purpose purpose_of(Channel channel) {
    switch (channel) {
        case Channel::email:
            return customers::Purpose::marketing_email;
        case Channel::sms:
            return customers::Purpose::marketing_sms;
        case Channel::push:
            return customers::Purpose::marketing_push;
    }
    return customers::Purpose::marketing_email;
}

bool is_layout(std::string_view name) {
    return std::ranges::find(layouts, name) != layouts.end();
}

const Values& common_sample() {
    static const Values sample = with(common);
    return sample;
}

Values values_of(std::string_view name) {
    auto values = common_sample();
    if (const auto* kind = find_kind(name))
        for (const auto& [value_name, value] : kind->sample)
            values.insert_or_assign(value_name, value);
    return values;
}

std::vector<std::string> value_names(const Values& values) {
    std::vector<std::string> names;
    for (const auto& [name, value] : values) {
        std::string text(name);
        const auto* list = value.if_array();
        if (list && !list->empty() && list->front().is_object()) {
            std::string inner;
            for (const auto& member : list->front().get_object())
                inner.append(inner.empty() ? "" : ", ").append(member.key());
            text += " (" + inner + ")";
        }
        names.push_back(std::move(text));
    }
    std::ranges::sort(names);
    return names;
}

platform::Error no_such_kind(const std::string& name) {
    std::string known;
    for (const auto& kind : kinds()) known += kind.name + ", ";
    return {platform::ErrorKind::not_found, "notifications.no_such_kind",
            "There is no kind of message '" + name + "'; there are " + known +
                "and header and footer, which are parts of all of them."};
}

std::span<const std::string_view> parts_of(Channel channel) {
    static constexpr std::array<std::string_view, 3> email{"subject", "text", "html"};
    static constexpr std::array<std::string_view, 1> sms{"sms"};
    static constexpr std::array<std::string_view, 2> push{"subject", "push"};
    switch (channel) {
        case Channel::email:
            return email;
        case Channel::sms:
            return sms;
        case Channel::push:
            return push;
    }
    return {};
}

std::span<const std::string_view> all_parts() {
    static constexpr std::array<std::string_view, 5> parts{"subject", "text", "html", "sms",
                                                           "push"};
    return parts;
}

bool is_money(const boost::json::object& value) {
    return value.size() == 2 && value.contains("amount") && value.contains("currency");
}

bool is_time(const boost::json::object& value) {
    return value.size() == 1 && value.contains("time");
}

bool is_moment(const boost::json::object& value) {
    return value.size() == 1 && value.contains("moment");
}

}  // namespace kontor::notifications
