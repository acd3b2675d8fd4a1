#include "shipping/module.hpp"
#include "shipping/view.hpp"

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
               [&shipping](const Call<ShipmentPath>& call) -> Result<ShipmentView> {
                   const auto shipment = shipping.deliver(call.path.shipment);
                   if (!shipment) return shipment.error();
                   return view_of(*shipment);
               });
}

}  // namespace kontor::shipping
