#include "simulator.hpp"

#include "signature.hpp"
#include "states.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::size_t longest_event_id = 255;

struct ChargeRecord {
    platform::Uuid payment;
    PaymentStatus outcome{};
    bool approved = false;
    bool taken = false;
    bool given_up = false;
    bool captures_at_once = true;
    std::int64_t amount = 0;
    platform::Currency currency;
    std::optional<std::int64_t> taken_amount{};  // where it is not all
    std::int64_t refunded = 0;
};
BOOST_DESCRIBE_STRUCT(ChargeRecord, (),
                      (payment, outcome, approved, taken, given_up, captures_at_once, amount,
                       currency, taken_amount, refunded))

std::optional<ChargeRecord> find(Reader& reader, const std::string& key) {
    return reader.one<ChargeRecord>(
        "select payment, outcome, exists (select from payments.simulator_approval a"
        " where a.key = c.key) as approved, exists (select from payments.simulator_capture t"
        " where t.key = c.key) as taken, exists (select from payments.simulator_void v"
        " where v.key = c.key) as given_up, captures_at_once, amount, currency,"
        " (select t.amount from payments.simulator_capture t where t.key = c.key) as taken_amount,"
        " (select coalesce(sum(r.amount), 0)::bigint from payments.simulator_refund r"
        "  where r.charge_key = c.key) as refunded from payments.simulator_charge c where key = $1",
        key);
}

PaymentStatus outcome_of(const Charge& charge) {
    constexpr std::array good{"sim_ok", "sim_timeout", "sim_duplicate_webhook", "sim_slow"};
    if (std::ranges::find(good, charge.token) != good.end())
        return charge.capture == CaptureMode::at_once ? PaymentStatus::captured
                                                      : PaymentStatus::authorized;
    if (charge.token == "sim_requires_action") return PaymentStatus::requires_action;
    return PaymentStatus::declined;
}

std::string approval_url(const platform::Uuid& payment) {
    return "/v1/payments/simulator/" + PaymentId(payment).text() + "/approve";
}

Report report_of(const ChargeRecord& record) {
    const platform::Money amount{record.amount, record.currency};
    if (record.given_up)
        return {.status = PaymentStatus::cancelled, .refusal = "The payment was given up."};
    if (record.outcome == PaymentStatus::captured || record.taken ||
        (record.approved && record.captures_at_once))
        return {.status = PaymentStatus::captured,
                .captured = {record.taken_amount.value_or(record.amount), record.currency},
                .refunded = record.refunded};
    if (record.outcome == PaymentStatus::authorized || record.approved)
        return {.status = PaymentStatus::authorized, .authorized = amount};
    if (record.outcome == PaymentStatus::requires_action)
        return {.status = PaymentStatus::requires_action,
                .next_action_url = approval_url(record.payment)};
    return {.status = PaymentStatus::declined, .refusal = "The means of payment was declined."};
}

Report never_seen() {
    return {.status = PaymentStatus::failed,
            .refusal = "The payment did not reach the payment provider."};
}

Error bad_webhook(const std::string& detail) {
    return {ErrorKind::malformed, "payments.bad_webhook",
            "The provider's message cannot be read: " + detail};
}

std::optional<std::string> text_member(const boost::json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    if (!member || !member->is_string()) return std::nullopt;
    return std::string(member->get_string());
}

}  // namespace

Simulator::Simulator(platform::Database& database, const platform::Clock& clock,
                     const Config& config, SendWebhook send_webhook)
    : database_(database),
      clock_(clock),
      secrets_{config.simulator_webhook_secret},
      slow_ms_(config.simulator_slow_ms),
      capture_mode_(config.simulator_capture),
      send_webhook_(std::move(send_webhook)) {
    if (!config.simulator_former_webhook_secret.empty())
        secrets_.push_back(config.simulator_former_webhook_secret);
}

Result<> Simulator::ready(const std::string& token) const {
    if (!token.empty()) return {};
    return Error{ErrorKind::invalid,
                 "payments.bad_token",
                 "The simulator needs a token, such as sim_ok.",
                 {{"/payment/token", "required", "must be a token of the provider's"}}};
}

Result<Report> Simulator::charge(const Charge& charge) {
    if (charge.token == "sim_error") return Report{};
    if (charge.token == "sim_slow")
        std::this_thread::sleep_for(std::chrono::milliseconds(slow_ms_));

    const auto outcome = outcome_of(charge);
    if (!enter(charge, outcome)) return look_up(charge);
    if (charge.token == "sim_timeout") return Report{};
    if (charge.token == "sim_duplicate_webhook") announce(charge.key);
    return report_of({.payment = charge.payment.uuid(),
                      .outcome = outcome,
                      .amount = charge.amount.amount,
                      .currency = charge.amount.currency});
}

