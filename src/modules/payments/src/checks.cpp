#include "service.hpp"
#include "stored_value_checks.hpp"

namespace kontor::payments {

using platform::Reader;
using platform::Violation;

namespace {

struct Finding {
    platform::Uuid id;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (id, detail))

class Findings {
public:
    explicit Findings(Reader& reader) : reader_(reader) {}

    template <class Id, class... Arguments>
    void add(const std::string& invariant, std::string_view sql, const Arguments&... arguments) {
        for (auto& finding : reader_.all<Finding>(sql, arguments...))
            violations_.push_back({invariant, Id(finding.id).text(), std::move(finding.detail)});
    }
    std::vector<Violation> take() { return std::move(violations_); }

private:
    Reader& reader_;
    std::vector<Violation> violations_;
};

constexpr std::string_view unbalanced =
    "select t.payment_id as id, format('the %s of the payment adds up to %s %s instead of 0',"
    " t.kind, sum(p.amount), p.currency) as detail"
    " from payments.ledger_posting p join payments.ledger_transaction t on t.id = p.transaction_id"
    " group by t.id, p.currency having sum(p.amount) <> 0";

constexpr std::string_view ledger_differs =
    "select p.id, format('captured %s and refunded %s, but the ledger has %s and %s',"
    " p.captured, p.refunded, coalesce(l.captured, 0), coalesce(l.refunded, 0)) as detail"
    " from payments.payment p left join (select t.payment_id,"
    "  sum(amount) filter (where kind = 'capture') as captured,"
    "  -sum(amount) filter (where kind = 'refund') as refunded"
    "  from payments.ledger_transaction t join payments.ledger_posting on transaction_id = t.id"
    "   and account not in ('customer_payments', 'tax_payable', 'refunds')"
    "  group by t.payment_id) l on l.payment_id = p.id"
    " where p.captured <> coalesce(l.captured, 0) or p.refunded <> coalesce(l.refunded, 0)";

constexpr std::string_view captured_twice =
    "select order_id as id, format('%s payments captured money', count(*)) as detail"
    " from payments.payment where captured > 0 and instrument is null"
    " and not additional group by order_id having count(*) > 1";

constexpr std::string_view refunds_exceed =
    "select p.id, format('captured %s, but refunds of %s are promised or paid, %s of them paid,"
    " and %s counted', p.captured, r.promised, r.paid, p.refunded) as detail"
    " from payments.payment p join (select payment_id,"
    "  sum(amount) filter (where status <> 'failed') as promised,"
    "  coalesce(sum(amount) filter (where status = 'settled'), 0) as paid"
    "  from payments.refund group by payment_id) r on r.payment_id = p.id"
    " where r.promised > p.captured or r.paid <> p.refunded";

constexpr std::string_view left_terminal_state =
    "select payment_id as id, format('went from %s to %s', from_status, to_status) as detail"
    " from payments.payment_event where from_status = 'refunded'"
    " or (from_status = 'captured' and to_status <> 'refunded')";

// The provider may be ahead of us for as long as its answer is on the way, but never behind.
constexpr std::string_view simulator_differs =
    "select p.id, format('captured %s and refunded %s, but the simulator has %s and %s',"
    " p.captured, p.refunded, coalesce(s.captured, 0), coalesce(s.refunded, 0)) as detail"
    " from payments.payment p left join (select c.payment, greatest(c.at, a.at, t.at) as at,"
    "  case when t.amount is not null then t.amount when c.outcome = 'captured' or t.key is not "
    "null"
    "   or (a.key is not null and c.captures_at_once) then c.amount else 0 end as captured,"
    "  (select coalesce(sum(amount), 0) from payments.simulator_refund"
    "    where charge_key = c.key) as refunded"
    "  from payments.simulator_charge c left join payments.simulator_approval a using (key)"
    "  left join payments.simulator_capture t using (key))"
    "  s on s.payment = p.id"
    " where p.provider = 'simulator' and (p.captured > coalesce(s.captured, 0)"
    "  or p.refunded - (select coalesce(sum(amount), 0) from payments.refund"
    "    where payment_id = p.id and credited_to is not null) > coalesce(s.refunded, 0)"
    "  or (s.at < $1 and p.captured <> s.captured))";

constexpr std::string_view unknown_charge =
    "select c.payment as id, format('the simulator charged %s %s for a payment that we do not"
    " know', c.amount, c.currency) as detail from payments.simulator_charge c"
    " where not exists (select from payments.payment p where p.id = c.payment)";

}  // namespace

std::vector<Violation> Service::check() {
    return database_.read([&](Reader& reader) {
        const auto settled_by = clock_.now() - unknown_after_ - std::chrono::minutes(2);
        Findings findings(reader);
        findings.add<PaymentId>("M1 every ledger transaction adds up to zero", unbalanced);
        findings.add<PaymentId>("M1 payments agree with the ledger", ledger_differs);
        findings.add<orders::OrderId>("M2 an order is paid for once", captured_twice);
        findings.add<PaymentId>("M3 payments agree with the provider", simulator_differs,
                                settled_by);
        findings.add<PaymentId>("M3 payments agree with the provider", unknown_charge);
        findings.add<PaymentId>("M5 refunds do not exceed what was captured", refunds_exceed);
        findings.add<PaymentId>("M6 a payment never goes back", left_terminal_state);
        auto violations = findings.take();
        for (auto& violation : check_stored_value(reader, clock_.now()))
            violations.push_back(std::move(violation));
        return violations;
    });
}

}  // namespace kontor::payments
