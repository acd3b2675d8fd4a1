#include "returns/module.hpp"
#include "routes.hpp"

namespace kontor::returns {

using platform::Result;
using namespace platform::http;

namespace {

struct StaffQuery {
    std::optional<Status> status;
    std::optional<orders::OrderId> order_id;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(StaffQuery, (), (status, order_id, limit, cursor, include))

struct LabelBody {
    platform::Text<1, 120> carrier;
    std::optional<platform::Text<1, 120>> service;
    std::optional<platform::Whole<1, 10'000'000>> weight_grams;
};
BOOST_DESCRIBE_STRUCT(LabelBody, (), (carrier, service, weight_grams))

struct Rejection {
    platform::Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(Rejection, (), (reason))

struct ReturnView : Return {
    std::vector<Move> history;
};
BOOST_DESCRIBE_STRUCT(ReturnView, (),
                      (id, order_id, order_number, status, wish, items, replacement, comment,
                       rejection_reason, refunded, as_store_credit, exchange_order_id, created_at,
                       label, history))

std::string context_of(const StaffQuery& query) {
    return "all returns " +
           std::string(query.status ? platform::enum_name(*query.status) : std::string_view()) +
           " " + (query.order_id ? query.order_id->text() : "");
}

Route staff_route(Method method, const std::string& path, std::string operation,
                  std::string summary) {
    return Route(method, "/v1/admin/returns" + path, std::move(operation), std::move(summary))
        .by_staff_of("returns")
        .tag("Returns (staff)");
}

void add_reading_routes(Router& router, Returns& returns, const std::string& cursor_secret) {
    router.add(staff_route(Method::get, "", "admin_list_returns", "Returns, newest first"),
               [&returns, cursors = Cursors(cursor_secret)](
                   const Call<Nothing, Nothing, StaffQuery>& call) -> Result<CountedPage<Return>> {
                   const auto& query = call.query;
                   return CountedPaging(cursors, context_of(query), query)
                       .by_id(&Return::id, [&](const auto& after, std::size_t rows) {
                           return returns.list({query.status, query.order_id, after, rows});
                       });
               });
    router.add(staff_route(Method::get, "/{id}", "admin_get_return", "One return with its history"),
               [&returns](const Call<ReturnPath>& call) -> Result<ReturnView> {
                   auto found = returns.find(call.path.id);
                   if (!found) return found.error();
                   return ReturnView{*std::move(found), returns.history(call.path.id)};
               });
}

void add_deciding_routes(Router& router, Returns& returns) {
    router.add(Route(Method::post, "/v1/admin/orders/{order}/returns", "admin_request_return",
                     "Begins a return on behalf of the customer, whatever the period")
                   .by_staff_of("returns")
                   .tag("Returns (staff)")
                   .may_answer(409, "returns.quantity_exceeds_shipped"),
               [&returns](const Call<OrderPath, NewReturn>& call) -> Result<Answer<201, Return>> {
                   return created(returns.request(call.path.order, std::nullopt, staff(call.caller),
                                                  call.body),
                                  "/v1/admin/returns");
               });
    router.add(staff_route(Method::post, "/{id}/approve", "approve_return",
                           "The customer may send the goods")
                   .may_answer(409, "invalid_transition")
                   .remote(),
               [&returns](const Call<ReturnPath>& call) {
                   return returns.approve(call.path.id, staff(call.caller));
               });
    router.add(
        staff_route(Method::post, "/{id}/label", "make_return_label",
                    "A label for the customer, made by a carrier, who gets its address")
            .describe("Once the return is approved. The same return has the same label,"
                      " however often it is asked for. Its `path` opens it to who has it.")
            .may_answer(409, "returns.no_label_now, shipping.no_labels, shipping.label_refused")
            .may_answer(503, "shipping.carrier_unavailable")
            .remote(),
        [&returns](const Call<ReturnPath, LabelBody>& call) {
            shipping::ReturnLabelWish wish{call.body.carrier, {}, {}};
            if (call.body.service) wish.service = call.body.service->value();
            if (call.body.weight_grams) wish.weight_grams = call.body.weight_grams->value();
            return returns.make_label(call.path.id, staff(call.caller), wish);
        });
    router.add(staff_route(Method::post, "/{id}/reject", "reject_return",
                           "The goods are not taken back; the customer reads the reason")
                   .may_answer(409, "invalid_transition"),
               [&returns](const Call<ReturnPath, Rejection>& call) {
                   return returns.reject(call.path.id, staff(call.caller),
                                         call.body.reason.value());
               });
}

}  // namespace

void add_staff_routes(Router& router, Returns& returns, const std::string& cursor_secret) {
    add_reading_routes(router, returns, cursor_secret);
    add_deciding_routes(router, returns);
    router.add(
        staff_route(Method::post, "/{id}/receive", "receive_return",
                    "Records what came in, and in which condition")
            .describe("A return may come in several parcels. What can be sold again goes back on"
                      " hand at the location; what is damaged does not.")
            .may_answer(409, "invalid_transition or returns.quantity_exceeds_requested"),
        [&returns](const Call<ReturnPath, Receipt>& call) {
            return returns.receive(call.path.id, staff(call.caller), call.body);
        });
    router.add(staff_route(Method::post, "/{id}/refund", "refund_return",
                           "Pays back what came in; nothing more of the return is expected")
                   .describe("Without items: all that came in. An empty list pays nothing back and"
                             " ends the return.")
                   .idempotency(IdempotencyKey::required)
                   .may_answer(409,
                               "invalid_transition, returns.quantity_exceeds_received, "
                               "orders.refund_exceeds_order, payments.refund_exceeds_captured or "
                               "payments.nothing_to_refund")
                   .remote(),
               [&returns](const Call<ReturnPath, Settlement>& call) {
                   return returns.refund(call.path.id, staff(call.caller), call.body);
               });
}

}  // namespace kontor::returns
