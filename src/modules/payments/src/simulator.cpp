#include "simulator.hpp"

#include "signature.hpp"

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
    std::int64_t amount = 0;
    platform::Currency currency;
};
BOOST_DESCRIBE_STRUCT(ChargeRecord, (), (payment, outcome, approved, amount, currency))

std::optional<ChargeRecord> find(Reader& reader, const std::string& key) {
    return reader.one<ChargeRecord>(
        "select payment, outcome, exists (select from payments.simulator_approval a"
        " where a.key = c.key) as approved, amount, currency"
        " from payments.simulator_charge c where key = $1",
        key);
}

PaymentStatus outcome_of(const std::string& token) {
    constexpr std::array takes_money{"sim_ok", "sim_timeout", "sim_duplicate_webhook", "sim_slow"};
    if (std::ranges::find(takes_money, token) != takes_money.end()) return PaymentStatus::captured;
    if (token == "sim_requires_action") return PaymentStatus::requires_action;
    return PaymentStatus::declined;
}

std::string approval_url(const platform::Uuid& payment) {
    return "/v1/payments/simulator/" + PaymentId(payment).text() + "/approve";
}

Report report_of(const ChargeRecord& record) {
    if (record.outcome == PaymentStatus::captured || record.approved)
        return {.status = PaymentStatus::captured, .captured = {record.amount, record.currency}};
    if (record.outcome == PaymentStatus::requires_action)
        return {.status = PaymentStatus::requires_action,
                .next_action_url = approval_url(record.payment)};
    return {.status = PaymentStatus::declined, .refusal = "The means of payment was declined."};
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
      send_webhook_(std::move(send_webhook)) {
    if (!config.simulator_former_webhook_secret.empty())
        secrets_.push_back(config.simulator_former_webhook_secret);
}

Report Simulator::charge(const Charge& charge) {
    if (charge.token == "sim_error") return {};
    if (charge.token == "sim_slow")
        std::this_thread::sleep_for(std::chrono::milliseconds(slow_ms_));

    const auto outcome = outcome_of(charge.token);
    if (!enter(charge, outcome)) return look_up(charge.key);
    if (charge.token == "sim_timeout") return {};
    if (charge.token == "sim_duplicate_webhook") announce(charge.key);
    return report_of(
        {charge.payment.uuid(), outcome, false, charge.amount.amount, charge.amount.currency});
}

// False when the key has a charge already.
bool Simulator::enter(const Charge& charge, PaymentStatus outcome) {
    try {
        database_.transact(
            [&](Tx& tx) {
                tx.defer(
                    "insert into payments.simulator_charge"
                    " (key, payment, token, outcome, amount, currency, at)"
                    " values ($1, $2, $3, $4, $5, $6, $7)",
                    charge.key, charge.payment, charge.token, outcome, charge.amount.amount,
                    charge.amount.currency, clock_.now());
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

Report Simulator::look_up(const std::string& charge_key) {
    const auto record = database_.read([&](Reader& reader) { return find(reader, charge_key); });
    if (!record)
        return {.status = PaymentStatus::failed,
                .refusal = "The payment did not reach the payment provider."};
    return report_of(*record);
}

RefundOutcome Simulator::refund(const std::string& charge_key, const std::string& refund_key,
                                const platform::Money& amount) {
    return database_.transact([&](Tx& tx) {
        tx.run("select from payments.simulator_charge where key = $1 for update", charge_key);
        const auto charge = find(tx, charge_key);
        if (!charge || report_of(*charge).status != PaymentStatus::captured ||
            charge->currency != amount.currency)
            return RefundOutcome::refused;
        tx.run(
            "insert into payments.simulator_refund (key, charge_key, amount, at)"
            " select $1::text, key, $3::bigint, $4::timestamptz from payments.simulator_charge c"
            " where key = $2 and amount - $3 >= (select coalesce(sum(amount), 0)"
            " from payments.simulator_refund where charge_key = $2)"
            " on conflict do nothing",
            refund_key, charge_key, amount.amount, clock_.now());
        const auto settled = *tx.one<bool>(
            "select exists (select from payments.simulator_refund where key = $1)", refund_key);
        return settled ? RefundOutcome::settled : RefundOutcome::refused;
    });
}

bool Simulator::approve(const std::string& charge_key) {
    return database_.transact([&](Tx& tx) {
        const auto charge = find(tx, charge_key);
        if (!charge || charge->outcome != PaymentStatus::requires_action) return false;
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
                     "The Webhook-Signature does not fit the body, or is older than 5 minutes."};
    const auto object = platform::json::read<boost::json::object>(body);
    if (!object) return bad_webhook(object.error().message);
    const auto id = text_member(*object, "id");
    const auto type = text_member(*object, "type");
    if (!id || id->empty() || id->size() > longest_event_id || !type)
        return bad_webhook("it must have an id of 1 to 255 bytes and a type, both text.");
    return WebhookEvent{*id, *type, text_member(*object, "charge_key")};
}

}  // namespace kontor::payments
