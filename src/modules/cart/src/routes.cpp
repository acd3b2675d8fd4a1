#include "cart/module.hpp"
#include "platform/security/random.hpp"
#include "views.hpp"

namespace kontor::cart {

using auth::Shopper;
using platform::Result;
namespace http = platform::http;
using http::Access;
using http::Answer;
using http::Call;
using http::Method;
using http::Nothing;
using http::Route;

namespace {

struct NewCart {
    std::optional<platform::Currency> currency;
};
BOOST_DESCRIBE_STRUCT(NewCart, (), (currency))

struct ItemChange {
    platform::Whole<0, 10'000> quantity;
};
BOOST_DESCRIBE_STRUCT(ItemChange, (), (quantity))

struct NewCoupon {
    platform::Text<1, 100> code;
};
BOOST_DESCRIBE_STRUCT(NewCoupon, (), (code))

struct Confirmation {
    std::optional<platform::Money> expected_total;
};
BOOST_DESCRIBE_STRUCT(Confirmation, (), (expected_total))

struct CartPath {
    CartId cart;
};
BOOST_DESCRIBE_STRUCT(CartPath, (), (cart))

struct ItemPath {
    CartId cart;
    LineId item;
};
BOOST_DESCRIBE_STRUCT(ItemPath, (), (cart, item))

struct CouponPath {
    CartId cart;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(CouponPath, (), (cart, code))

struct StepView {
    pricing::StepKind kind{};
    std::optional<LineId> item_id;
    std::string rule;
    std::string name;
    platform::Money base;
    std::optional<std::int64_t> quantity;
    std::optional<platform::RatePpm> rate_ppm;
    std::optional<std::string> exact;
    std::optional<std::int64_t> odd_unit;
    std::optional<bool> included;
    platform::Money amount;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(StepView, (),
                      (kind, item_id, rule, name, base, quantity, rate_ppm, exact, odd_unit,
                       included, amount, reason))

struct ExplanationView {
    CartId id;
    std::int64_t version = 0;
    platform::Currency currency;
    std::vector<StepView> steps;
    pricing::Totals totals;
};
BOOST_DESCRIBE_STRUCT(ExplanationView, (), (id, version, currency, steps, totals))

StepView view_of(pricing::Step step) {
    std::optional<LineId> item;
    if (step.line) item = LineId(*step.line);
    return {step.kind,     item,          std::move(step.rule), std::move(step.name),
            step.base,     step.quantity, step.rate_ppm,        std::move(step.exact),
            step.odd_unit, step.included, step.amount,          std::move(step.reason)};
}

Result<ExplanationView> explain(Cart& cart, const CartId& id, const Shopper& shopper) {
    auto explanation = cart.explain(id, shopper);
    if (!explanation) return explanation.error();
    ExplanationView view{
        explanation->id, explanation->version, explanation->currency, {}, explanation->totals};
    view.steps.reserve(explanation->steps.size());
    for (auto& step : explanation->steps) view.steps.push_back(view_of(std::move(step)));
    return view;
}

Result<CartView> answer(Result<Contents> contents) {
    if (!contents) return contents.error();
    return view_of(*std::move(contents));
}

// With If-Match, only where the cart is still what was read.
template <class Body>
Result<CartView> change_item(Cart& cart, const Call<ItemPath, Body>& call, std::int64_t quantity) {
    const auto shopper = Shopper::of(call.caller);
    const auto seen =
        http::matched(call.request, [&] { return answer(cart.contents(call.path.cart, shopper)); });
    if (!seen) return seen.error();
    std::optional<std::int64_t> version;
    if (*seen) version = (*seen)->version;
    return answer(cart.change_item(call.path.cart, shopper, call.path.item, quantity, version));
}

constexpr auto gone = "cart.merged: it became part of the cart that merged_into names";

Route cart_route(Method method, std::string path, std::string operation, std::string summary) {
    return Route(method, std::move(path), std::move(operation), std::move(summary))
        .by(Access::shopper())
        .tag("Carts")
        .may_answer(410, gone);
}

Route item_route(Method method, std::string path, std::string operation, std::string summary) {
    return cart_route(method, std::move(path), std::move(operation), std::move(summary))
        .may_answer(409, "cart.not_active: the cart is being bought, or was");
}

Result<Answer<201, CartView>> create_cart(Cart& cart, const Call<Nothing, NewCart>& call) {
    auto shopper = Shopper::of(call.caller);
    std::optional<std::string> guest_token;
    if (!shopper.customer) {
        guest_token = platform::random_token();
        shopper.guest_token_hash = platform::sha256_hex(*guest_token);
    }
    auto contents = cart.create(shopper, call.body.currency);
    if (!contents) return contents.error();
    auto view = view_of(*std::move(contents));
    view.guest_token = std::move(guest_token);
    const auto location = "/v1/carts/" + view.id.text();
    return Answer<201, CartView>{std::move(view), {{"Location", location}}};
}

void add_price_routes(http::Router& router, Cart& cart) {
    router.add(
        item_route(Method::post, "/v1/carts/{cart}/coupons", "add_cart_coupon", "Use a coupon")
            .describe("In any case, with any blanks around. One that gives nothing at the "
                      "moment stays, with a warning coupon_idle that says why.")
            .may_answer(409,
                        "pricing.coupon_used_up, pricing.coupon_not_valid_now, or "
                        "cart.not_active"),
        [&cart](const Call<CartPath, NewCoupon>& call) {
            return answer(
                cart.add_coupon(call.path.cart, Shopper::of(call.caller), call.body.code.value()));
        });
    router.add(item_route(Method::del, "/v1/carts/{cart}/coupons/{code}", "remove_cart_coupon",
                          "Do without a coupon"),
               [&cart](const Call<CouponPath>& call) {
                   return answer(cart.remove_coupon(call.path.cart, Shopper::of(call.caller),
                                                    call.path.code));
               });
    router.add(cart_route(Method::get, "/v1/carts/{cart}/explain", "explain_cart",
                          "How the prices of a cart come about, step by step")
                   .describe("Steps of an item add up to its total; the others, with those, to "
                             "what is paid. exact is the amount in minor units before rounding."),
               [&cart](const Call<CartPath>& call) {
                   return explain(cart, call.path.cart, Shopper::of(call.caller));
               });
}

Result<MergedView> merge(Cart& cart, const Call<CartPath>& call) {
    auto merged = cart.merge(call.path.cart, Shopper::of(call.caller));
    if (!merged) return merged.error();
    return MergedView{view_of(std::move(merged->cart)), std::move(merged->adjustments)};
}

void add_customer_routes(http::Router& router, Cart& cart) {
    router.add(Route(Method::get, "/v1/me/cart", "get_my_cart", "The customer's current cart")
                   .by(Access::customer())
                   .tag("Carts")
                   .describe("Of the active ones the one that was changed last.")
                   .may_answer(404, "cart.no_current_cart: there is none"),
               [&cart](const Call<>& call) {
                   return answer(cart.current(auth::UserId(*call.caller.user)));
               });
    router.add(Route(Method::post, "/v1/carts/{cart}/merge", "merge_cart",
                     "A guest's cart becomes the customer's")
                   .by(Access::customer())
                   .tag("Carts")
                   .describe("After signing in, with the access token and the Guest-Token of the "
                             "cart. Where the customer has goods in a cart already, the guest's "
                             "become part of that one: of what is in both the larger quantity "
                             "counts, at the prices of now, and coupons of both stay where they "
                             "hold. Otherwise the guest's cart is the customer's. adjustments "
                             "says what became of each item. Again: the same cart, without "
                             "adjustments.")
                   .may_answer(409,
                               "completion_in_progress, or invalid_transition: the guest's "
                               "cart was bought or abandoned")
                   .may_answer(410, gone),
               [&cart](const Call<CartPath>& call) { return merge(cart, call); });
}

void add_later_routes(http::Router& router, Cart& cart) {
    const std::string item = "/v1/carts/{cart}/items/{item}";
    router.add(
        item_route(Method::post, item + "/save-for-later", "save_cart_item_for_later",
                   "Set an item aside")
            .describe("It is neither counted nor bought, and comes along into the "
                      "customer's next cart."),
        [&cart](const Call<ItemPath>& call) {
            return answer(cart.set_aside(call.path.cart, Shopper::of(call.caller), call.path.item));
        });
    router.add(
        item_route(Method::post, item + "/move-to-cart", "move_cart_item_to_cart",
                   "Put an item that was set aside back into the cart")
            .describe("At the price of now."),
        [&cart](const Call<ItemPath>& call) {
            return answer(cart.put_back(call.path.cart, Shopper::of(call.caller), call.path.item));
        });
    router.add(item_route(Method::post, "/v1/carts/{cart}/confirm", "confirm_cart",
                          "Agree to the prices of now")
                   .describe("What price_changed warns of becomes the price that the cart counts "
                             "with.")
                   .may_answer(409,
                               "cart_changed: the total would not be the one expected; "
                               "current_total says which"),
               [&cart](const Call<CartPath, Confirmation>& call) {
                   return answer(cart.confirm(call.path.cart, Shopper::of(call.caller),
                                              call.body.expected_total));
               });
}

}  // namespace

void add_routes(http::Router& router, Cart& cart) {
    add_price_routes(router, cart);
    add_customer_routes(router, cart);
    add_later_routes(router, cart);
    router.add(cart_route(Method::post, "/v1/carts", "create_cart", "Create a cart")
                   .describe("A guest gets a guest_token, this once, and shows it as Guest-Token "
                             "from then on."),
               [&cart](const Call<Nothing, NewCart>& call) { return create_cart(cart, call); });
    router.add(cart_route(Method::get, "/v1/carts/{cart}", "get_cart", "A cart and its prices"),
               [&cart](const Call<CartPath>& call) {
                   return answer(cart.contents(call.path.cart, Shopper::of(call.caller)));
               });
    router.add(
        item_route(Method::post, "/v1/carts/{cart}/items", "add_cart_item", "Put into the cart")
            .describe("Named by sku or by variant_id. What is in the cart already becomes more."),
        [&cart](const Call<CartPath, AddItem>& call) {
            return answer(cart.add_item(call.path.cart, Shopper::of(call.caller), call.body));
        });
    router.add(item_route(Method::patch, "/v1/carts/{cart}/items/{item}", "change_cart_item",
                          "Change how many; 0 removes")
                   .matches_etag()
                   .may_answer(412, "http.precondition_failed, cart.changed_meanwhile"),
               [&cart](const Call<ItemPath, ItemChange>& call) {
                   return change_item(cart, call, call.body.quantity);
               });
    router.add(item_route(Method::del, "/v1/carts/{cart}/items/{item}", "remove_cart_item",
                          "Take out of the cart")
                   .matches_etag()
                   .may_answer(412, "http.precondition_failed, cart.changed_meanwhile"),
               [&cart](const Call<ItemPath>& call) { return change_item(cart, call, 0); });
}

}  // namespace kontor::cart
