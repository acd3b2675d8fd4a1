#include "stored_value_checks.hpp"

#include "payments/payments.hpp"
#include "payments/stored_value.hpp"

namespace kontor::payments {

using platform::Reader;
using platform::Violation;

namespace {

// No purchase is under way for so long.
constexpr auto longest_purchase = std::chrono::hours(1);

struct WrongBalance {
    platform::Uuid id;
    std::string kind;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(WrongBalance, (), (id, kind, detail))

struct WrongLiability {
    std::string account;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(WrongLiability, (), (account, detail))

struct HeldTender {
    PaymentId id;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(HeldTender, (), (id, detail))

constexpr std::string_view wrong_balances =
    "select v.id, v.kind, format('holds %s, but its movements add up to %s and the last left %s',"
    " v.balance, coalesce(m.total, 0), coalesce(m.last, 0)) as detail from payments.stored_value v"
    " left join (select stored_value_id, sum(amount) as total,"
    "   (array_agg(balance_after order by id desc))[1] as last"
    "  from payments.stored_value_movement group by stored_value_id) m on m.stored_value_id = v.id"
    " where v.balance <> coalesce(m.total, 0) or v.balance <> coalesce(m.last, 0)";

// What is held for a purchase is owed until the order is placed.
constexpr std::string_view wrong_liabilities =
    "with owed as (select kind, currency, sum(amount) as amount from ("
    "   select kind, currency, balance as amount from payments.stored_value union all"
    "   select v.kind, p.currency, p.amount from payments.payment p"
    "    join payments.stored_value v on v.id = p.instrument where p.status = 'authorized') one"
    "  group by kind, currency),"
    " booked as (select account, currency, -sum(amount) as amount from payments.ledger_posting"
    "  where account in ('gift_card_liability', 'store_credit_liability')"
    "  group by account, currency)"
    " select coalesce(b.account, o.kind || '_liability') as account,"
    "  format('the ledger owes %s %s, but %s is kept for customers', coalesce(b.amount, 0),"
    "   coalesce(b.currency, o.currency), coalesce(o.amount, 0)) as detail"
    " from owed o full join booked b"
    "  on b.account = o.kind || '_liability' and b.currency = o.currency"
    " where coalesce(o.amount, 0) <> coalesce(b.amount, 0)";

constexpr std::string_view held_too_long =
    "select id, format('%s %s have been held since %s for a purchase that must be over',"
    " amount, currency, created_at) as detail from payments.payment"
    " where instrument is not null and status = 'authorized' and created_at < $1";

}  // namespace

std::vector<Violation> check_stored_value(Reader& reader, platform::Time now) {
    std::vector<Violation> violations;
    for (auto& wrong : reader.all<WrongBalance>(wrong_balances))
        violations.push_back({"M1 stored value agrees with its movements",
                              wrong.kind == "gift_card" ? GiftCardId(wrong.id).text()
                                                        : platform::to_string(wrong.id),
                              std::move(wrong.detail)});
    for (auto& wrong : reader.all<WrongLiability>(wrong_liabilities))
        violations.push_back(
            {"M1 stored value agrees with the ledger", wrong.account, std::move(wrong.detail)});
    for (auto& held : reader.all<HeldTender>(held_too_long, now - longest_purchase))
        violations.push_back({"O4 nothing is stuck", held.id.text(), std::move(held.detail)});
    return violations;
}

}  // namespace kontor::payments
