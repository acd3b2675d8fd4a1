#include "service.hpp"

#include <algorithm>

namespace kontor::payments {

using platform::Reader;

namespace {

constexpr auto longest_on_its_way = std::chrono::minutes(2);
constexpr std::size_t page = 500;

// A payment with what the ledger and its refunds say of it.
struct Booked {
    PaymentId id;
    std::int64_t ledger_captured = 0;
    std::int64_t ledger_refunded = 0;
    std::int64_t sent_back = 0;  // by the provider
    std::int64_t on_its_way_back = 0;
};
BOOST_DESCRIBE_STRUCT(Booked, (),
                      (id, ledger_captured, ledger_refunded, sent_back, on_its_way_back))

std::vector<Booked> page_of(Reader& reader, const Period& period, platform::Time until,
                            const std::optional<PaymentId>& after) {
    return reader.all<Booked>(
        "select p.id, coalesce(l.captured, 0)::bigint as ledger_captured,"
        " coalesce(l.refunded, 0)::bigint as ledger_refunded,"
        " coalesce(r.sent, 0)::bigint as sent_back, coalesce(r.pending, 0)::bigint"
        "  as on_its_way_back from payments.payment p"
        " left join lateral (select sum(g.amount) filter (where t.kind = 'capture') as captured,"
        "   -sum(g.amount) filter (where t.kind = 'refund') as refunded"
        "  from payments.ledger_transaction t join payments.ledger_posting g"
        "   on g.transaction_id = t.id"
        "   and g.account not in ('customer_payments', 'tax_payable', 'refunds')"
        "  where t.payment_id = p.id) l on true"
        " left join lateral (select sum(f.amount) filter (where f.status = 'settled') as sent,"
        "   sum(f.amount) filter (where f.status = 'pending') as pending"
        "  from payments.refund f where f.payment_id = p.id and f.credited_to is null) r on true"
        " where p.created_at < $2 and ($1::timestamptz is null or p.created_at >= $1)"
        " and ($3::uuid is null or p.id > $3) order by p.id limit $4",
        period.from, until, after, page);
}

// Entries of the ledger about payments that are not there.
std::vector<Difference> orphans(Reader& reader) {
    return reader.all<Difference>(
        "select 'ledger' as book, t.payment_id::text as subject, '' as order, 'captured' as what,"
        " 0::bigint as payments, sum(g.amount)::bigint as other, g.currency"
        " from payments.ledger_transaction t join payments.ledger_posting g"
        "  on g.transaction_id = t.id"
        "  and g.account not in ('customer_payments', 'tax_payable', 'refunds')"
        " where t.kind = 'capture' and not exists (select from payments.payment p"
        "  where p.id = t.payment_id) group by t.payment_id, g.currency");
}

class Comparison {
public:
    Comparison(const PaymentRow& payment, std::vector<Difference>& differences)
        : payment_(payment), differences_(differences) {}

    void expect(const std::string& book, const std::string& what, std::int64_t payments,
                std::int64_t other) {
        if (payments == other) return;
        differences_.push_back({book, payment_.id.text(), payment_.order_id.text(), what, payments,
                                other, std::string(payment_.currency.code())});
    }

private:
    const PaymentRow& payment_;
    std::vector<Difference>& differences_;
};

bool has_money(PaymentStatus status) {
    return status == PaymentStatus::captured || status == PaymentStatus::refunded;
}

void compare_with_provider(Comparison& comparison, const PaymentRow& payment, const Booked& booked,
                           const Report& report) {
    const bool is_kept_by_hand = report.status == PaymentStatus::awaited;
    if (is_kept_by_hand) return;
    if (report.status == PaymentStatus::processing && payment.captured > 0)
        return comparison.expect("provider", "unknown", payment.captured, 0);
    comparison.expect("provider", "captured", payment.captured,
                      has_money(report.status) ? report.captured.amount : 0);
    const bool is_on_its_way = report.refunded > booked.sent_back &&
                               report.refunded <= booked.sent_back + booked.on_its_way_back;
    if (!is_on_its_way)
        comparison.expect("provider", "refunded", booked.sent_back, report.refunded);
}

}  // namespace

std::vector<Difference> Service::differences(const Period& period) {
    const auto settled_by = clock_.now() - longest_on_its_way;
    const auto until = std::min(period.to.value_or(settled_by), settled_by);
    auto found = database_.read([](Reader& reader) { return orphans(reader); });
    for (auto& orphan : found)
        if (const auto id = platform::parse_uuid(orphan.subject))
            orphan.subject = PaymentId(*id).text();

    std::optional<PaymentId> after;
    while (true) {
        const auto booked =
            database_.read([&](Reader& reader) { return page_of(reader, period, until, after); });
        for (const auto& each : booked) {
            const auto payment = database_.read(
                [&](Reader& reader) { return store::payment(reader, each.id).value(); });
            Comparison comparison(payment, found);
            comparison.expect("ledger", "captured", payment.captured, each.ledger_captured);
            comparison.expect("ledger", "refunded", payment.refunded, each.ledger_refunded);
            if (payment.instrument) continue;
            if (auto* provider = find_provider(payment.provider))
                compare_with_provider(comparison, payment, each,
                                      provider->look_up(to_charge(payment)));
            else
                comparison.expect("provider", "not_configured", payment.captured, 0);
        }
        if (booked.size() < page) return found;
        after = booked.back().id;
    }
}

}  // namespace kontor::payments
