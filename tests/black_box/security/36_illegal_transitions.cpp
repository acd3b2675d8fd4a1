#include "trade.hpp"

#include <doctest/doctest.h>
#include <boost/json/value.hpp>

#include <sstream>
#include <utility>

namespace kontor::test {

namespace {

const std::string draft_operations = "change_draft discard_draft place_draft ";

// Operations that do not fit the state of a thing, tried one after the other.
class Refusals {
public:
    static Refusals& all() {
        static Refusals refusals;
        return refusals;
    }

    // operations: their names, with blanks between.
    void check(const std::string& state, const Ids& thing, const std::string& operations) {
        const auto before = seen_at_rest(thing);
        std::istringstream names(operations);
        for (std::string name; names >> name;) {
            const auto& operation = trade_.operation(name);
            const auto answer = trade_.ask(operation, thing);
            INFO(name << " of a " << state << " -> " << answer.body);
            tried_.insert(name);
            CHECK(answer.status == 409);
            CHECK(answer.headers.at("content-type") == "application/problem+json");
            if (answer.status != 409 || answer.text("/code") != "invalid_transition") continue;
            for (const auto* detail : {"from", "to", "allowed"})
                CHECK(answer.json().as_object().contains(detail));
        }
        CHECK(seen(thing) == before);
    }

    Trade& trade() { return trade_; }
    const std::set<std::string>& tried() const { return tried_; }

private:
    // Once nothing changes any more: what follows an order comes after its answer.
    std::string seen_at_rest(const Ids& thing) {
        std::string before;
        eventually([&] {
            const auto former = std::exchange(before, seen(thing));
            return former == before;
        });
        return before;
    }

    // What there is to read of the thing.
    std::string seen(const Ids& thing) {
        std::string all;
        for (const auto& [prefix, path] :
             std::map<std::string, std::string>{{"ord", "/v1/admin/orders/"},
                                                {"ship", "/v1/admin/shipments/"},
                                                {"ret", "/v1/admin/returns/"},
                                                {"trf", "/v1/admin/inventory/transfers/"},
                                                {"stk", "/v1/admin/inventory/stock-takes/"},
                                                {"rev", "/v1/admin/reviews/"},
                                                {"exp", "/v1/admin/experiments/"},
                                                {"msg", "/v1/admin/messages/"}})
            if (thing.contains(prefix))
                all += open_shop().staff().get(path + thing.at(prefix)).body;
        return all;
    }

