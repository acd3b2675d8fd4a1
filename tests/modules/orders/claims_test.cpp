#include "fixture.hpp"
#include "orders/order_claimed.hpp"
#include "platform/json/json.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace kontor;
using namespace kontor::orders;

namespace {

struct Claiming : Fixture {
    std::unique_ptr<Claims> claims = make_claims(database, events, clock);
    auth::UserId ada = auth::UserId::make();
    auth::Shopper guest{std::nullopt, "guest"};
    auth::Shopper signed_in{ada, "guest"};

    OrderId order_of(const auth::Shopper& owner, const std::string& email = "ada@example.org") {
        auto wanted = some_order();
        wanted.owner = owner;
        wanted.email = email;
        const auto pending = orders->place_pending(wanted);
        REQUIRE(pending.has_value());
        REQUIRE(orders->place(*pending, owner, wanted.totals.total).has_value());
        return wanted.id;
    }
    template <class T>
    static std::string refusal_of(const platform::Result<T>& result) {
        return result ? "" : result.error().code;
    }
    std::vector<OrderClaimed> claimed() {
        const auto payloads = tables.superuser().read([](platform::Reader& reader) {
            return reader.all<std::string>(
                "select payload::text from platform.event"
                " where name = 'orders.order_claimed.v1' order by id");
        });
        std::vector<OrderClaimed> facts;
        for (const auto& payload : payloads)
            facts.push_back(platform::json::read<OrderClaimed>(payload).value());
        return facts;
    }
    bool sees(const auth::Shopper& shopper, const OrderId& order) {
        return orders->order(order, shopper).has_value();
    }
    std::size_t count_of(const auth::UserId& customer) {
        OrderFilter filter;
        filter.customer = customer;
        return orders->list(filter).size();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Claiming, "an order that is claimed is the customer's and nobody else's") {
    const auto order = order_of(guest);
    REQUIRE(claims->claim(order, signed_in).has_value());
    CHECK(sees({ada, ""}, order));
    CHECK_FALSE(sees(guest, order));
    CHECK(count_of(ada) == 1);
    CHECK(orders->timeline(order).back().event == "claimed");
    CHECK(orders->timeline(order).back().actor == "customer:" + ada.text());
    const auto facts = claimed();
    REQUIRE(facts.size() == 1);
    CHECK(facts[0].order == order);
    CHECK(facts[0].customer == ada);
    CHECK(facts[0].email == "ada@example.org");
    CHECK(facts[0].guest == "guest");
    CHECK(orders->check().empty());
}

TEST_CASE_FIXTURE(Claiming, "claiming again changes nothing, also at the same time") {
    const auto order = order_of(guest);
    {
        std::vector<std::jthread> devices;
        for (int i = 0; i < 8; ++i)
            devices.emplace_back([&] { CHECK(claims->claim(order, signed_in).has_value()); });
    }
    CHECK(claims->claim(order, {ada, ""}).has_value());
    CHECK(claimed().size() == 1);
}

TEST_CASE_FIXTURE(Claiming, "an order is claimed only by a customer who shows its token") {
    const auto order = order_of(guest);
    const std::string unknown = "orders.no_such_order";
    CHECK(refusal_of(claims->claim(order, guest)) == unknown);
    CHECK(refusal_of(claims->claim(order, {ada, ""})) == unknown);
    CHECK(refusal_of(claims->claim(order, {ada, "another"})) == unknown);
    CHECK(refusal_of(claims->claim(OrderId::make(), signed_in)) == unknown);
    CHECK(sees(guest, order));
    CHECK(claimed().empty());
}

TEST_CASE_FIXTURE(Claiming, "an order of two customers who share a device stays the buyer's") {
    const auto order = order_of(signed_in);
    const auth::Shopper bob{auth::UserId::make(), "guest"};
    CHECK(refusal_of(claims->claim(order, bob)) == "orders.no_such_order");
    CHECK(claims->claim(order, signed_in).has_value());
    CHECK_FALSE(sees(bob, order));
}

TEST_CASE_FIXTURE(Claiming, "of two customers at the same time one gets the order") {
    const auto order = order_of(guest);
    const auth::Shopper bob{auth::UserId::make(), "guest"};
    std::atomic<int> got = 0;
    {
        std::vector<std::jthread> devices;
        for (const auto& shopper : {signed_in, bob})
            devices.emplace_back(
                [&, shopper] { got += claims->claim(order, shopper).has_value(); });
    }
    CHECK(got == 1);
    CHECK(count_of(ada) + count_of(*bob.customer) == 1);
}

TEST_CASE_FIXTURE(Claiming, "who has proved an address gets what guests ordered with it") {
    const auto first = order_of(guest);
    const auto second = order_of({std::nullopt, "later"}, "ADA@example.org");
    const auto of_bob = order_of({auth::UserId::make(), ""});
    const auto elsewhere = order_of({std::nullopt, "eve"}, "eve@example.org");
    const auto email = *platform::EmailAddress::accept("ada@example.org");
    CHECK(claims->claim_all(ada, email) == 2);
    CHECK(claims->claim_all(ada, email) == 0);
    CHECK(count_of(ada) == 2);
    CHECK(sees({ada, ""}, first));
    CHECK(sees({ada, ""}, second));
    CHECK_FALSE(sees({ada, ""}, of_bob));
    CHECK_FALSE(sees({ada, ""}, elsewhere));
    CHECK(claimed().size() == 2);
}
