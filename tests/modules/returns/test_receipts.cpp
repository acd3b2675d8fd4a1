#include "counter.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::returns;

namespace {

Settlement of_items(const Return& made, std::size_t line, std::int64_t quantity) {
    Settlement settlement;
    settlement.items = {{made.items[line].item_id, pieces(quantity)}};
    return settlement;
}

}  // namespace

TEST_CASE_FIXTURE(Counter, "goods come in in several parcels, each piece in its condition") {
    const auto order = delivered();
    const auto made = approved(order, {back(order, 0, 3), back(order, 1, 1)});
    const auto first =
        receive(made, {counted(made, 0, 1), counted(made, 0, 1, Condition::damaged)});
    CHECK(first.value().status == Status::partially_received);
    CHECK(first.value().items[0].resaleable == 1);
    CHECK(first.value().items[0].damaged == 1);
    const auto fact = last<ReturnReceived>();
    CHECK_FALSE(fact.is_complete);
    REQUIRE(fact.items.size() == 2);
    CHECK(fact.items[0].variant == order.items[0].variant_id);
    CHECK(fact.items[1].condition == Condition::damaged);

    const auto second = receive(made, {counted(made, 1, 1)});
    CHECK(second.value().status == Status::partially_received);
    CHECK(last<ReturnReceived>().receipt != fact.receipt);
    const auto third = receive(made, {counted(made, 0, 1)});
    CHECK(third.value().status == Status::received);
    CHECK(last<ReturnReceived>().is_complete);
    CHECK(returns->find(made.id).value().items[0].resaleable == 2);
    CHECK(returns->check().empty());
}

TEST_CASE_FIXTURE(Counter, "no more is counted than was to come, and nothing else") {
    const auto order = delivered();
    const auto made = approved(order, {back(order, 0, 2)});
    REQUIRE(receive(made, {counted(made, 0, 1)}).has_value());
    CHECK(refusal_of(receive(made, {counted(made, 0, 2)})) == "returns.quantity_exceeds_requested");
    CHECK(refusal_of(receive(made, {counted(made, 0, 1), counted(made, 0, 1)})) ==
          "returns.quantity_exceeds_requested");
    CHECK(refusal_of(receive(made, {})) == "returns.nothing_received");
    const auto elsewhere = returns->receive(
        made.id, "staff:ada", {{counted(made, 0, 1)}, words<platform::Text<1, 60>>("nowhere")});
    CHECK(refusal_of(elsewhere) == "returns.no_such_location");
    CHECK(elsewhere.error().kind == platform::ErrorKind::invalid);
    auto stranger = counted(made, 0, 1);
    stranger.item_id = order.items[1].id;
    CHECK(refusal_of(receive(made, {stranger})) == "returns.no_such_item");
    CHECK(returns->find(made.id).value().items[0].resaleable == 1);
    CHECK(returns
              ->receive(made.id, "staff:ada",
                        {{counted(made, 0, 1)}, words<platform::Text<1, 60>>("main")})
              .value()
              .status == Status::received);
    CHECK(last<ReturnReceived>().location == "main");
}

TEST_CASE_FIXTURE(Counter, "what came back is paid back as the customer paid for it") {
    const auto order = delivered();
    const auto first = approved(order, {back(order, 0, 1)});
    REQUIRE(receive(first).has_value());
    CHECK(returns->refund(first.id, "staff:ada", {}).value().refunded == euros(333));
    const auto second = approved(order, {back(order, 0, 2), back(order, 1, 1)});
    REQUIRE(receive(second).has_value());
    const auto settled = returns->refund(second.id, "staff:ada", {}).value();
    CHECK(settled.status == Status::refunded);
    CHECK(settled.refunded == euros(667 + 500));
    const auto fact = last<ReturnRefunded>();
    CHECK(fact.amount == euros(1167));
    CHECK_FALSE(fact.as_store_credit);
    const auto made = payments->refunds_of(order.id);
    REQUIRE(made.size() == 2);
    CHECK(made[0].status == payments::RefundStatus::settled);
    CHECK(made[1].cause == second.id.uuid());
    CHECK(returns->check().empty());
    CHECK(payments->check().empty());
}

TEST_CASE_FIXTURE(Counter, "staff pays back fewer pieces, shipping too, or keeps a fee") {
    const auto order = delivered();
    const auto made = approved(order, {back(order, 0, 3)});
    REQUIRE(receive(made).has_value());
    CHECK(refusal_of(returns->refund(made.id, "staff:ada", of_items(made, 0, 4))) ==
          "returns.quantity_exceeds_received");
    auto settlement = of_items(made, 0, 2);
    settlement.shipping_amount = euros(190);
    settlement.restocking_fee = euros(56);
    CHECK(returns->refund(made.id, "staff:ada", settlement).value().refunded == euros(800));
    CHECK(returns->check().empty());

    const auto other = approved(order, {back(order, 1, 1)});
    REQUIRE(receive(other).has_value());
    settlement = {};
    settlement.shipping = true;
    CHECK(returns->refund(other.id, "staff:ada", settlement).value().refunded == euros(500 + 300));
}

TEST_CASE_FIXTURE(Counter, "a return that is worth nothing ends without any money") {
    const auto order = delivered();
    const auto made = approved(order, {back(order, 0, 1)});
    REQUIRE(receive(made, {counted(made, 0, 1, Condition::damaged)}).has_value());
    Settlement settlement;
    settlement.items.emplace();
    CHECK(returns->refund(made.id, "staff:ada", settlement).value().refunded == euros(0));
    CHECK(payments->refunds_of(order.id).empty());
    CHECK(returns->check().empty());
}