    Trade trade_{"trader36@example.org"};
    std::set<std::string> tried_;
};

void check_refused(const std::string& state, const Ids& thing, const std::string& operations) {
    Refusals::all().check(state, thing, operations);
}

Trade& trade() {
    return Refusals::all().trade();
}

}  // namespace

TEST_CASE(
    "36: an order is not shipped, edited, paid, given back or put away before or after its time") {
    auto order = trade().paid();
    trade().pack(order);
    check_refused("placed order", order,
                  draft_operations +
                      "archive_order pay_order admin_pay_order mark_payment_paid request_return"
                      " admin_request_return");
    trade().cancel(order);
    check_refused("cancelled order", order,
                  draft_operations +
                      "cancel_order admin_cancel_order admin_ship_order edit_order"
                      " admin_capture_order archive_order pay_order admin_pay_order"
                      " mark_payment_paid request_return admin_request_return admin_refund_order");
    auto other = trade().paid();
    trade().ship(other);
    check_refused("shipped order", other,
                  draft_operations +
                      "cancel_order admin_cancel_order admin_ship_order edit_order archive_order");
    trade().deliver(other);
    check_refused("delivered order", other,
                  draft_operations + "cancel_order admin_cancel_order admin_ship_order edit_order");
    check_refused("draft", trade().draft(),
                  "admin_cancel_order admin_ship_order edit_order archive_order"
                  " admin_capture_order admin_pay_order admin_refund_order");
}

TEST_CASE("36: a shipment goes forward only") {
    auto parcel = trade().paid();
    trade().pack(parcel);
    check_refused("pending shipment", parcel, "release_shipment deliver_shipment");
    trade().ship(parcel);
    check_refused("shipped shipment", parcel,
                  "ship_shipment release_shipment split_shipment make_shipping_label");
    trade().deliver(parcel);
    check_refused("delivered shipment", parcel,
                  "ship_shipment release_shipment split_shipment deliver_shipment"
                  " make_shipping_label");
    auto other = trade().paid();
    trade().pack(other);
    trade().ask_well("cancel_shipment", other);
    check_refused("cancelled shipment", other,
                  "ship_shipment release_shipment split_shipment deliver_shipment"
                  " make_shipping_label cancel_shipment");
}

TEST_CASE("36: a return is not paid back before it came in, nor twice, nor once it was refused") {
    auto order = trade().paid(3);
    trade().ship(order);
    trade().deliver(order);
    const std::string decided =
        "approve_return reject_return receive_return refund_return cancel_return";
    auto goods = trade().returned(order);
    check_refused("requested return", goods, "receive_return refund_return make_return_label");
    trade().ask_well("approve_return", goods);
    check_refused("approved return", goods, "approve_return refund_return");
    trade().ask_well("receive_return", goods);
    check_refused("received return", goods,
                  "approve_return reject_return receive_return cancel_return");
    trade().ask_well("refund_return", goods);
    trade().until(goods, "payment_status", "partially_refunded");
    check_refused("refunded return", goods, decided + " make_return_label");
    const Ids refund{{"ref", trade().first_in("/v1/admin/refunds?status=settled")}};
    check_refused("settled refund", refund, "admin_retry_refund");
    for (const std::string end : {"reject_return", "cancel_return"}) {
        goods = trade().returned(order);
        trade().ask_well(end, goods);
        check_refused(end, goods, decided);
    }
}

TEST_CASE("36: what else has an end is not gone on with after it") {
    for (const std::string end : {"receive_transfer", "cancel_transfer"}) {
        const auto transfer = trade().transfer();
        trade().ask_well(end, transfer);
        check_refused(end, transfer, "receive_transfer cancel_transfer");
    }
    for (const std::string end : {"close_stock_take", "cancel_stock_take"}) {
        const auto count = trade().made("open_stock_take", "stk");
        trade().ask_well(end, count);
        check_refused(end, count, "enter_counts close_stock_take cancel_stock_take");
    }
    const auto review = trade().review();
    trade().ask_well("accept_review", review);
    check_refused("accepted review", review, "accept_review reject_review");
    const auto experiment = trade().made("create_experiment", "exp");
    check_refused("described experiment", experiment, "stop_experiment");
    trade().ask_well("start_experiment", experiment);
    check_refused("running experiment", experiment, "start_experiment");
    trade().ask_well("stop_experiment", experiment);
    check_refused("stopped experiment", experiment, "start_experiment stop_experiment");
    const Ids message{{"msg", trade().first_in("/v1/admin/messages?status=sent")}};
    check_refused("sent message", message, "retry_message");
}

TEST_CASE("36: what was bought is neither changed nor bought again") {
    auto order = trade().paid();
    check_refused("bought cart", order, "add_cart_item");
    check_refused("cart that a guest bought", trade().cart_bought_by_guest(), "merge_cart");
    CHECK(trade().ask(trade().operation("place_order"), order).text("/id") == order.at("ord"));
    const auto checkout = trade().checkout();
    const auto bought = trade().ask_well("complete_checkout", checkout);
    check_refused("completed checkout", checkout, "change_checkout");
    const auto again = trade().ask(trade().operation("complete_checkout"), checkout);
    CHECK(again.text("/id") == bought.text("/id"));
}

TEST_CASE("36: every operation whose document says that it may come out of turn was tried so") {
    // Answered as before, see above.
    const std::set<std::string> otherwise{"place_order", "complete_checkout"};
    for (const auto& operation : trade().contract().operations()) {
        if (operation.conflicts.find("invalid_transition") == std::string::npos) continue;
        CAPTURE(operation.id);
        CHECK(Refusals::all().tried().contains(operation.id) != otherwise.contains(operation.id));
    }
}

}  // namespace kontor::test
