#include "ledger_service.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::payments {

using platform::Reader;

namespace {

struct Line {
    LedgerTransactionId id;
    LedgerKind kind = LedgerKind::capture;
    platform::Time at;
    std::optional<PaymentId> payment;
    std::optional<orders::OrderId> order_id;
    std::string account;
    std::int64_t amount = 0;
    platform::Currency currency;
};
BOOST_DESCRIBE_STRUCT(Line, (), (id, kind, at, payment, order_id, account, amount, currency))

struct Sum {
    std::string account;
    std::int64_t amount = 0;
    platform::Currency currency;
};
BOOST_DESCRIBE_STRUCT(Sum, (), (account, amount, currency))

const std::string select_page =
    "select t.id, t.kind, t.at, t.payment_id, y.order_id"
    " from payments.ledger_transaction t left join payments.payment y on y.id = t.payment_id"
    " where ($1::uuid is null or t.payment_id in"
    "   (select id from payments.payment where order_id = $1))"
    "  and ($2::text is null or exists (select from payments.ledger_posting a"
    "   where a.transaction_id = t.id and a.account = $2))"
    "  and ($3::timestamptz is null or t.at >= $3) and ($4::timestamptz is null or t.at < $4)"
    "  and ($5::uuid is null or t.id < $5) order by t.id desc limit $6";

const std::string select_lines =
    "select t.id, t.kind, t.at, t.payment_id as payment, t.order_id, p.account, p.amount,"
    " p.currency from (" +
    select_page +
    ") t join payments.ledger_posting p on p.transaction_id = t.id order by t.id desc, p.account";

std::vector<Line> lines_of_page(Reader& reader, const LedgerFilter& filter) {
    using platform::db::encode;
    if (platform::counted(reader, select_page,
                          {encode(filter.order), encode(filter.account), encode(filter.from),
                           encode(filter.to), encode(filter.after), encode(filter.limit)}))
        return {};
    return reader.all<Line>(select_lines, filter.order, filter.account, filter.from, filter.to,
                            filter.after, filter.limit);
}

}  // namespace

std::vector<LedgerTransaction> LedgerService::transactions(const LedgerFilter& filter) {
    const auto lines =
        database_.read([&](Reader& reader) { return lines_of_page(reader, filter); });
    std::vector<LedgerTransaction> found;
    for (const auto& line : lines) {
        if (found.empty() || found.back().id != line.id)
            found.push_back({line.id, line.kind, line.at, line.payment, line.order_id, {}});
        found.back().postings.push_back({line.account, {line.amount, line.currency}});
    }
    return found;
}

std::vector<LedgerBalance> LedgerService::balances() {
    const auto sums = database_.read([](Reader& reader) {
        return reader.all<Sum>(
            "select account, sum(amount)::bigint as amount, currency"
            " from payments.ledger_posting group by account, currency order by account, currency");
    });
    std::vector<LedgerBalance> balances;
    for (const auto& sum : sums) balances.push_back({sum.account, {sum.amount, sum.currency}});
    return balances;
}

}  // namespace kontor::payments
