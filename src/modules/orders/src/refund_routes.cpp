#include "auth/actor.hpp"
#include "platform/security/random.hpp"
#include "routes.hpp"

namespace kontor::orders {

using platform::Result;
using namespace platform::http;

namespace {

struct LineToRefund {
    OrderItemId item_id;
    platform::Whole<1, 1'000'000> quantity;
};
BOOST_DESCRIBE_STRUCT(LineToRefund, (), (item_id, quantity))

struct RefundBody {
    std::optional<platform::Money> amount;
    std::optional<std::vector<LineToRefund>> items;
    std::optional<bool> shipping;
    std::optional<platform::Money> shipping_amount;
    std::optional<platform::Money> restocking_fee;
    std::optional<RefundTo> to;
    platform::Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(RefundBody, (),
                      (amount, items, shipping, shipping_amount, restocking_fee, to, reason))

// The same request by the same caller is the same refund, also after a crash in the midst of it.
platform::Uuid cause_of(const Request& request, const Caller& caller, const OrderId& order) {
    const auto key = find_header(request.headers, "Idempotency-Key").value_or("");
    const auto digest = platform::hmac_sha256(
        "orders.refund", order.text() + '\n' + caller.account() + '\n' + std::string(key));
    platform::Uuid cause;
    std::copy_n(digest.begin(), cause.bytes.size(), cause.bytes.begin());
    cause.bytes[6] = static_cast<std::uint8_t>((cause.bytes[6] & 0x0f) | 0x80);  // version 8
    cause.bytes[8] = static_cast<std::uint8_t>((cause.bytes[8] & 0x3f) | 0x80);
    return cause;
}

RefundWish wish_of(const Call<OrderPath, RefundBody>& call) {
    const auto& body = call.body;
    RefundWish wish;
    wish.amount = body.amount;
    if (body.items)
        for (const auto& line : *body.items) wish.lines.push_back({line.item_id, line.quantity});
    wish.all_shipping = body.shipping.value_or(false);
    wish.shipping = body.shipping_amount;
    wish.restocking_fee = body.restocking_fee;
    wish.to = body.to.value_or(RefundTo::original);
    wish.reason = body.reason.value();
    wish.actor = auth::staff_actor(call.caller);
    wish.cause = cause_of(call.request, call.caller, call.path.order);
    return wish;
}

}  // namespace

void add_refund_routes(Router& router, const Counter& counter) {
    const std::shared_ptr<Refunds> refunds =
        make_refunds(counter.database, counter.clock, counter.payments);
    router.add(
        Route(Method::post, "/v1/admin/orders/{order}/refunds", "admin_refund_order",
              "Gives money back: an amount, or items and shipping")
            .by(Access::staff("orders.write"))
            .tag("Orders (staff)")
            .describe(
                "Either amount, or items and shipping (all that is left of it) or shipping_amount,"
                " less a restocking_fee. To the original payments in reverse order of their"
                " capture, or as store credit where the customer asks for that.")
            .idempotency(IdempotencyKey::required)
            .may_answer(409,
                        "orders.refund_exceeds_order, payments.refund_exceeds_captured or "
                        "payments.nothing_to_refund")
            .remote(),
        [refunds](const Call<OrderPath, RefundBody>& call) -> Result<Answer<201, OrderRefund>> {
            return created(refunds->refund(call.path.order, wish_of(call)));
        });
}

}  // namespace kontor::orders
