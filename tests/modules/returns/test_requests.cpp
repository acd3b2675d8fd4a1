#include "counter.hpp"

#include <map>
#include <mutex>
#include <thread>

using namespace kontor;
using namespace kontor::returns;

namespace {

std::int64_t detail(const platform::Error& error, const std::string& name) {
    for (const auto& [key, value] : error.details)
        if (key == name) return std::get<std::int64_t>(value);
    return -1;
}

NewReturn exchange_for(const std::optional<std::string>& sku) {
    NewReturn wanted;
    wanted.wish = Wish::exchange;
    WantedItem item;
    if (sku) item.sku = platform::Text<1, 120>::accept(*sku);
    wanted.replacement = {item};
    return wanted;
}

}  // namespace

TEST_CASE_FIXTURE(Counter, "who received goods asks to send some of them back") {
    const auto order = delivered();
    const auto made = ask(order, {back(order, 0, 2), back(order, 1, 1)}).value();
    CHECK(made.status == Status::requested);
    CHECK(made.order_number == order.number);
    REQUIRE(made.items.size() == 2);
    CHECK(made.items[0].item_id == order.items[0].id);
    CHECK(made.items[0].sku == "SKU-1000");
    CHECK(made.items[0].quantity == 2);
    CHECK(made.items[0].reason == "does not fit");
    const auto again = returns->find(made.id).value();
    CHECK(again.items.size() == 2);
    CHECK(again.items[1].variant_id == order.items[1].variant_id);
    const auto fact = last<ReturnRequested>();
    CHECK(fact.return_id == made.id);
    CHECK(fact.items.size() == 2);
    CHECK(fact.actor == "customer");
    CHECK(refusal_of(returns->find(ReturnId::make())) == "returns.no_such_return");
}

TEST_CASE_FIXTURE(Counter,
                  "of a line no more comes back than was shipped and is not back already") {
    const auto order = ordered();
    CHECK(refusal_of(ask(order, {back(order, 0, 1)})) == "returns.quantity_exceeds_shipped");
    ship(order, {{{order.items[0].id, order.items[0].variant_id, 2}}});
    const auto first = ask(order, {back(order, 0, 2)}).value();
    const auto refused = ask(order, {back(order, 0, 1)});
    REQUIRE(refusal_of(refused) == "returns.quantity_exceeds_shipped");
    CHECK(detail(refused.error(), "returnable") == 0);
    CHECK(refusal_of(ask(order, {back(order, 1, 1)})) == "returns.quantity_exceeds_shipped");

    REQUIRE(returns->cancel(first.id, "customer").has_value());
    const auto second = ask(order, {back(order, 0, 1)}).value();
    REQUIRE(returns->reject(second.id, "staff:ada", "worn").has_value());
    CHECK(ask(order, {back(order, 0, 2)}).has_value());
}

TEST_CASE_FIXTURE(Counter, "what never came in may be asked for again once the return is settled") {
    const auto order = delivered();
    const auto made = approved(order, {back(order, 0, 3)});
    REQUIRE(receive(made, {counted(made, 0, 2)}).has_value());
    CHECK(refusal_of(ask(order, {back(order, 0, 1)})) == "returns.quantity_exceeds_shipped");
    REQUIRE(returns->refund(made.id, "staff:ada", {}).has_value());
    CHECK(ask(order, {back(order, 0, 1)}).has_value());
    CHECK(refusal_of(ask(order, {back(order, 0, 1)})) == "returns.quantity_exceeds_shipped");
}

TEST_CASE_FIXTURE(Counter, "of fifty who ask for the last piece at one time one may return it") {
    const auto order = delivered();
    const auto before = ask(order, {back(order, 1, 1)}).value();
    REQUIRE(returns->cancel(before.id, "customer").has_value());
    std::map<std::string, int> outcomes;
    std::mutex mutex;
    {
        std::vector<std::jthread> crowd;
        for (int asker = 0; asker < 50; ++asker)
            crowd.emplace_back([&] {
                const auto made = ask(order, {back(order, 1, 1)});
                const std::scoped_lock lock(mutex);
                ++outcomes[refusal_of(made)];
            });
    }
    CHECK(outcomes ==
          std::map<std::string, int>{{"", 1}, {"returns.quantity_exceeds_shipped", 49}});
    CHECK(returns->list({Status::requested, order.id, {}, 100}).size() == 1);
    CHECK(returns->check().empty());
}

