#include "stripe_protocol.hpp"

#include "platform/json/json.hpp"
#include "platform/telemetry/log.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace kontor::payments::stripe {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

constexpr std::size_t longest_event_id = 255;

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

void append_escaped(std::string& text, std::string_view value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : value) {
        if (is_unreserved(c)) {
            text += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        text += '%';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
}

// How many of Stripe's units are one of ours, for the currencies where that is not one.
struct Scale {
    std::string_view currency;
    std::int64_t units = 1;
    std::int64_t ours = 1;
};

Scale scale_of(std::string_view currency) {
    for (const auto& scale : {Scale{"ISK", 100, 1}, Scale{"UGX", 100, 1}, Scale{"MGA", 1, 100}})
        if (scale.currency == currency) return scale;
    return {};
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return lower;
}

std::string refusal_in(const boost::json::object* error) {
    const auto message = error ? text_at(*error, "message") : "";
    return message.empty() ? "The payment was refused." : message;
}

// Of an intent that waits for another means of payment: it had one.
Report refused(const boost::json::object& intent, const std::string& reference) {
    const auto* error = object_at(intent, "last_payment_error");
    return {.status = error ? PaymentStatus::declined : PaymentStatus::failed,
            .refusal = refusal_in(error),
            .reference = reference};
}

Report taken(const boost::json::object& intent, const Charge& charge,
             const std::string& reference) {
    Report report{.status = PaymentStatus::captured, .reference = reference};
    report.captured = to_money(number_at(intent, "amount_received"), charge.amount.currency);
    if (const auto* latest = object_at(intent, "latest_charge"))
        report.refunded =
            to_money(number_at(*latest, "amount_refunded"), charge.amount.currency).amount;
    return report;
}

Report waiting_for_customer(const boost::json::object& intent, const std::string& reference) {
    Report report{.status = PaymentStatus::requires_action, .reference = reference};
    const auto* action = object_at(intent, "next_action");
    const auto* redirect = action ? object_at(*action, "redirect_to_url") : nullptr;
    if (redirect) report.next_action_url = text_at(*redirect, "url");
    return report;
}

Report refused_by(const Answer& answer) {
    const auto* error = object_at(answer.body, "error");
    const auto type = error ? text_at(*error, "type") : "";
    const auto* intent = error ? object_at(*error, "payment_intent") : nullptr;
    const auto reference = intent ? text_at(*intent, "id") : "";
    if (type == "card_error")
        return {.status = PaymentStatus::declined,
                .refusal = refusal_in(error),
                .reference = reference};
    platform::log::error("Stripe refuses a request",
                         {{"status", std::int64_t{answer.status}},
                          {"type", type},
                          {"code", error ? text_at(*error, "code") : ""},
                          {"message", error ? text_at(*error, "message") : ""}});
    if (!answer.is_refusal() || type == "idempotency_error") return {};
    return {.status = PaymentStatus::declined,
            .refusal = "The payment was refused.",
            .reference = reference};
}

Error bad_webhook(const std::string& detail) {
    return {ErrorKind::malformed, "payments.bad_webhook",
            "The provider's message cannot be read: " + detail};
}

}  // namespace

Form& Form::add(std::string_view name, std::string_view value) {
    if (!text_.empty()) text_ += '&';
    append_escaped(text_, name);
    text_ += '=';
    append_escaped(text_, value);
    return *this;
}

bool Answer::is_refusal() const {
    return status == 400 || status == 402 || status == 404;
}

std::int64_t to_units(const platform::Money& money) {
    const auto scale = scale_of(money.currency.code());
    return platform::multiply_divide(money.amount, scale.units, scale.ours);
}

platform::Money to_money(std::int64_t units, platform::Currency currency) {
    const auto scale = scale_of(currency.code());
    return {platform::multiply_divide(units, scale.ours, scale.units), currency};
}

bool is_reference(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_unreserved(c) && c != '.' && c != '~' && c != '-';
    });
}

