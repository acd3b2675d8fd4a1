#include "refund_retrying.hpp"
#include "routes.hpp"

namespace kontor::orders {

using payments::RefundRecord;
using platform::Result;
using namespace platform::http;

namespace {

struct RefundPath {
    payments::RefundId refund;
};
BOOST_DESCRIBE_STRUCT(RefundPath, (), (refund))

struct RefundQuery {
    std::optional<payments::RefundStatus> status;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(RefundQuery, (), (status, limit, cursor, include))

std::string context_of(const RefundQuery& query) {
    return "refunds " + std::string(query.status ? platform::enum_name(*query.status) : "");
}

}  // namespace

void add_refund_desk_routes(Router& router, platform::Database& database,
                            const platform::Clock& clock, payments::Payments& payments,
                            payments::RefundDesk& desk, const std::string& cursor_secret) {
    router.add(
        Route(Method::get, "/v1/admin/refunds", "admin_list_refunds",
              "Refunds of all orders, newest first")
            .by_staff_of("payments")
            .tag("Orders (staff)")
            .describe("One for each payment that gives something back. A refund that is"
                      " `failed` is one that the provider refuses for good: send it once"
                      " more, or pay the customer in another way."),
        [&desk, cursors = Cursors(cursor_secret)](
            const Call<Nothing, Nothing, RefundQuery>& call) -> Result<CountedPage<RefundRecord>> {
            const auto& query = call.query;
            return CountedPaging(cursors, context_of(query), query)
                .by_id(&RefundRecord::id, [&](const auto& after, std::size_t rows) {
                    return desk.list({query.status, after, rows});
                });
        });
    router.add(Route(Method::post, "/v1/admin/refunds/{refund}/retry", "admin_retry_refund",
                     "Sends a refund once more that the provider refused")
                   .by_staff_of("payments")
                   .tag("Orders (staff)")
                   .describe("Nothing more where it is on its way already.")
                   .may_answer(409,
                               "invalid_transition, payments.refund_exceeds_captured or "
                               "orders.refund_exceeds_order")
                   .remote(),
               [retrying = std::make_shared<RefundRetrying>(database, clock, payments, desk)](
                   const Call<RefundPath>& call) -> Result<RefundRecord> {
                   return retrying->retry(call.path.refund, staff(call.caller));
               });
}

}  // namespace kontor::orders
