#include "stripe.hpp"

#include "platform/json/json.hpp"
#include "platform/telemetry/log.hpp"
#include "signature.hpp"

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using namespace stripe;

namespace {

// Stripe forgets a key after a day, and then the same request is another charge.
constexpr auto keys_are_kept = std::chrono::hours(23);
// By then the search knows whatever there was.
constexpr auto search_is_complete = std::chrono::hours(1);

const std::string intents = "/v1/payment_intents";

Error unavailable() {
    return {ErrorKind::unavailable,
            "payments.provider_unavailable",
            "The payment provider cannot be reached. Nothing was charged: try again shortly.",
            {},
            {{"retry_after", std::int64_t{5}}}};
}

Report never_seen() {
    return {.status = PaymentStatus::failed,
            .refusal = "The payment did not reach the payment provider."};
}

// Nothing to pay: the provider would refuse it.
Report nothing_charged(const Charge& charge) {
    return {.status = PaymentStatus::captured, .captured = charge.amount};
}

RefundOutcome outcome_of(const boost::json::object& refund) {
    const auto status = text_at(refund, "status");
    const bool is_refused = status == "failed" || status == "canceled";
    return is_refused ? RefundOutcome::refused : RefundOutcome::settled;
}

platform::ClientOptions client_options() {
    // Whether Stripe is asked at all is decided before: see guarded_provider.hpp.
    constexpr int never = 1'000'000'000;
    return {.name = "stripe", .failures_to_open = never};
}

}  // namespace

Stripe::Stripe(const platform::Clock& clock, const StripeConfig& config)
    : clock_(clock), config_(config), client_(client_options()) {
    for (const auto& secret : {config.webhook_secret, config.former_webhook_secret})
        if (!secret.empty()) secrets_.push_back(secret);
}

Result<> Stripe::ready(const std::string& token) const {
    if (token.starts_with("pm_") && is_reference(token)) return {};
    return Error{ErrorKind::invalid,
                 "payments.bad_token",
                 "Stripe needs the id of a PaymentMethod, such as pm_1PQ2r3, as Stripe's own form "
                 "gives it to the browser.",
                 {{"/payment/token", "format", "must be the id of a PaymentMethod: pm_…"}}};
}

Result<Report> Stripe::charge(const Charge& charge) {
    if (charge.amount.amount == 0) return nothing_charged(charge);
    const auto answer = create(charge);
    if (answer) return report_of(*answer, charge);
    if (answer.error().code == "client.no_answer") return Report{};
    return unavailable();
}

Stripe::Sent Stripe::create(const Charge& charge) {
    return post(intents, creation_of(charge, config_.return_url), charge.key);
}

Report Stripe::capture(const Charge& charge) {
    Form form;
    if (charge.to_capture.amount < charge.amount.amount)
        form.add("amount_to_capture", std::to_string(to_units(charge.to_capture)));
    return step(charge, "/capture", form);
}

Report Stripe::cancel(const Charge& charge) {
    return step(charge, "/cancel", {});
}

Report Stripe::step(const Charge& charge, const std::string& step, const Form& form) {
    auto known = charge;
    if (known.reference.empty()) {
        const auto report = look_up(charge);
        if (report.reference.empty()) return report;
        known.reference = report.reference;
    }
    const auto answer = post(intents + "/" + known.reference + step, form);
    return answer && answer->is_success() ? report_of(*answer, known) : look_up(known);
}

// Where no answer named the charge it is asked for again under the same key, which Stripe answers
// with what came of the first time, for better or worse.
Report Stripe::look_up(const Charge& charge) {
    if (charge.amount.amount == 0) return nothing_charged(charge);
    if (!charge.reference.empty()) {
        const auto answer = get(intents + "/" + charge.reference + "?expand%5B%5D=latest_charge");
        return answer && answer->is_success() ? report_of(*answer, charge) : Report{};
    }
    if (!charge.token.empty() && clock_.now() < charge.created_at + keys_are_kept) {
        const auto answer = create(charge);
        if (!answer) return {};
        const bool is_conclusive = answer->is_success() || answer->is_refusal();
        if (is_conclusive) return report_of(*answer, charge);
        if (answer->status < 500) return {};
    }
    return search(charge);
}

