#include "orders/claims.hpp"
#include "routes.hpp"

namespace kontor::orders {

using platform::Result;
using namespace platform::http;

void add_claim_routes(Router& router, const Counter& counter,
                      std::shared_ptr<const Presenter> presenter) {
    const std::shared_ptr<Claims> claims =
        make_claims(counter.database, counter.events, counter.clock);
    router.add(
        Route(Method::post, "/v1/orders/{order}/claim", "claim_order",
              "What was ordered as a guest becomes the customer's")
            .by(Access::customer())
            .tag("Orders")
            .describe("With the access token and the Guest-Token of the order, which does "
                      "not open it any more after that. Again: no change.")
            .may_answer(409, "orders.claimed: it belongs to another account"),
        [claims, presenter](const Call<OrderPath>& call) -> Result<OrderView> {
            return presenter->one(claims->claim(call.path.order, auth::Shopper::of(call.caller)));
        });
}

}  // namespace kontor::orders
