#include "refusals.hpp"
#include "returns/module.hpp"
#include "routes.hpp"

namespace kontor::returns {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using namespace platform::http;

namespace {

Route exchange_route(const std::string& path, const std::string& operation) {
    Route route(Method::post, path, operation, "Orders what the customer wants instead");
    route.idempotency(IdempotencyKey::required)
        .may_answer(402, "payment_declined")
        .may_answer(409,
                    "returns.no_exchange, insufficient_stock, cart_changed or "
                    "completion_in_progress")
        .remote();
    return route;
}

bool is_kept(const ExchangeTerms& terms) {
    return terms.payment && terms.payment->payment_method_id;
}

Error kept_by_the_customer() {
    return {ErrorKind::invalid,
            "payments.no_such_method",
            "Staff cannot pay with means that a customer keeps.",
            {{"/payment/payment_method_id", "no_such_method", "is the customer's: use a token"}}};
}

constexpr auto how_it_is_paid =
    "Paid with what the return was worth, where that became store credit, and for the rest with "
    "the payment. Without one the refusal says what is left to pay. While the customer has to "
    "confirm a payment the answer has a `payment` with its `next_action` instead of an "
    "`exchange_order_id`: ask again after it.";

}  // namespace

void add_exchange_routes(Router& router, Exchanges& exchanges, Returns& returns,
                         orders::Orders& orders) {
    router.add(exchange_route("/v1/orders/{order}/returns/{id}/exchange", "order_own_exchange")
                   .by(Access::shopper())
                   .tag("Returns")
                   .describe(how_it_is_paid)
                   .may_answer(403,
                               "http.not_while_impersonating: staff cannot pay with means that the "
                               "customer keeps"),
               [&exchanges, &returns,
                &orders](const Call<CustomerReturnPath, ExchangeTerms>& call) -> Result<Exchanged> {
                   const auto found = own(returns, orders, call.caller, call.path);
                   if (!found) return found.error();
                   if (is_kept(call.body))
                       if (const auto may = in_person(call.caller); !may) return may.error();
                   return exchanges.order(found->id, customer(call.caller), call.body);
               });
    router.add(exchange_route("/v1/admin/returns/{id}/exchange", "order_exchange")
                   .by_staff_of("returns")
                   .tag("Returns (staff)")
                   .describe(how_it_is_paid),
               [&exchanges](const Call<ReturnPath, ExchangeTerms>& call) -> Result<Exchanged> {
                   if (is_kept(call.body)) return kept_by_the_customer();
                   return exchanges.order(call.path.id, staff(call.caller), call.body);
               });
}

}  // namespace kontor::returns
