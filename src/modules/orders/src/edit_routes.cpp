#include "editing.hpp"
#include "platform/http/rate_limited.hpp"
#include "routes.hpp"

namespace kontor::orders {

using platform::Result;
using namespace platform::http;

namespace {

struct ItemToAdd {
    platform::Text<1, 120> sku;
    platform::Whole<1, pricing::largest_quantity> quantity;
};
BOOST_DESCRIBE_STRUCT(ItemToAdd, (), (sku, quantity))

struct ItemToChange {
    OrderItemId item_id;
    std::optional<platform::Whole<1, pricing::largest_quantity>> quantity;
    std::optional<platform::Money> unit_price;
};
BOOST_DESCRIBE_STRUCT(ItemToChange, (), (item_id, quantity, unit_price))

struct EditBody {
    std::optional<std::vector<ItemToAdd>> add;
    std::optional<std::vector<ItemToChange>> change;
    std::optional<std::vector<OrderItemId>> remove;
    std::optional<platform::Money> expected_total;
    platform::Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(EditBody, (), (add, change, remove, expected_total, reason))

struct Means {
    platform::Text<1, 60> provider;
    std::optional<platform::Text<1, 500>> token;
    std::optional<payments::PaymentMethodId> payment_method_id;
};
BOOST_DESCRIBE_STRUCT(Means, (), (provider, token, payment_method_id))

struct PaymentBody {
    std::optional<Means> payment;
    std::optional<std::vector<platform::Text<1, 60>>> gift_cards;
};
BOOST_DESCRIBE_STRUCT(PaymentBody, (), (payment, gift_cards))

constexpr std::size_t most_gift_cards = 10;

Result<Edit> edit_of(const EditBody& body, const std::string& actor) {
    Edit edit;
    edit.reason = body.reason.value();
    edit.actor = actor;
    edit.expected_total = body.expected_total;
    if (body.add)
        for (const auto& one : *body.add)
            edit.add.push_back({one.sku.value(), one.quantity.value()});
    if (body.remove) edit.remove = *body.remove;
    if (!body.change) return edit;
    for (std::size_t index = 0; index < body.change->size(); ++index) {
        const auto& one = (*body.change)[index];
        if (one.unit_price &&
            (one.unit_price->amount < 0 ||
             one.unit_price->amount > pricing::largest_line_total / pricing::largest_quantity))
            return platform::Error{platform::ErrorKind::invalid,
                                   "orders.bad_price",
                                   "This is no price.",
                                   {{"/change/" + std::to_string(index) + "/unit_price",
                                     "out_of_range", "must be nothing or more"}}};
        ItemChange change{one.item_id};
        if (one.quantity) change.quantity = one.quantity->value();
        change.unit_price = one.unit_price;
        edit.change.push_back(change);
    }
    return edit;
}

payments::PaymentRequest request_of(const Means& means, const Caller& caller) {
    payments::PaymentRequest request;
    request.provider = means.provider.value();
    if (means.token) request.token = means.token->value();
    request.method = means.payment_method_id;
    if (caller.kind == Caller::Kind::customer && caller.user)
        request.customer = auth::UserId(*caller.user);
    return request;
}

Result<DueMeans> means_of(const PaymentBody& body, const Caller& caller) {
    DueMeans means;
    if (body.payment) means.payment = request_of(*body.payment, caller);
    if (!body.gift_cards) return means;
    if (body.gift_cards->size() > most_gift_cards)
        return platform::Error{platform::ErrorKind::invalid,
                               "orders.too_many_gift_cards",
                               "No more than 10 gift cards pay at once.",
                               {{"/gift_cards", "length", "must have 10 codes at most"}}};
    for (const auto& code : *body.gift_cards) means.gift_cards.push_back(code.value());
    return means;
}

Result<Order> pay(Editing& editing, const OrderId& order, const std::optional<auth::Shopper>& owner,
                  const PaymentBody& body, const Caller& caller, RateLimits* limits) {
    // Codes of gift cards can be guessed with.
    if (body.gift_cards)
        if (const auto counted = count_as(RateClass::credentials, caller, limits); !counted)
            return counted.error();
    const auto means = means_of(body, caller);
    if (!means) return means.error();
    return editing.pay_due(order, owner, *means);
}

Route payment_route(const std::string& path, const std::string& operation) {
    Route route(Method::post, path, operation, "Pays what is due for an order that was edited");
    route.idempotency(IdempotencyKey::required)
        .describe(
            "With gift cards, as far as they go and in their order, and with a payment for "
            "the rest; not with store credit. What gift cards paid stays paid where the payment is "
            "refused.")
        .may_answer(402, "payment_declined")
        .may_answer(409, "orders.nothing_due or payments.already_paying")
        .remote();
    return route;
}

}  // namespace

void add_editing_routes(Router& router, const Counter& counter, const Trade& trade,
                        payments::Tenders& tenders, RateLimits* limits,
                        const std::string& cursor_secret) {
    const auto editing = std::make_shared<Editing>(counter, trade, tenders);
    const auto presenter = std::make_shared<const Presenter>(counter, cursor_secret);

    router.add(Route(Method::post, "/v1/admin/orders/{order}/edits", "edit_order",
                     "Adds, changes and removes items of an order that has not been shipped")
                   .by(Access::staff("orders.write"))
                   .tag("Orders (staff)")
                   .describe("What is changed keeps the tax rates it was sold at; what is added "
                             "costs what it costs now. What becomes too much goes back, or is "
                             "not captured where it is only authorised; what becomes too little "
                             "is `amount_due`.")
                   .may_answer(409,
                               "invalid_transition, insufficient_stock, orders.total_changed, "
                               "payments.capture_under_way or "
                               "payments.refund_exceeds_captured")
                   .remote(),
               [editing, presenter](const Call<OrderPath, EditBody>& call) -> Result<OrderView> {
                   const auto edit = edit_of(call.body, staff(call.caller));
                   if (!edit) return edit.error();
                   return presenter->one(editing->edit(call.path.order, *edit));
               });

    router.add(
        payment_route("/v1/orders/{order}/payments", "pay_order")
            .by(Access::shopper())
            .tag("Orders")
            .may_answer(403,
                        "http.not_while_impersonating: staff cannot pay with means that the "
                        "customer keeps"),
        [editing, presenter,
         limits](const Call<OrderPath, PaymentBody>& call) -> Result<OrderView> {
            if (call.body.payment && call.body.payment->payment_method_id)
                if (const auto may = in_person(call.caller); !may) return may.error();
            return presenter->one(pay(*editing, call.path.order, auth::Shopper::of(call.caller),
                                      call.body, call.caller, limits));
        });

    router.add(payment_route("/v1/admin/orders/{order}/payments", "admin_pay_order")
                   .by(Access::staff("orders.write"))
                   .tag("Orders (staff)"),
               [editing, presenter,
                limits](const Call<OrderPath, PaymentBody>& call) -> Result<OrderView> {
                   return presenter->one(pay(*editing, call.path.order, std::nullopt, call.body,
                                             call.caller, limits));
               });
}

}  // namespace kontor::orders
