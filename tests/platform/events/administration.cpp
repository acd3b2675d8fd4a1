#include "fixture.hpp"

namespace kontor::platform {

namespace {

std::int64_t partitions(Shop& shop) {
    return shop.ask<std::int64_t>(
        "select count(*) from pg_inherits where inhparent = 'platform.event'::regclass");
}

Time now(Shop& shop) {
    return shop.ask<Time>("select now()");
}

}  // namespace

TEST_CASE("the tail of the log goes on after a position") {
    Shop shop;
    for (int i = 0; i < 5; ++i) shop.publish(ThingId::make(), i);
    const auto first = shop.administration.tail(0, 2);
    REQUIRE(first.size() == 2);
    const auto rest = shop.administration.tail(first.back().position, 10);
    REQUIRE(rest.size() == 3);
    CHECK(first.back().position < rest.front().position);
    CHECK(shop.administration.tail(rest.back().position, 10).empty());
}

TEST_CASE("the lag counts what a subscription has not handled") {
    Shop shop;
    auto dispatcher = shop.dispatcher({.batch = 2});
    dispatcher.add(shop.recorder("probe.recorder"));
    dispatcher.drain();
    for (int i = 0; i < 5; ++i) shop.publish(ThingId::make(), i);
    CHECK(dispatcher.lag()[0].events == 5);
    CHECK(dispatcher.lag()[0].seconds > 0);
    dispatcher.step();
    CHECK(shop.administration.lag()[0].events == 3);
    dispatcher.drain();
    CHECK(dispatcher.lag()[0].events == 0);
    CHECK(dispatcher.lag()[0].seconds == 0);
}

TEST_CASE("partitions are made ahead, and again and again without harm") {
    Shop shop;
    const auto before = partitions(shop);
    const auto in_two_weeks = now(shop) + std::chrono::days(14);
    shop.administration.maintain_partitions(30, in_two_weeks);
    CHECK(partitions(shop) == before + 2);
    shop.administration.maintain_partitions(30, in_two_weeks);
    CHECK(partitions(shop) == before + 2);
}

TEST_CASE("an event of a week without a partition is kept and moves into it later") {
    Shop shop;
    shop.publish(ThingId::make());
    shop.tell("update platform.event set at = at + interval '35 days'");
    CHECK(shop.ask<std::int64_t>("select count(*) from platform.event_default") == 1);
    shop.administration.maintain_partitions(30, now(shop) + std::chrono::days(35));
    CHECK(shop.ask<std::int64_t>("select count(*) from platform.event_default") == 0);
    CHECK(shop.administration.tail(0, 10).size() == 1);

    auto dispatcher = shop.dispatcher();
    dispatcher.add(shop.recorder("probe.recorder"));
    CHECK(dispatcher.drain() == 1);
}

namespace {

// Not at once where somebody else has a transaction on this server that is older than the events.
void drain_until_dropped(Shop& shop, Dispatcher& dispatcher, Time later) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!shop.administration.tail(0, 10).empty()) {
        REQUIRE(std::chrono::steady_clock::now() < give_up);
        shop.tell("select pg_current_xact_id()");
        dispatcher.drain();
        shop.administration.maintain_partitions(30, later);
    }
}

}  // namespace

TEST_CASE("an old partition is dropped once every subscription has read it") {
    Shop shop;
    auto dispatcher = shop.dispatcher({.lease = std::chrono::milliseconds(0)});
    dispatcher.add(shop.recorder("probe.recorder"));
    dispatcher.drain();
    shop.publish(ThingId::make());
    const auto later = now(shop) + std::chrono::days(60);

    shop.administration.maintain_partitions(30, later);
    CHECK(shop.administration.tail(0, 10).size() == 1);
    dispatcher.drain();
    shop.publish(ThingId::make());
    shop.administration.maintain_partitions(90, later);
    CHECK(shop.administration.tail(0, 10).size() == 2);
    drain_until_dropped(shop, dispatcher, later);
    CHECK(shop.effects().size() == 2);

    shop.publish(ThingId::make());
    CHECK(dispatcher.drain() == 1);
}

TEST_CASE("an event that is set aside outlives its partition") {
    Shop shop;
    auto dispatcher = shop.dispatcher({.lease = std::chrono::milliseconds(0)});
    Subscription subscription("probe.recorder", shop.probe);
    bool broken = true;
    subscription.on<ThingMoved>([&](Tx& tx, const ThingMoved&, const Delivery& delivery) {
        if (broken) throw std::runtime_error("broken");
        Shop::record(tx, "probe.recorder", delivery);
    });
    dispatcher.add(std::move(subscription));
    const auto thing = ThingId::make();
    shop.publish(thing);
    shop.publish(thing);
    drain_until_dropped(shop, dispatcher, now(shop) + std::chrono::days(60));
    shop.clock.advance(std::chrono::hours(1));
    dispatcher.drain();
    shop.clock.advance(std::chrono::hours(1));
    broken = false;
    dispatcher.drain();
    CHECK(shop.versions(thing) == Versions{1, 2});
}

}  // namespace kontor::platform
