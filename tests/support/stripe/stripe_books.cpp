#include "stripe_books.hpp"

#include "platform/core/uuid.hpp"

#include <boost/json/serialize.hpp>

#include <chrono>
#include <fstream>

namespace kontor::test {

namespace {

using Object = boost::json::object;

std::int64_t unix_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string text(const Object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    return member && member->is_string() ? std::string(member->get_string()) : "";
}

std::int64_t number(const Object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    return member && member->is_int64() ? member->get_int64() : 0;
}

std::string field(const FormFields& form, const std::string& name) {
    const auto found = form.find(name);
    return found == form.end() ? "" : found->second;
}

std::int64_t amount_in(const FormFields& form, const std::string& name, std::int64_t otherwise) {
    const auto given = field(form, name);
    return given.empty() ? otherwise : std::stoll(given);
}

// metadata[order]=... as an object.
Object metadata_of(const FormFields& form) {
    Object metadata;
    for (const auto& [name, value] : form)
        if (name.starts_with("metadata[") && name.ends_with(']'))
            metadata[name.substr(9, name.size() - 10)] = value;
    return metadata;
}

bool has(const std::string& method, std::string_view trait) {
    return method.find(trait) != std::string::npos;
}

StripeAnswer no_such(const std::string& what, const std::string& id) {
    return stripe_error(404, "invalid_request_error", "resource_missing",
                        "No such " + what + ": '" + id + "'");
}

StripeAnswer unexpected_state(const Object& intent, const std::string& deed) {
    auto answer = stripe_error(400, "invalid_request_error", "payment_intent_unexpected_state",
                               "This PaymentIntent could not be " + deed +
                                   " because it has a status of " + text(intent, "status") + ".");
    answer.body["error"].as_object()["payment_intent"] = intent;
    return answer;
}

Object list_of(boost::json::array data, const std::string& url) {
    return {{"object", "list"}, {"data", std::move(data)}, {"has_more", false}, {"url", url}};
}

}  // namespace

StripeAnswer stripe_error(int status, const std::string& type, const std::string& code,
                          const std::string& message) {
    Object error{{"type", type}, {"message", message}};
    if (!code.empty()) error["code"] = code;
    return {status, {{"error", std::move(error)}}};
}

StripeBooks::StripeBooks(const std::filesystem::path& file, Announce announce)
    : file_(file), announce_(std::move(announce)) {}

std::string StripeBooks::new_id(const std::string& prefix) {
    auto random = platform::to_string(platform::new_uuid());
    std::erase(random, '-');
    return prefix + std::to_string(++made_) + random;
}

void StripeBooks::note(const std::string& deed, const Object& intent, std::int64_t amount) {
    const auto& metadata = intent.at("metadata").as_object();
    entries_.push_back({deed, text(intent, "id"), text(metadata, "charge"), amount});
    if (file_.empty()) return;
    std::ofstream(file_, std::ios::app)
        << boost::json::serialize(Object{{"at", unix_now()},
                                         {"deed", deed},
                                         {"intent", intent.at("id")},
                                         {"amount", amount},
                                         {"currency", intent.at("currency")},
                                         {"metadata", metadata}})
        << '\n'
        << std::flush;
}

void StripeBooks::tell(const std::string& type, const Object& subject) {
    announce_(type, {{"id", new_id("evt_")},
                     {"object", "event"},
                     {"api_version", "2024-06-20"},
                     {"created", unix_now()},
                     {"type", type},
                     {"livemode", false},
                     {"pending_webhooks", 1},
                     {"request", {{"id", nullptr}, {"idempotency_key", nullptr}}},
                     {"data", {{"object", subject}}}});
}

StripeBooks::Object* StripeBooks::find_intent(const std::string& id) {
    const auto found = intents_.find(id);
    return found == intents_.end() ? nullptr : &found->second;
}

StripeAnswer StripeBooks::create_intent(const FormFields& form) {
    const std::lock_guard lock(mutex_);
    const auto amount = amount_in(form, "amount", 0);
    if (amount <= 0)
        return stripe_error(400, "invalid_request_error", "parameter_invalid_integer",
                            "This value must be greater than or equal to 1.");
    if (field(form, "currency").size() != 3)
        return stripe_error(400, "invalid_request_error", "parameter_missing",
                            "Missing required param: currency.");
    const auto id = new_id("pi_");
    const auto manual = field(form, "capture_method") == "manual";
    Object intent{{"id", id},
                  {"object", "payment_intent"},
                  {"amount", amount},
                  {"amount_capturable", 0},
                  {"amount_received", 0},
                  {"cancellation_reason", nullptr},
                  {"canceled_at", nullptr},
                  {"capture_method", manual ? "manual" : "automatic"},
                  {"client_secret", id + "_secret_double"},
                  {"confirmation_method", "automatic"},
                  {"created", unix_now()},
                  {"currency", field(form, "currency")},
                  {"customer", nullptr},
                  {"last_payment_error", nullptr},
                  {"latest_charge", nullptr},
                  {"livemode", false},
                  {"metadata", metadata_of(form)},
                  {"next_action", nullptr},
                  {"payment_method", nullptr},
                  {"payment_method_types", boost::json::array{"card"}},
                  {"return_url", field(form, "return_url")},
                  {"status", "requires_payment_method"}};
    if (const auto customer = field(form, "customer"); !customer.empty()) {
        if (!customers_.contains(customer)) return no_such("customer", customer);
        intent["customer"] = customer;
    }
    const auto method = field(form, "payment_method");
    if (!method.empty() && !method.starts_with("pm_")) return no_such("PaymentMethod", method);
    auto& kept = intents_[id] = std::move(intent);
    order_of_intents_.push_back(id);
    note("created", kept, amount);
    tell("payment_intent.created", kept);
    if (method.empty()) return {200, kept};
    kept["payment_method"] = method;
    kept["status"] = "requires_confirmation";
    return field(form, "confirm") == "true" ? charge(kept, method) : StripeAnswer{200, kept};
}

StripeAnswer StripeBooks::charge(Object& intent, const std::string& method) {
    if (has(method, "eclined")) {
        Object error{{"type", "card_error"},
                     {"code", "card_declined"},
                     {"decline_code", "generic_decline"},
                     {"message", "Your card was declined."}};
        intent["status"] = "requires_payment_method";
        intent["payment_method"] = nullptr;
        intent["last_payment_error"] = error;
        note("declined", intent, number(intent, "amount"));
        tell("payment_intent.payment_failed", intent);
        error["payment_intent"] = intent;
        return {402, {{"error", error}}};
    }
    if (has(method, "requires_action") || has(method, "threeDSecure")) {
        intent["status"] = "requires_action";
        intent["next_action"] = {{"type", "redirect_to_url"},
                                 {"redirect_to_url",
                                  {{"return_url", intent["return_url"]},
                                   {"url", "/double/authenticate/" + text(intent, "id")}}}};
        tell("payment_intent.requires_action", intent);
        return {200, intent};
    }
    settle(intent);
    return {200, intent};
}

void StripeBooks::settle(Object& intent) {
    const auto amount = number(intent, "amount");
    intent["next_action"] = nullptr;
    intent["latest_charge"] = "ch_" + text(intent, "id").substr(3);
    if (text(intent, "capture_method") == "manual") {
        intent["status"] = "requires_capture";
        intent["amount_capturable"] = amount;
        note("authorized", intent, amount);
        tell("payment_intent.amount_capturable_updated", intent);
        return;
    }
    intent["status"] = "succeeded";
    intent["amount_received"] = amount;
    note("captured", intent, amount);
    tell("payment_intent.succeeded", intent);
}

StripeBooks::Object StripeBooks::charge_of(const Object& intent) const {
    std::int64_t refunded = 0;
    for (const auto& refund : refunds_)
        if (text(refund, "payment_intent") == text(intent, "id") &&
            text(refund, "status") == "succeeded")
            refunded += number(refund, "amount");
    const auto received = number(intent, "amount_received");
    return {{"id", intent.at("latest_charge")},
            {"object", "charge"},
            {"amount", intent.at("amount")},
            {"amount_captured", received},
            {"amount_refunded", refunded},
            {"captured", received > 0},
            {"currency", intent.at("currency")},
            {"metadata", intent.at("metadata")},
            {"paid", true},
            {"payment_intent", intent.at("id")},
            {"refunded", refunded > 0 && refunded == received}};
}

StripeAnswer StripeBooks::intent(const std::string& id, bool expand_charge) {
    const std::lock_guard lock(mutex_);
    const auto* found = find_intent(id);
    if (!found) return no_such("payment_intent", id);
    auto answer = *found;
    if (expand_charge && answer["latest_charge"].is_string())
        answer["latest_charge"] = charge_of(*found);
    return {200, std::move(answer)};
}

StripeAnswer StripeBooks::confirm(const std::string& id, const FormFields& form) {
    const std::lock_guard lock(mutex_);
    auto* found = find_intent(id);
    if (!found) return no_such("payment_intent", id);
    const auto status = text(*found, "status");
    if (status != "requires_confirmation" && status != "requires_payment_method")
        return unexpected_state(*found, "confirmed");
    const auto given = field(form, "payment_method");
    const auto method = given.empty() ? text(*found, "payment_method") : given;
    if (method.empty())
        return stripe_error(400, "invalid_request_error", "parameter_missing",
                            "You cannot confirm this PaymentIntent because it's missing a payment "
                            "method.");
    (*found)["payment_method"] = method;
    return charge(*found, method);
}

StripeAnswer StripeBooks::capture(const std::string& id, const FormFields& form) {
    const std::lock_guard lock(mutex_);
    auto* found = find_intent(id);
    if (!found) return no_such("payment_intent", id);
    auto& intent = *found;
    if (text(intent, "status") != "requires_capture") return unexpected_state(intent, "captured");
    const auto amount = amount_in(form, "amount_to_capture", number(intent, "amount_capturable"));
    if (amount <= 0 || amount > number(intent, "amount_capturable"))
        return stripe_error(400, "invalid_request_error", "amount_too_large",
                            "The amount is more than can be captured.");
    intent["status"] = "succeeded";
    intent["amount_capturable"] = 0;
    intent["amount_received"] = amount;
    note("captured", intent, amount);
    tell("payment_intent.succeeded", intent);
    return {200, intent};
}

StripeAnswer StripeBooks::cancel(const std::string& id, const FormFields& form) {
    const std::lock_guard lock(mutex_);
    auto* found = find_intent(id);
    if (!found) return no_such("payment_intent", id);
    auto& intent = *found;
    const auto status = text(intent, "status");
    if (status == "succeeded" || status == "canceled") return unexpected_state(intent, "canceled");
    intent["status"] = "canceled";
    intent["amount_capturable"] = 0;
    intent["next_action"] = nullptr;
    intent["canceled_at"] = unix_now();
    if (const auto reason = field(form, "cancellation_reason"); !reason.empty())
        intent["cancellation_reason"] = reason;
    note("canceled", intent, number(intent, "amount"));
    tell("payment_intent.canceled", intent);
    return {200, intent};
}

StripeAnswer StripeBooks::authenticate(const std::string& id, bool agrees) {
    const std::lock_guard lock(mutex_);
    auto* found = find_intent(id);
    if (!found) return no_such("payment_intent", id);
    if (text(*found, "status") != "requires_action")
        return unexpected_state(*found, "authenticated");
    if (!agrees) return charge(*found, "pm_declined");
    settle(*found);
    return {200, *found};
}

StripeAnswer StripeBooks::list_intents(const std::string& metadata_name, const std::string& value) {
    const std::lock_guard lock(mutex_);
    boost::json::array found;
    for (const auto& id : order_of_intents_) {
        const auto& intent = intents_.at(id);
        if (metadata_name.empty() ||
            text(intent.at("metadata").as_object(), metadata_name) == value)
            found.push_back(intent);
    }
    return {200, list_of(std::move(found), "/v1/payment_intents")};
}

std::vector<StripeEntry> StripeBooks::entries() const {
    const std::lock_guard lock(mutex_);
    return entries_;
}

StripeAnswer StripeBooks::create_refund(const FormFields& form) {
    const std::lock_guard lock(mutex_);
    const auto id = field(form, "payment_intent");
    auto* found = find_intent(id);
    if (!found) return no_such("payment_intent", id);
    const auto charge = charge_of(*found);
    const auto left = number(charge, "amount_captured") - number(charge, "amount_refunded");
    const auto amount = amount_in(form, "amount", left);
    if (left == 0 && number(charge, "amount_refunded") > 0)
        return stripe_error(400, "invalid_request_error", "charge_already_refunded",
                            "Charge has already been refunded.");
    if (amount <= 0 || amount > left)
        return stripe_error(400, "invalid_request_error", "",
                            "Refund amount is greater than unrefunded amount on charge.");
    refunds_.push_back({{"id", new_id("re_")},
                        {"object", "refund"},
                        {"amount", amount},
                        {"charge", found->at("latest_charge")},
                        {"created", unix_now()},
                        {"currency", found->at("currency")},
                        {"metadata", metadata_of(form)},
                        {"payment_intent", id},
                        {"status", "succeeded"}});
    note("refunded", *found, amount);
    tell("charge.refunded", charge_of(*found));
    return {200, refunds_.back()};
}

StripeAnswer StripeBooks::list_refunds(const std::string& intent) {
    const std::lock_guard lock(mutex_);
    boost::json::array found;
    for (const auto& refund : refunds_)
        if (intent.empty() || text(refund, "payment_intent") == intent) found.push_back(refund);
    return {200, list_of(std::move(found), "/v1/refunds")};
}

StripeAnswer StripeBooks::create_customer(const FormFields& form) {
    const std::lock_guard lock(mutex_);
    const auto id = new_id("cus_");
    auto& made = customers_[id] = {{"id", id},
                                   {"object", "customer"},
                                   {"created", unix_now()},
                                   {"livemode", false},
                                   {"metadata", metadata_of(form)}};
    return {200, made};
}

StripeAnswer StripeBooks::customer(const std::string& id) {
    const std::lock_guard lock(mutex_);
    const auto found = customers_.find(id);
    return found == customers_.end() ? no_such("customer", id) : StripeAnswer{200, found->second};
}

StripeAnswer StripeBooks::attach(const std::string& method, const FormFields& form) {
    const std::lock_guard lock(mutex_);
    const auto customer = field(form, "customer");
    if (!method.starts_with("pm_")) return no_such("PaymentMethod", method);
    if (!customers_.contains(customer)) return no_such("customer", customer);
    if (has(method, "eclined"))
        return stripe_error(402, "card_error", "card_declined", "Your card was declined.");
    auto& payer = payer_of_method_[method];
    if (!payer.empty() && payer != customer)
        return stripe_error(400, "invalid_request_error", "",
                            "The payment method you provided has already been attached to a "
                            "customer.");
    payer = customer;
    return {
        200,
        {{"id", method}, {"object", "payment_method"}, {"type", "card"}, {"customer", customer}}};
}

StripeAnswer StripeBooks::detach(const std::string& method) {
    const std::lock_guard lock(mutex_);
    if (payer_of_method_.erase(method) == 0)
        return stripe_error(400, "invalid_request_error", "",
                            "The payment method you provided is not attached to a customer.");
    return {
        200,
        {{"id", method}, {"object", "payment_method"}, {"type", "card"}, {"customer", nullptr}}};
}

}  // namespace kontor::test
