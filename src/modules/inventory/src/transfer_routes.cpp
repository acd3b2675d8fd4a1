#include "routes.hpp"
#include "transfers.hpp"

namespace kontor::inventory {

using platform::Result;
using namespace platform::http;

namespace {

struct TransferPath {
    TransferId transfer;
};
BOOST_DESCRIBE_STRUCT(TransferPath, (), (transfer))

struct TransferQuery {
    std::optional<TransferStatus> status;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(TransferQuery, (), (status, limit, cursor, include))

const std::string transfers_path = "inventory/transfers";

}  // namespace

void add_transfer_routes(Router& router, const Backing& backing, const Cursors& cursors) {
    const Transfers transfers(backing);
    router.add(staff_route(Method::get, transfers_path, "list_transfers",
                           "Goods between locations, newest first"),
               [transfers, cursors](const Call<Nothing, Nothing, TransferQuery>& call) {
                   const auto& status = call.query.status;
                   const auto context =
                       "transfers:" + std::string(status ? platform::enum_name(*status) : "");
                   return CountedPaging(cursors, context, call.query)
                       .by_id(&Transfer::id, [&](const auto& after, std::size_t rows) {
                           return transfers.list(status, after, rows);
                       });
               });
    router.add(staff_route(Method::post, transfers_path, "create_transfer",
                           "Sends goods from one location to another")
                   .describe("They leave at once, and are nobody's to sell until they arrive.")
                   .may_answer(409, "insufficient_stock"),
               [transfers](const Call<Nothing, NewTransfer>& call) {
                   return created(transfers.create(call.body), "/v1/admin/" + transfers_path);
               });
    router.add(
        staff_route(Method::get, transfers_path + "/{transfer}", "show_transfer", "One transfer"),
        [transfers](const Call<TransferPath>& call) { return transfers.find(call.path.transfer); });
    router.add(staff_route(Method::post, transfers_path + "/{transfer}/receive", "receive_transfer",
                           "Takes in what arrived, all of it or a part")
                   .may_answer(409, "invalid_transition, inventory.more_than_sent"),
               [transfers](const Call<TransferPath, Arrived>& call) {
                   return transfers.receive(call.path.transfer, call.body);
               });
    router.add(staff_route(Method::post, transfers_path + "/{transfer}/cancel", "cancel_transfer",
                           "Takes goods back of which nothing has arrived")
                   .may_answer(409, "invalid_transition"),
               [transfers](const Call<TransferPath>& call) {
                   return transfers.cancel(call.path.transfer);
               });
}

}  // namespace kontor::inventory
