#include "payments/shares.hpp"
#include "refunds.hpp"

#include <algorithm>
#include <tuple>

namespace kontor::payments {

namespace {

std::int64_t tax_in_proportion(const Refundable& from, std::int64_t amount) {
    const auto& payment = from.payment;
    const auto due = share(payment.tax, from.promised.amount + amount, payment.captured);
    return due - from.promised.tax;
}

}  // namespace

std::vector<Refundable> refundable(const std::vector<PaymentRow>& payments,
                                   const std::vector<PromisedBack>& promised) {
    std::vector<Refundable> found;
    for (const auto& payment : payments) {
        Refundable candidate{payment, {payment.id}};
        const auto back = std::ranges::find(promised, payment.id, &PromisedBack::payment);
        if (back != promised.end()) candidate.promised = *back;
        if (candidate.left() > 0) found.push_back(candidate);
    }
    std::ranges::sort(found, std::ranges::greater(), [](const Refundable& candidate) {
        const auto& payment = candidate.payment;
        return std::tuple(payment.captured_at, payment.instrument.has_value(), payment.id);
    });
    return found;
}

std::vector<Part> divide(const std::vector<Refundable>& from, std::int64_t amount,
                         std::optional<std::int64_t> tax) {
    std::vector<Part> parts;
    std::int64_t divided = 0;
    for (std::size_t index = 0; index < from.size() && divided < amount; ++index) {
        const auto part = std::min(amount - divided, from[index].left());
        const auto wanted =
            tax ? next_share(*tax, divided, part, amount) : tax_in_proportion(from[index], part);
        const auto tax_left = from[index].payment.tax - from[index].promised.tax;
        const auto most = std::max<std::int64_t>(std::min(part, tax_left), 0);
        parts.push_back({index, part, std::clamp<std::int64_t>(wanted, 0, most)});
        divided += part;
    }
    return parts;
}

}  // namespace kontor::payments
