#include "shipping/module.hpp"

namespace kontor::shipping {

using platform::Result;
using namespace platform::http;

namespace {

struct ShipmentPath {
    ShipmentId shipment;
};
BOOST_DESCRIBE_STRUCT(ShipmentPath, (), (shipment))

}  // namespace

void add_routes(Router& router, Shipping& shipping) {
    router.add(Route(Method::post, "/v1/admin/shipments/{shipment}/deliver", "deliver_shipment",
                     "Records that a shipment has arrived")
                   .by(Access::staff("orders.write"))
                   .tag("Shipments (staff)")
                   .may_answer(409, "invalid_transition"),
               [&shipping](const Call<ShipmentPath>& call) -> Result<Shipment> {
                   return shipping.deliver(call.path.shipment);
               });
}

}  // namespace kontor::shipping
