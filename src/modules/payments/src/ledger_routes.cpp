#include "payments/stored_value_module.hpp"
#include "platform/http/counted_paging.hpp"

namespace kontor::payments {

using platform::Result;
using namespace platform::http;

namespace {

struct LedgerQuery {
    std::optional<platform::Text<1, 80>> account;
    std::optional<orders::OrderId> order;
    std::optional<platform::Time> from;
    std::optional<platform::Time> to;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(LedgerQuery, (), (account, order, from, to, limit, cursor, include))

struct Balances {
    std::vector<LedgerBalance> data;
};
BOOST_DESCRIBE_STRUCT(Balances, (), (data))

Result<CountedPage<LedgerTransaction>> list(Ledger& ledger, const Cursors& cursors,
                                            const LedgerQuery& query) {
    LedgerFilter filter{{}, query.order, query.from, query.to, {}, 0};
    if (query.account) filter.account = query.account->value();
    const auto read = [&](const auto& after, std::size_t rows) {
        filter.after = after;
        filter.limit = rows;
        return ledger.transactions(filter);
    };
    return CountedPaging(cursors, "ledger " + filters_of(query), query)
        .by_id(&LedgerTransaction::id, read);
}

}  // namespace

void add_ledger_routes(Router& router, Ledger& ledger, const std::string& cursor_secret) {
    router.add(Route(Method::get, "/v1/admin/ledger", "list_ledger",
                     "Transactions of the ledger with their postings, newest first")
                   .by_staff_of("payments")
                   .tag("Ledger (staff)")
                   .describe("A debit is positive, a credit negative; the postings of a transaction"
                             " add up to zero. With an account: those that post to it. From is"
                             " included, to is not."),
               [&ledger,
                cursors = Cursors(cursor_secret)](const Call<Nothing, Nothing, LedgerQuery>& call) {
                   return list(ledger, cursors, call.query);
               });
    router.add(
        Route(Method::get, "/v1/admin/ledger/balances", "get_ledger_balances",
              "What every account of the ledger adds up to")
            .by_staff_of("payments")
            .tag("Ledger (staff)"),
        [&ledger](const Call<>&) -> Result<Balances> { return Balances{ledger.balances()}; });
}

}  // namespace kontor::payments
