// Payments as they were.
#include "service.hpp"
#include "store.hpp"

namespace kontor::payments {

using platform::Reader;
using platform::Time;

namespace {

struct PaymentThen {
    PaymentId id;
    PaymentStatus status{};
    std::int64_t amount = 0;
};
BOOST_DESCRIBE_STRUCT(PaymentThen, (), (id, status, amount))

// The first event after says what a payment was before it.
std::vector<PaymentThen> stood_at(Reader& reader, const orders::OrderId& order, Time at) {
    return reader.all<PaymentThen>(
        "select p.id, coalesce((select e.from_status from payments.payment_event e"
        "  where e.payment_id = p.id and e.at > $2 order by e.id limit 1), p.status) as status,"
        " coalesce((select a.amount from payments.replaced_amount a"
        "  where a.payment_id = p.id and a.until > $2 order by a.id limit 1), p.amount) as amount"
        " from payments.payment p where p.order_id = $1 and p.created_at <= $2 order by p.attempt",
        order, at);
}

}  // namespace

std::vector<Payment> Service::payments_at(const orders::OrderId& order, Time at) {
    const auto then = database_.read([&](Reader& reader) { return stood_at(reader, order, at); });
    std::vector<Payment> payments;
    for (auto& payment :
         database_.read([&](Reader& reader) { return store::payments_of(reader, order); }))
        for (const auto& known : then)
            if (known.id == payment.id) {
                payment.status = known.status;
                payment.amount = known.amount;
                payments.push_back(present(payment));
                break;
            }
    return payments;
}

}  // namespace kontor::payments