TEST_CASE_FIXTURE(Counter, "the time to return begins when the parcel arrives, and ends") {
    const auto order = ordered();
    const auto first = ship(order, {{{order.items[0].id, order.items[0].variant_id, 1}}});
    const auto second = ship(order, {{{order.items[0].id, order.items[0].variant_id, 2}}});
    clock.advance(std::chrono::days(30));
    REQUIRE(shipping->deliver(first.id).has_value());
    clock.advance(std::chrono::days(14));
    CHECK(ask(order, {back(order, 0, 1)}).has_value());
    clock.advance(std::chrono::seconds(1));
    REQUIRE(ask(order, {back(order, 0, 2)}).has_value());
    REQUIRE(shipping->deliver(second.id).has_value());
    const auto other = delivered();
    clock.advance(std::chrono::days(15));
    const auto refused = ask(other, {back(other, 0, 1)});
    REQUIRE(refusal_of(refused) == "returns.too_late");
    CHECK(refused.error().kind == platform::ErrorKind::conflict);
    CHECK(detail(refused.error(), "returnable") == 0);
    CHECK(returns->request(other.id, std::nullopt, "staff:ada", {{back(other, 0, 1)}, {}, {}, {}})
              .has_value());
}

TEST_CASE_FIXTURE(Counter, "somebody else's order has no returns") {
    const auto customer = auth::UserId::make();
    const auto order = delivered({customer, ""});
    CHECK(refusal_of(ask(order, {back(order, 0, 1)}, {{}, "guest"})) == "orders.no_such_order");
    CHECK(refusal_of(ask(order, {back(order, 0, 1)}, {auth::UserId::make(), ""})) ==
          "orders.no_such_order");
    CHECK(ask(order, {back(order, 0, 1)}, {customer, ""}).has_value());
}

TEST_CASE_FIXTURE(Counter, "a request that makes no sense changes nothing") {
    const auto order = delivered();
    const auto other = delivered();
    CHECK(refusal_of(ask(order, {})) == "returns.nothing_to_return");
    CHECK(refusal_of(ask(order, {back(other, 0, 1)})) == "returns.no_such_item");
    CHECK(refusal_of(ask(order, {back(order, 0, 1), back(order, 0, 1)})) == "returns.item_twice");
    CHECK(returns->list({{}, order.id, {}, 10}).empty());
}

TEST_CASE_FIXTURE(Counter,
                  "an exchange names goods that the shop sells, and only an exchange does") {
    const auto order = delivered();
    const auto ask_for = [&](NewReturn wanted) {
        wanted.items = {back(order, 0, 1)};
        return returns->request(order.id, auth::Shopper{{}, "guest"}, "customer", wanted);
    };
    auto wanted = exchange_for("NOTHING-LIKE-IT");
    CHECK(refusal_of(ask_for(wanted)) == "returns.no_such_variant");
    CHECK(refusal_of(ask_for(exchange_for({}))) == "returns.sku_or_variant");
    wanted.wish = Wish::refund;
    CHECK(refusal_of(ask_for(wanted)) == "returns.needless_replacement");
    wanted.wish = Wish::exchange;
    wanted.replacement.reset();
    CHECK(refusal_of(ask_for(wanted)) == "returns.no_replacement");

    REQUIRE(catalog
                ->create(platform::json::read<catalog::NewProduct>(
                             R"({"title":"Cup","status":"published","variants":[{"sku":"CUP",)"
                             R"("prices":[{"amount":900,"currency":"EUR"}]}]})")
                             .value())
                .has_value());
    const auto made = ask_for(exchange_for("CUP")).value();
    REQUIRE(made.replacement.size() == 1);
    CHECK(made.replacement[0].sku == "CUP");
    CHECK(returns->find(made.id).value().replacement[0].quantity == 1);
}

TEST_CASE_FIXTURE(Counter, "staff find returns by their state and order, newest first") {
    const auto order = delivered();
    const auto first = ask(order, {back(order, 0, 1)}).value();
    const auto second = ask(order, {back(order, 0, 1)}).value();
    const auto third = approved(order, {back(order, 1, 1)});
    const auto requested = returns->list({Status::requested, order.id, {}, 10});
    REQUIRE(requested.size() == 2);
    CHECK(requested[0].id == second.id);
    CHECK(requested[1].id == first.id);
    CHECK(returns->list({{}, order.id, third.id, 10}).size() == 2);
    CHECK(returns->list({{}, {}, {}, 1}).front().id == third.id);
}
