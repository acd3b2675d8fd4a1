#include "inventory/module.hpp"

namespace kontor::inventory {

using platform::Result;
using platform::http::Access;
using platform::http::Call;
using platform::http::Method;
using platform::http::Nothing;
using platform::http::Route;

namespace {

struct SkuPath {
    std::string sku;
};
BOOST_DESCRIBE_STRUCT(SkuPath, (), (sku))

}  // namespace

void add_routes(platform::http::Router& router, Inventory& inventory) {
    router.add(Route(Method::get, "/v1/admin/inventory/{sku}", "show_stock",
                     "What is on hand, allocated, reserved and available of a SKU")
                   .by(Access::staff("inventory.read"))
                   .tag("Inventory"),
               [&inventory](const Call<SkuPath>& call) -> Result<StockItem> {
                   return inventory.stock(call.path.sku);
               });

    router.add(Route(Method::post, "/v1/admin/inventory/{sku}/adjust", "adjust_stock",
                     "Corrects what is on hand, by a difference or to a count")
                   .by(Access::staff("inventory.write"))
                   .tag("Inventory")
                   .may_answer(409, "inventory.negative_stock"),
               [&inventory](const Call<SkuPath, Adjustment>& call) -> Result<StockItem> {
                   return inventory.adjust(call.path.sku, call.body);
               });
}

}  // namespace kontor::inventory
