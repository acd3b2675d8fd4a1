#include "fixture.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace kontor;
using namespace kontor::orders;
using Names = std::vector<std::string>;

TEST_CASE_FIXTURE(Fixture, "an order is kept exactly as it was given") {
    const auto wanted = some_order();
    const auto made = orders->place_pending(wanted);
    REQUIRE(made.has_value());
    const auto order = orders->order(wanted.id, std::nullopt);
    REQUIRE(order.has_value());
    CHECK(order->status == Status::pending);
    CHECK(order->number == made->number);
    CHECK(order->totals == wanted.totals);
    CHECK(order->email == "ada@example.org");
    CHECK(order->shipping_address.city.value() == "Berlin");
    REQUIRE(order->items.size() == 2);
    CHECK(order->items[0].id == wanted.items[0].id);
    CHECK(order->items[1].total == euros(500));
    CHECK(announced().empty());
}

TEST_CASE_FIXTURE(Fixture, "asking twice for the same order makes one") {
    const auto wanted = some_order();
    const auto first = orders->place_pending(wanted);
    const auto second = orders->place_pending(wanted);
    REQUIRE(second.has_value());
    CHECK(second->number == first->number);
    CHECK(orders->list({}).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a cart has one living order, and may have another after a refusal") {
    auto first = some_order();
    REQUIRE(orders->place_pending(first).has_value());
    auto second = some_order();
    second.cart = first.cart;
    const auto refused = orders->place_pending(second);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "orders.cart_ordered");

    REQUIRE(orders->fail(first.id, "payment_refused").has_value());
    CHECK(orders->place_pending(second).has_value());
}

TEST_CASE_FIXTURE(Fixture,
                  "order numbers are given once, to however many buyers at the same time") {
    std::vector<std::jthread> buyers;
    for (int buyer = 0; buyer < 8; ++buyer)
        buyers.emplace_back([&] {
            for (int order = 0; order < 10; ++order)
                static_cast<void>(orders->place_pending(some_order()));
        });
    buyers.clear();
    OrderFilter filter;
    filter.limit = 100;
    std::vector<std::string> numbers;
    for (const auto& order : orders->list(filter)) numbers.push_back(order.number);
    REQUIRE(numbers.size() == 80);
    std::ranges::sort(numbers);
    CHECK(std::ranges::adjacent_find(numbers) == numbers.end());
}

TEST_CASE_FIXTURE(Fixture, "placing announces the order as placed and as paid, once") {
    const auto wanted = some_order();
    const auto pending = orders->place_pending(wanted).value();
    const auto placed = orders->place(pending, wanted.owner, wanted.totals.total);
    REQUIRE(placed.has_value());
    CHECK(placed->status == Status::placed);
    CHECK(placed->payment_status == PaymentState::paid);
    REQUIRE(orders->place(pending, wanted.owner, wanted.totals.total).has_value());
    CHECK(announced() == Names{"orders.order_placed.v1", "orders.order_paid.v1"});

    Names history;
    for (const auto& entry : orders->timeline(wanted.id)) history.push_back(entry.event);
    CHECK(history == Names{"created", "placed", "paid"});
}

TEST_CASE_FIXTURE(Fixture,
                  "what changed about an order while it was paid is kept when it is placed") {
    const auto wanted = some_order();
    const auto pending = orders->place_pending(wanted).value();
    tables.superuser().transact([&](platform::Tx& tx) {
        tx.run("update orders.customer_order set fulfilment_status = 'backorder' where id = $1",
               wanted.id);
    });
    const auto placed = orders->place(pending, wanted.owner, wanted.totals.total);
    REQUIRE(placed.has_value());
    CHECK(placed->fulfilment_status == FulfilmentState::backorder);
    const auto entry = orders->timeline(wanted.id).back();
    REQUIRE(entry.after.has_value());
    CHECK(entry.after->fulfilment_status == FulfilmentState::backorder);
    CHECK(orders->order(wanted.id, std::nullopt)->status == Status::placed);
}

TEST_CASE_FIXTURE(Fixture, "what is counted as captured already does not fall with the placing") {
    const auto wanted = some_order();
    const auto pending = orders->place_pending(wanted).value();
    tables.superuser().transact([&](platform::Tx& tx) {
        tx.run("update orders.customer_order set captured = 2990 where id = $1", wanted.id);
    });
    const auto placed = orders->place(pending, wanted.owner, Funding(euros(1000)));
    REQUIRE(placed.has_value());
    CHECK(placed->payment_status == PaymentState::paid);
    CHECK(orders->order(wanted.id, std::nullopt)->amount_due == euros(0));
    CHECK(announced() == Names{"orders.order_placed.v1", "orders.order_paid.v1"});
}

TEST_CASE_FIXTURE(Fixture, "an order that was given up cannot be placed any more") {
    const auto wanted = some_order();
    const auto pending = orders->place_pending(wanted).value();
    REQUIRE(orders->fail(wanted.id, "payment_refused").has_value());
    const auto placed = orders->place(pending, wanted.owner, wanted.totals.total);
    REQUIRE(placed.has_error());
    CHECK(placed.error().code == "invalid_transition");
    CHECK(announced() == Names{"orders.order_cancelled.v1"});
}