TEST_CASE_FIXTURE(Counter, "store credit is for customers, and what they wished for") {
    const auth::Shopper customer{auth::UserId::make(), ""};
    const auth::Shopper guest{{}, "guest"};
    const auto received = [&](const auth::Shopper& owner, std::optional<auth::Shopper> asks) {
        const auto order = delivered(owner);
        const NewReturn wanted{{back(order, 1, 1)}, Wish::store_credit, {}, {}};
        const auto made = returns->request(order.id, asks, "somebody", wanted).value();
        REQUIRE(returns->approve(made.id, "staff:ada").has_value());
        return receive(made).value();
    };
    const auto credited = received(customer, customer);
    CHECK(returns->refund(credited.id, "staff:ada", {}).value().as_store_credit);
    CHECK(payments->refunds_of(credited.order_id).front().as_store_credit);

    const auto order = delivered(guest);
    const auto refused = returns->request(order.id, guest, "customer",
                                          {{back(order, 1, 1)}, Wish::store_credit, {}, {}});
    REQUIRE(refusal_of(refused) == "returns.no_store_credit");
    CHECK(refused.error().problems[0].pointer == "/wish");

    // As staff may have noted it.
    const auto paid_back = received(guest, std::nullopt);
    Settlement settlement;
    settlement.to = RefundTo::store_credit;
    CHECK(refusal_of(returns->refund(paid_back.id, "staff:ada", settlement)) ==
          "payments.no_store_credit");
    CHECK(returns->find(paid_back.id).value().status == Status::received);
    CHECK_FALSE(returns->refund(paid_back.id, "staff:ada", {}).value().as_store_credit);
    CHECK_FALSE(payments->refunds_of(paid_back.order_id).front().as_store_credit);
}

TEST_CASE_FIXTURE(Counter, "of twenty who pay back one return at one time one does") {
    const auto order = delivered();
    const auto made = approved(order, {back(order, 0, 3)});
    REQUIRE(receive(made).has_value());
    std::atomic<int> paid = 0;
    {
        std::vector<std::jthread> crowd;
        for (int clerk = 0; clerk < 20; ++clerk)
            crowd.emplace_back(
                [&] { paid += returns->refund(made.id, "staff:ada", {}).has_value(); });
    }
    CHECK(paid == 1);
    REQUIRE(payments->refunds_of(order.id).size() == 1);
    CHECK(payments->refunds_of(order.id).front().amount == euros(1000));
}

TEST_CASE_FIXTURE(Counter, "a refund that is refused leaves the return as it was") {
    const auto order = delivered();
    const auto made = approved(order, {back(order, 0, 3)});
    REQUIRE(receive(made).has_value());
    payments->give_back(order.id, "goodwill");
    CHECK(refusal_of(returns->refund(made.id, "staff:ada", {})) == "payments.nothing_to_refund");
    CHECK(returns->find(made.id).value().status == Status::received);
    CHECK(refunds->refunds_of(order.id).size() == 1);
}

TEST_CASE_FIXTURE(Counter, "the doctor finds a count that no receipt explains, and missing money") {
    const auto order = delivered();
    const auto made = approved(order, {back(order, 0, 2)});
    REQUIRE(receive(made).has_value());
    REQUIRE(returns->refund(made.id, "staff:ada", {}).has_value());
    CHECK(returns->check().empty());
    auto tampering = shared().superuser();
    tampering.transact([&](platform::Tx& tx) {
        tx.run("update returns.item set resaleable = 1 where return_id = $1", made.id);
        tx.run("update returns.return set refunded = refunded + 1 where id = $1", made.id);
    });
    const auto found = returns->check();
    REQUIRE(found.size() == 2);
    CHECK(found[0].invariant.starts_with("T3"));
    CHECK(found[1].invariant.starts_with("T4"));
    tampering.transact([&](platform::Tx& tx) {
        tx.run("update returns.item set resaleable = 2 where return_id = $1", made.id);
        tx.run("update returns.return set refunded = refunded - 1 where id = $1", made.id);
    });
}

TEST_CASE_FIXTURE(Counter, "the doctor finds goods that came in and were not booked") {
    const auto order = delivered();
    const auto made = approved(order, {back(order, 0, 3)});
    REQUIRE(
        receive(made, {counted(made, 0, 2), counted(made, 0, 1, Condition::damaged)}).has_value());
    const auto receipt = last<ReturnReceived>().receipt;
    const auto complaints = [&] {
        std::vector<std::string> found;
        for (const auto& violation : returns->check())
            if (violation.subject == made.id.text()) found.push_back(violation.invariant);
        return found;
    };
    CHECK(complaints().empty());
    clock.advance(std::chrono::minutes(3));
    CHECK(complaints() == std::vector<std::string>{"T5 what came in is in the movements of stock"});
    const auto variant = order.items[0].variant_id;
    inventory->introduce({{variant, platform::to_string(variant.uuid()), 0}});
    REQUIRE(inventory
                ->take_back(receipt.uuid(),
                            {{variant, 2, inventory::Condition::resaleable},
                             {variant, 1, inventory::Condition::damaged}},
                            {})
                .has_value());
    CHECK(complaints().empty());
}