// False when the key has a charge already.
bool Simulator::enter(const Charge& charge, PaymentStatus outcome) {
    try {
        database_.transact(
            [&](Tx& tx) {
                tx.defer(
                    "insert into payments.simulator_charge"
                    " (key, payment, outcome, amount, currency, at, captures_at_once)"
                    " values ($1, $2, $3, $4, $5, $6, $7)",
                    charge.key, charge.payment, outcome, charge.amount.amount,
                    charge.amount.currency, clock_.now(), charge.capture == CaptureMode::at_once);
            },
            platform::Commit::with_the_next);
        return true;
    } catch (const platform::StatementError& error) {
        if (!error.unique_violation()) throw;
        return false;
    }
}

void Simulator::announce(const std::string& charge_key) {
    const WebhookEvent event{platform::to_typeid("evt", platform::new_uuid()), "charge.captured",
                             charge_key};
    const auto body = platform::json::write(event);
    const auto signature = sign_webhook(secrets_.front(), clock_.now(), body);
    send_webhook_(signature, body);
    send_webhook_(signature, body);
}

Report Simulator::capture(const Charge& charge) {
    return end_with(charge, [&](Tx& tx) {
        tx.run("insert into payments.simulator_capture (key, at, amount) values ($1, $2, $3)",
               charge.key, clock_.now(), charge.to_capture.amount);
    });
}

Report Simulator::cancel(const Charge& charge) {
    return end_with(charge, [&](Tx& tx) {
        tx.run("insert into payments.simulator_void (key, at) values ($1, $2)", charge.key,
               clock_.now());
    });
}

// Only what is not taken, refused or given up can be ended.
Report Simulator::end_with(const Charge& charge, const std::function<void(Tx&)>& end) {
    return database_.transact([&](Tx& tx) {
        tx.run("select from payments.simulator_charge where key = $1 for update", charge.key);
        const auto record = find(tx, charge.key);
        if (!record) return never_seen();
        const auto stands = report_of(*record);
        if (!is_open(stands.status)) return stands;
        end(tx);
        return report_of(*find(tx, charge.key));
    });
}

Report Simulator::look_up(const Charge& charge) {
    const auto record = database_.read([&](Reader& reader) { return find(reader, charge.key); });
    return record ? report_of(*record) : never_seen();
}

RefundOutcome Simulator::refund(const Charge& charge, const std::string& refund_key,
                                const platform::Money& amount) {
    return database_.transact([&](Tx& tx) {
        tx.run("select from payments.simulator_charge where key = $1 for update", charge.key);
        const auto record = find(tx, charge.key);
        if (!record || report_of(*record).status != PaymentStatus::captured ||
            record->currency != amount.currency)
            return RefundOutcome::refused;
        tx.run(
            "insert into payments.simulator_refund (key, charge_key, amount, at)"
            " select $1::text, key, $3::bigint, $4::timestamptz from payments.simulator_charge c"
            " where key = $2 and coalesce((select t.amount from payments.simulator_capture t"
            "  where t.key = c.key), amount) - $3 >= (select coalesce(sum(amount), 0)"
            " from payments.simulator_refund where charge_key = $2)"
            " on conflict do nothing",
            refund_key, charge.key, amount.amount, clock_.now());
        const auto settled = *tx.one<bool>(
            "select exists (select from payments.simulator_refund where key = $1)", refund_key);
        return settled ? RefundOutcome::settled : RefundOutcome::refused;
    });
}

bool Simulator::approve(const std::string& charge_key) {
    return database_.transact([&](Tx& tx) {
        tx.run("select from payments.simulator_charge where key = $1 for update", charge_key);
        const auto charge = find(tx, charge_key);
        if (!charge || charge->outcome != PaymentStatus::requires_action || charge->given_up)
            return false;
        tx.defer(
            "insert into payments.simulator_approval (key, at) values ($1, $2)"
            " on conflict do nothing",
            charge_key, clock_.now());
        return true;
    });
}

Result<WebhookEvent> Simulator::open_webhook(const std::string& signature,
                                             const std::string& body) {
    if (!is_signed(secrets_, signature, body, clock_.now()))
        return Error{ErrorKind::malformed, "payments.bad_signature",
                     "The Webhook-Signature does not fit the body, or is more than 5 minutes off."};
    const auto object = platform::json::read<boost::json::object>(body);
    if (!object) return bad_webhook(object.error().message);
    const auto id = text_member(*object, "id");
    const auto type = text_member(*object, "type");
    if (!id || id->empty() || id->size() > longest_event_id || !type)
        return bad_webhook("it must have an id of 1 to 255 bytes and a type, both text.");
    return WebhookEvent{*id, *type, text_member(*object, "charge_key"), std::nullopt};
}

}  // namespace kontor::payments