TEST_CASE_FIXTURE(Fixture, "a placed order is cancelled once, and by its owner only") {
    const auto wanted = some_order();
    const auto pending = orders->place_pending(wanted).value();
    static_cast<void>(orders->place(pending, wanted.owner, wanted.totals.total));

    const auto stranger = orders->cancel(wanted.id, auth::Shopper{{}, "somebody"}, "customer", "x");
    REQUIRE(stranger.has_error());
    CHECK(stranger.error().code == "orders.no_such_order");

    const auto cancelled = orders->cancel(wanted.id, wanted.owner, "customer", "no longer wanted");
    REQUIRE(cancelled.has_value());
    CHECK(cancelled->status == Status::cancelled);
    CHECK(cancelled->cancellation_reason == "no longer wanted");
    const auto again = orders->cancel(wanted.id, wanted.owner, "customer", "again");
    REQUIRE(again.has_error());
    CHECK(again.error().code == "invalid_transition");
    CHECK(announced().back() == "orders.order_cancelled.v1");
    CHECK(announced().size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "an order whose payment is under way is not cancelled under its feet") {
    const auto wanted = some_order();
    static_cast<void>(orders->place_pending(wanted));
    const auto cancelled = orders->cancel(wanted.id, std::nullopt, "staff", "x");
    REQUIRE(cancelled.has_error());
    CHECK(cancelled.error().code == "completion_in_progress");
}

TEST_CASE_FIXTURE(Fixture,
                  "somebody else's order does not exist, a customer's is the customer's alone") {
    auto wanted = some_order();
    wanted.owner.customer = auth::UserId::make();
    static_cast<void>(orders->place_pending(wanted));
    CHECK(orders->order(wanted.id, auth::Shopper{wanted.owner.customer, ""}).has_value());
    CHECK(orders->order(wanted.id, auth::Shopper{{}, "guest"}).has_error());
    CHECK(orders->order(wanted.id, auth::Shopper{auth::UserId::make(), ""}).has_error());
    CHECK(orders->order(wanted.id, auth::Shopper{{}, ""}).has_error());
    CHECK(orders->order(OrderId::make(), std::nullopt).has_error());
}

TEST_CASE_FIXTURE(Fixture, "orders are listed newest first, page by page, by status and customer") {
    const auto customer = auth::UserId::make();
    std::vector<OrderId> made;
    for (int count = 0; count < 5; ++count) {
        auto order = some_order();
        order.owner.customer = customer;
        static_cast<void>(orders->place_pending(order));
        made.push_back(order.id);
    }
    static_cast<void>(orders->place_pending(some_order()));
    const auto pending = orders->order(made[1], std::nullopt).value();
    static_cast<void>(orders->place(pending, {}, euros(2990)));

    OrderFilter filter;
    filter.customer = customer;
    filter.limit = 2;
    const auto first = orders->list(filter);
    REQUIRE(first.size() == 2);
    CHECK(first[0].id == made[4]);
    filter.after = first[1].id;
    CHECK(orders->list(filter)[0].id == made[2]);

    filter = {};
    filter.status = Status::placed;
    REQUIRE(orders->list(filter).size() == 1);
    CHECK(orders->list(filter)[0].items.size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "an order is found by its number and by its id") {
    const auto made = orders->place_pending(some_order());
    CHECK(orders->find(made->number)->id == made->id);
    CHECK(orders->find(made->id.text())->id == made->id);
    CHECK(orders->find("0").has_error());
}

TEST_CASE_FIXTURE(Fixture, "the check finds an order whose lines do not add up") {
    const auto wanted = some_order();
    static_cast<void>(orders->place_pending(wanted));
    CHECK(orders->check().empty());
    tables.superuser().transact([&](platform::Tx& tx) {
        tx.run("update orders.item set subtotal = subtotal + 1 where id = $1", wanted.items[0].id);
    });
    const auto violations = orders->check();
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].subject == wanted.id.text());
    CHECK(violations[0].invariant.starts_with("M4"));
}

TEST_CASE_FIXTURE(Fixture, "the check finds a history that the state table does not allow") {
    const auto wanted = some_order();
    static_cast<void>(orders->place_pending(wanted));
    tables.superuser().transact([&](platform::Tx& tx) {
        tx.run(
            "insert into orders.timeline (order_id, at, actor, event, from_status, to_status) "
            "values ($1, now(), 'x', 'x', 'completed', 'pending')",
            wanted.id);
    });
    REQUIRE(orders->check().size() == 1);
    CHECK(orders->check()[0].invariant.starts_with("O3"));
}

TEST_CASE_FIXTURE(Fixture, "the timeline cannot be rewritten by the module itself") {
    static_cast<void>(orders->place_pending(some_order()));
    CHECK_THROWS_AS(database.transact([](platform::Tx& tx) {
        tx.run("update orders.timeline set actor = 'nobody'");
    }),
                    platform::StatementError);
}
