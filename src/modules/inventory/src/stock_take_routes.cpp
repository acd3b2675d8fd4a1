#include "routes.hpp"
#include "stock_takes.hpp"

namespace kontor::inventory {

using platform::Result;
using namespace platform::http;

namespace {

struct StockTakePath {
    StockTakeId stock_take;
};
BOOST_DESCRIBE_STRUCT(StockTakePath, (), (stock_take))

const std::string takes_path = "inventory/stock-takes";

}  // namespace

void add_stock_take_routes(Router& router, const Backing& backing, const Cursors& cursors) {
    const StockTakes takes(backing);
    router.add(
        staff_route(Method::get, takes_path, "list_stock_takes", "Stock-takes, newest first"),
        [takes, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
            return CountedPaging(cursors, "stock-takes", call.query)
                .by_id(&StockTake::id, [&](const auto& after, std::size_t rows) {
                    return takes.list(after, rows);
                });
        });
    router.add(staff_route(Method::post, takes_path, "open_stock_take",
                           "Begins to count what lies at a location"),
               [takes](const Call<Nothing, NewStockTake>& call) {
                   return created(takes.open(call.body), "/v1/admin/" + takes_path);
               });
    router.add(
        staff_route(Method::get, takes_path + "/{stock_take}", "show_stock_take",
                    "A stock-take with its counts and differences"),
        [takes](const Call<StockTakePath>& call) { return takes.find(call.path.stock_take); });
    router.add(staff_route(Method::post, takes_path + "/{stock_take}/counts", "enter_counts",
                           "Notes what was counted; a later count of a SKU replaces an earlier one")
                   .describe("The difference is to what the books say at this moment: goods may "
                             "go on moving before the stock-take is closed.")
                   .may_answer(409, "invalid_transition"),
               [takes](const Call<StockTakePath, Counts>& call) {
                   return takes.enter(call.path.stock_take, call.body);
               });
    router.add(
        staff_route(Method::post, takes_path + "/{stock_take}/close", "close_stock_take",
                    "Books the differences")
            .may_answer(409, "invalid_transition or inventory.count_outdated"),
        [takes](const Call<StockTakePath>& call) { return takes.close(call.path.stock_take); });
    router.add(
        staff_route(Method::post, takes_path + "/{stock_take}/cancel", "cancel_stock_take",
                    "Drops the counts")
            .may_answer(409, "invalid_transition"),
        [takes](const Call<StockTakePath>& call) { return takes.cancel(call.path.stock_take); });
}

}  // namespace kontor::inventory
