#include "backing.hpp"

namespace kontor::checkout {

using payments::PaymentStatus;

bool is_binding(PaymentStatus status) {
    return status == PaymentStatus::captured || status == PaymentStatus::authorized ||
           status == PaymentStatus::awaited;
}

orders::Funding funding_of(const payments::Payment& payment, std::int64_t tendered) {
    orders::Funding funding({payment.captured.amount + tendered, payment.amount.currency});
    funding.authorized = payment.to_capture.amount;
    funding.goods_may_leave = payment.goods_may_leave;
    return funding;
}

platform::Error declined(const payments::Payment& payment) {
    return {platform::ErrorKind::payment_refused, "payment_declined",
            payment.refusal.value_or("The payment was refused. Choose another means of payment.")};
}

}  // namespace kontor::checkout
