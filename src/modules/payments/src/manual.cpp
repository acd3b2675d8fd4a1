#include "manual.hpp"

namespace kontor::payments {

namespace {

constexpr std::chrono::days never = std::chrono::days(100 * 365);

}  // namespace

Report Manual::look_up(const Charge& charge) {
    return {.status = PaymentStatus::awaited,
            .ask_at = charge.created_at + overdue_after_.value_or(never)};
}

platform::Result<WebhookEvent> Manual::open_webhook(const std::string&, const std::string&) {
    return platform::Error{platform::ErrorKind::malformed, "payments.bad_webhook",
                           "This provider sends no messages."};
}

}  // namespace kontor::payments
