#include "payments/shares.hpp"
#include "refunds.hpp"

#include <algorithm>
#include <tuple>

namespace kontor::payments {

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
        const Taxed left{from[index].left(), from[index].tax_left()};
        const auto part = std::min(amount - divided, left.amount);
        const auto back = tax ? tax_of_part(left, part, share(*tax, part, amount - divided))
                              : tax_of_part(left, part);
        parts.push_back({index, part, back});
        divided += part;
        // What one payment does not hold, the next may.
        if (tax) *tax -= back;
    }
    return parts;
}

}  // namespace kontor::payments
