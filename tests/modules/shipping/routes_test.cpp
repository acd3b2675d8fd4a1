#include "warehouse.hpp"

#include <boost/json/parse.hpp>

using namespace kontor;
using namespace kontor::shipping;
using namespace kontor::platform::http;

namespace {

struct Counter : Warehouse {
    Counter() { add_routes(router, *shipping); }

    Response deliver(const std::string& id, const std::string& permission = "orders.write") {
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = {permission};
        return router.handle({Method::post,
                              "/v1/admin/shipments/" + id + "/deliver",
                              {{"Host", "shop.example"}},
                              {},
                              {}});
    }

    Caller caller;
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; }}};
};

}  // namespace

TEST_CASE("staff record that a shipment has arrived, once") {
    Counter counter;
    const auto sent = counter.shipping->ship({some_consignment(), {}, {}, {}}).value();
    const auto answer = counter.deliver(sent.id.text());
    CHECK_EQ(answer.status, 200);
    const auto shipment = boost::json::parse(answer.body);
    CHECK_EQ(shipment.at("status").as_string(), "delivered");
    CHECK_EQ(shipment.at("order_id").as_string(), sent.order.text());
    CHECK_EQ(shipment.at("items").at(0).at("item_id").as_string(), sent.items[0].item.text());

    const auto again = counter.deliver(sent.id.text());
    CHECK_EQ(again.status, 409);
    const auto problem = boost::json::parse(again.body);
    CHECK_EQ(problem.at("code").as_string(), "invalid_transition");
    CHECK_EQ(problem.at("from").as_string(), "delivered");
    CHECK_EQ(problem.at("to").as_string(), "delivered");
    CHECK(problem.at("allowed").as_array().empty());
}

TEST_CASE("who lacks the permission cannot deliver, and what is not there is not found") {
    Counter counter;
    const auto sent = counter.shipping->ship({some_consignment(), {}, {}, {}}).value();
    CHECK_EQ(counter.deliver(sent.id.text(), "orders.read").status, 403);
    CHECK_EQ(counter.deliver(ShipmentId::make().text()).status, 404);
    CHECK_EQ(counter.deliver("ship_1").status, 404);
}