Report Stripe::search(const Charge& charge) {
    Form query;
    query.add("query", "metadata[\"payment\"]:\"" + charge.payment.text() + "\"");
    const auto answer = get(intents + "/search?" + query.text());
    if (!answer || !answer->is_success()) return {};
    if (const auto* intent = found_in(answer->body, "payment", charge.payment.text()))
        return report_of_intent(*intent, charge);
    const bool is_certain = clock_.now() >= charge.created_at + search_is_complete;
    return is_certain ? never_seen() : Report{};
}

// Stripe forgets keys, and answers a request that failed with that failure again: what came of it
// is in the list.
RefundOutcome Stripe::refund(const Charge& charge, const std::string& refund_key,
                             const platform::Money& amount) {
    const auto intent = charge.reference.empty() ? look_up(charge).reference : charge.reference;
    if (intent.empty()) return RefundOutcome::unknown;
    const auto list = get("/v1/refunds?limit=100&payment_intent=" + intent);
    if (!list || !list->is_success()) return RefundOutcome::unknown;
    if (const auto* made = found_in(list->body, "refund", refund_key)) return outcome_of(*made);

    Form form;
    form.add("payment_intent", intent)
        .add("amount", std::to_string(to_units(amount)))
        .add("metadata[refund]", refund_key);
    const auto answer = post("/v1/refunds", form, refund_key);
    if (!answer) return RefundOutcome::unknown;
    if (answer->is_success()) return outcome_of(answer->body);
    return answer->is_refusal() ? RefundOutcome::refused : RefundOutcome::unknown;
}

Result<WebhookEvent> Stripe::open_webhook(const std::string& signature, const std::string& body) {
    if (!is_signed(secrets_, signature, body, clock_.now()))
        return Error{ErrorKind::malformed, "payments.bad_signature",
                     "The Stripe-Signature does not fit the body, or is more than 5 minutes off."};
    return read_event(body);
}

Result<std::string> Stripe::make_payer(const auth::UserId& customer) {
    const auto name = customer.text();
    Form form;
    form.add("metadata[customer]", name);
    const auto answer = post("/v1/customers", form, "payer:" + name);
    if (!answer || !answer->is_success()) return unavailable();
    return text_at(answer->body, "id");
}

Result<> Stripe::keep(const std::string& token, const std::string& payer) {
    Form form;
    form.add("customer", payer);
    const auto answer = post("/v1/payment_methods/" + token + "/attach", form);
    if (answer && answer->is_success()) return {};
    if (!answer || !answer->is_refusal()) return unavailable();
    const auto* error = object_at(answer->body, "error");
    return Error{ErrorKind::invalid,
                 "payments.method_refused",
                 "The provider does not keep this means of payment: " +
                     (error ? text_at(*error, "message") : std::string()),
                 {{"/token", "refused", "must be a means of payment that can be used again"}}};
}

Result<> Stripe::forget(const std::string& token) {
    const auto answer = post("/v1/payment_methods/" + token + "/detach", {});
    if (answer && (answer->is_success() || answer->is_refusal())) return {};
    return unavailable();
}

Stripe::Sent Stripe::get(const std::string& path) {
    return send({.method = "GET", .url = config_.url + path});
}

Stripe::Sent Stripe::post(const std::string& path, const Form& form,
                          const std::string& idempotency_key) {
    platform::OutgoingRequest request{.method = "POST", .url = config_.url + path};
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    if (!idempotency_key.empty()) request.headers.emplace_back("Idempotency-Key", idempotency_key);
    request.body = form.text();
    return send(std::move(request));
}

Stripe::Sent Stripe::send(platform::OutgoingRequest request) {
    request.headers.emplace_back("Authorization", "Bearer " + config_.secret_key);
    request.headers.emplace_back("Stripe-Version", api_version);
    request.deadline = std::chrono::milliseconds(config_.deadline_ms);
    const auto answer = client_.send(request);
    if (!answer) return answer.error();
    if (answer->status == 401 || answer->status == 403)
        platform::log::error("Stripe does not take our key: look at payments.stripe.secret_key",
                             {{"status", std::int64_t{answer->status}}});
    auto body = platform::json::read<boost::json::object>(answer->body);
    return Answer{answer->status, body ? *std::move(body) : boost::json::object{}};
}

}  // namespace kontor::payments
