#include "auth/actor.hpp"
#include "checkout/module.hpp"
#include "orders/view.hpp"
#include "platform/http/rate_limited.hpp"

namespace kontor::checkout {

using platform::Result;
using namespace platform::http;

namespace {

struct CheckoutPath {
    CheckoutId checkout;
};
BOOST_DESCRIBE_STRUCT(CheckoutPath, (), (checkout))

using Placed = Answer<201, orders::OrderView>;
using Accepted = Answer<202, Unfinished>;
using Bought = std::variant<Placed, Accepted>;

constexpr auto gone = "cart.merged: it became part of the cart that merged_into names";
constexpr auto kept_by_another =
    "http.not_while_impersonating: staff cannot pay with means that the customer keeps, nor with "
    "store credit";
constexpr auto refusals_of_a_purchase =
    "insufficient_stock, cart_changed, completion_in_progress, or invalid_transition: the cart or "
    "the checkout is over";

Result<Bought> answer(const Result<Outcome>& outcome, const Request& request,
                      const Caller& caller) {
    if (!outcome) return outcome.error();
    if (const auto* unfinished = std::get_if<Unfinished>(&*outcome))
        return Bought(Accepted{*unfinished, {}});
    const auto& completed = std::get<Completed>(*outcome);
    auto view = orders::view_of(completed.order, completed.payments, {});
    const auto token = find_header(request.headers, "Guest-Token");
    if (token && caller.kind == Caller::Kind::guest) view.guest_token = std::string(*token);
    const auto location = "/v1/orders/" + view.id.text();
    return Bought(Placed{std::move(view), {{"Location", location}}});
}

// What the customer owns is not for a member of staff who acts as them to spend. Codes of gift
// cards can be guessed with.
template <class Paid>
Result<> may_pay(const Caller& caller, const Paid& paid, RateLimits* limits) {
    const bool with_kept_means = paid.payment && paid.payment->payment_method_id;
    if (with_kept_means || paid.store_credit.value_or(false))
        if (const auto may = in_person(caller); !may) return may;
    if (!paid.gift_cards) return {};
    return count_as(RateClass::credentials, caller, limits);
}

// With If-Match, only where the checkout is still what was read.
Result<CheckoutState> change(Checkout& checkout, const Call<CheckoutPath, CheckoutChange>& call) {
    const auto shopper = auth::Shopper::of(call.caller);
    const auto seen =
        matched(call.request, [&] { return checkout.state(call.path.checkout, shopper); });
    if (!seen) return seen.error();
    auto change = call.body;
    if (*seen) change.seen_hold = (*seen)->hold_expires_at;
    return checkout.change(call.path.checkout, shopper, change);
}

void add_buying_routes(Router& router, Checkout& checkout, RateLimits* limits) {
    router.add(Route(Method::post, "/v1/checkouts/{checkout}/complete", "complete_checkout",
                     "Pays and places the order")
                   .by(Access::shopper())
                   .tag("Checkout")
                   .idempotency(IdempotencyKey::required)
                   .may_answer(402, "payment_declined")
                   .may_answer(403, kept_by_another)
                   .may_answer(409, refusals_of_a_purchase)
                   .may_answer(410, gone)
                   .remote(),
               [&checkout, limits](const Call<CheckoutPath, Completion>& call) -> Result<Bought> {
                   if (const auto may = may_pay(call.caller, call.body, limits); !may)
                       return may.error();
                   return answer(checkout.complete(call.path.checkout,
                                                   auth::Shopper::of(call.caller), call.body),
                                 call.request, call.caller);
               });

    router.add(Route(Method::post, "/v1/orders", "place_order", "The whole purchase in one request")
                   .by(Access::shopper())
                   .tag("Checkout")
                   .idempotency(IdempotencyKey::required)
                   .may_answer(402, "payment_declined")
                   .may_answer(403, kept_by_another)
                   .may_answer(404, "cart.no_such_cart")
                   .may_answer(409, refusals_of_a_purchase)
                   .may_answer(410, gone)
                   .remote(),
               [&checkout, limits](const Call<Nothing, Purchase>& call) -> Result<Bought> {
                   if (const auto may = may_pay(call.caller, call.body, limits); !may)
                       return may.error();
                   return answer(
                       checkout.buy(auth::Shopper::of(call.caller), call.body, call.language),
                       call.request, call.caller);
               });
}

struct DraftPath {
    orders::OrderId order;
};
BOOST_DESCRIBE_STRUCT(DraftPath, (), (order))

struct DraftBody {
    PaymentMeans payment;
    std::optional<platform::Money> expected_total;
};
BOOST_DESCRIBE_STRUCT(DraftBody, (), (payment, expected_total))

void add_draft_route(Router& router, Checkout& checkout) {
    router.add(Route(Method::post, "/v1/admin/drafts/{order}/place", "place_draft",
                     "Places a draft and pays it for the customer")
                   .by(Access::staff("orders.write"))
                   .tag("Drafts (staff)")
                   .idempotency(IdempotencyKey::required)
                   .may_answer(402, "payment_declined")
                   .may_answer(409, "invalid_transition, insufficient_stock or cart_changed")
                   .remote(),
               [&checkout](const Call<DraftPath, DraftBody>& call) -> Result<Bought> {
                   return answer(checkout.place_draft(call.path.order,
                                                      {call.body.payment, call.body.expected_total,
                                                       auth::staff_actor(call.caller)}),
                                 call.request, call.caller);
               });
}

}  // namespace

void add_routes(Router& router, Checkout& checkout, RateLimits* limits) {
    router.add(
        Route(Method::post, "/v1/checkouts", "begin_checkout",
              "Begins a checkout and holds the goods for a while")
            .by(Access::shopper())
            .tag("Checkout")
            .may_answer(404, "cart.no_such_cart")
            .may_answer(409, "insufficient_stock, completion_in_progress or cart.not_active")
            .may_answer(410, gone)
            .remote(),
        [&checkout](const Call<Nothing, NewCheckout>& call) -> Result<Answer<201, CheckoutState>> {
            auto state = checkout.begin(auth::Shopper::of(call.caller), call.body, call.language);
            if (!state) return state.error();
            const auto location = "/v1/checkouts/" + state->id.text();
            return Answer<201, CheckoutState>{*std::move(state), {{"Location", location}}};
        });

    router.add(Route(Method::get, "/v1/checkouts/{checkout}", "get_checkout", "One checkout")
                   .by(Access::shopper())
                   .tag("Checkout")
                   .may_answer(410, gone),
               [&checkout](const Call<CheckoutPath>& call) -> Result<CheckoutState> {
                   return checkout.state(call.path.checkout, auth::Shopper::of(call.caller));
               });

    router.add(Route(Method::patch, "/v1/checkouts/{checkout}", "change_checkout",
                     "Changes addresses, e-mail or the way of shipping; extends the hold")
                   .by(Access::shopper())
                   .tag("Checkout")
                   .may_answer(409,
                               "insufficient_stock, invalid_transition, completion_in_progress or "
                               "cart.not_active")
                   .may_answer(410, gone)
                   .may_answer(412, "http.precondition_failed, checkout.changed_meanwhile")
                   .matches_etag()
                   .remote(),
               [&checkout](const Call<CheckoutPath, CheckoutChange>& call) {
                   return change(checkout, call);
               });

    add_buying_routes(router, checkout, limits);
    add_draft_route(router, checkout);
}

}  // namespace kontor::checkout
