#include "orders/drafts.hpp"
#include "routes.hpp"

namespace kontor::orders {

using platform::Result;
using namespace platform::http;

void add_draft_routes(Router& router, const Counter& counter, Drafts& drafts,
                      const std::string& cursor_secret) {
    const auto presenter = std::make_shared<const Presenter>(counter, cursor_secret);

    router.add(
        Route(Method::post, "/v1/admin/drafts", "create_draft",
              "Takes an order down for a customer")
            .by(Access::staff("orders.write"))
            .tag("Drafts (staff)")
            .describe("An order of status draft: nothing is held and nothing is charged until it "
                      "is placed. It is read, and listed, as an order.")
            .may_answer(409, "pricing.coupon_used_up or pricing.coupon_not_valid_now"),
        [&drafts,
         presenter](const Call<Nothing, DraftWish>& call) -> Result<Answer<201, OrderView>> {
            return created(presenter->one(drafts.create(call.body, staff(call.caller))),
                           "/v1/admin/orders");
        });

    router.add(
        Route(Method::patch, "/v1/admin/drafts/{order}", "change_draft",
              "Changes a draft; all of it is priced anew")
            .by(Access::staff("orders.write"))
            .tag("Drafts (staff)")
            .may_answer(409,
                        "invalid_transition: it has been placed; pricing.coupon_used_up or "
                        "pricing.coupon_not_valid_now"),
        [&drafts, presenter](const Call<OrderPath, DraftChange>& call) -> Result<OrderView> {
            return presenter->one(drafts.change(call.path.order, call.body, staff(call.caller)));
        });

    router.add(Route(Method::del, "/v1/admin/drafts/{order}", "discard_draft",
                     "Throws a draft away, with its history")
                   .by(Access::staff("orders.write"))
                   .tag("Drafts (staff)")
                   .may_answer(409, "invalid_transition: it has been placed"),
               [&drafts](const Call<OrderPath>& call) -> Result<Answer<204>> {
                   const auto discarded = drafts.discard(call.path.order);
                   if (!discarded) return discarded.error();
                   return Answer<204>{};
               });
}

}  // namespace kontor::orders