Form creation_of(const Charge& charge, const std::string& return_url) {
    Form form;
    form.add("amount", std::to_string(to_units(charge.amount)))
        .add("currency", lower_case(charge.amount.currency.code()))
        .add("payment_method", charge.token)
        .add("confirm", "true")
        .add("capture_method", charge.capture == CaptureMode::at_once ? "automatic" : "manual")
        .add("automatic_payment_methods[enabled]", "true");
    if (return_url.empty())
        form.add("automatic_payment_methods[allow_redirects]", "never");
    else
        form.add("return_url", return_url);
    if (!charge.payer.empty()) form.add("customer", charge.payer);
    return form.add("metadata[charge]", charge.key)
        .add("metadata[order]", charge.order.text())
        .add("metadata[payment]", charge.payment.text());
}

Report report_of(const Answer& answer, const Charge& charge) {
    return answer.is_success() ? report_of_intent(answer.body, charge) : refused_by(answer);
}

Report report_of_intent(const boost::json::object& intent, const Charge& charge) {
    const auto* metadata = object_at(intent, "metadata");
    if (!metadata || text_at(*metadata, "payment") != charge.payment.text() ||
        text_at(intent, "currency") != lower_case(charge.amount.currency.code())) {
        platform::log::error(
            "Stripe answers with another payment",
            {{"payment", charge.payment.text()}, {"intent", text_at(intent, "id")}});
        return {};
    }
    const auto reference = text_at(intent, "id");
    const auto status = text_at(intent, "status");
    if (status == "succeeded") return taken(intent, charge, reference);
    if (status == "requires_capture")
        return {
            .status = PaymentStatus::authorized,
            .authorized = to_money(number_at(intent, "amount_capturable"), charge.amount.currency),
            .reference = reference};
    if (status == "requires_action") return waiting_for_customer(intent, reference);
    if (status == "requires_payment_method") return refused(intent, reference);
    if (status == "canceled")
        return {.status = PaymentStatus::cancelled,
                .refusal = "The payment was given up.",
                .reference = reference};
    return {.reference = reference};
}

Result<WebhookEvent> read_event(const std::string& body) {
    const auto object = platform::json::read<boost::json::object>(body);
    if (!object) return bad_webhook(object.error().message);
    WebhookEvent event{text_at(*object, "id"), text_at(*object, "type")};
    if (event.id.empty() || event.id.size() > longest_event_id || event.type.empty())
        return bad_webhook("it must have an id of 1 to 255 bytes and a type, both text.");
    const auto* data = object_at(*object, "data");
    const auto* subject = data ? object_at(*data, "object") : nullptr;
    if (!subject) return event;
    const auto kind = text_at(*subject, "object");
    const auto intent = text_at(*subject, kind == "payment_intent" ? "id" : "payment_intent");
    if (!intent.starts_with("pi_") || !is_reference(intent)) return event;
    event.reference = intent;
    const auto* metadata = object_at(*subject, "metadata");
    if (const auto key = metadata ? text_at(*metadata, "charge") : ""; !key.empty())
        event.charge_key = key;
    return event;
}

std::string text_at(const boost::json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    return member && member->is_string() ? std::string(member->get_string()) : "";
}

const boost::json::object* object_at(const boost::json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    return member ? member->if_object() : nullptr;
}

std::int64_t number_at(const boost::json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    return member && member->is_int64() ? member->get_int64() : 0;
}

const boost::json::object* found_in(const boost::json::object& list, std::string_view metadata,
                                    const std::string& value) {
    const auto* data = list.if_contains("data");
    if (!data || !data->is_array()) return nullptr;
    for (const auto& entry : data->get_array()) {
        const auto* object = entry.if_object();
        const auto* known = object ? object_at(*object, "metadata") : nullptr;
        if (known && text_at(*known, metadata) == value) return object;
    }
    return nullptr;
}

}  // namespace kontor::payments::stripe
