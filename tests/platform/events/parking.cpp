#include "fixture.hpp"

#include <map>
#include <set>

namespace kontor::platform {

namespace {

// A recorder whose handler throws for the steps that are bad.
struct Fragile {
    Subscription subscription(Shop& shop) {
        Subscription made("probe.recorder", shop.probe);
        made.on<ThingMoved>([this](Tx& tx, const ThingMoved& fact, const Delivery& delivery) {
            ++calls[fact.step];
            Shop::record(tx, "probe.recorder", delivery);
            if (bad.contains(fact.step)) throw std::runtime_error("cannot take this step");
        });
        return made;
    }

    std::set<std::int64_t> bad{};
    std::map<std::int64_t, int> calls{};
};

constexpr std::chrono::hours long_enough{1};

}  // namespace

TEST_CASE("a failed event is parked, its key waits behind it, and other keys go on") {
    Shop shop;
    Fragile fragile{.bad = {2}};
    const auto stuck = ThingId::make();
    const auto free = ThingId::make();
    auto dispatcher = shop.dispatcher();
    dispatcher.add(fragile.subscription(shop));

    for (const int step : {1, 2, 3}) shop.publish(stuck, step);
    for (const int step : {11, 12}) shop.publish(free, step);
    dispatcher.drain();
    shop.publish(stuck, 4);
    shop.publish(free, 13);
    dispatcher.drain();
    CHECK(shop.versions(stuck) == Versions{1});
    CHECK(shop.versions(free) == Versions{1, 2, 3});
    CHECK(fragile.calls[3] <= 1);
    CHECK(fragile.calls[4] == 0);

    const auto set_aside = shop.administration.parked({}, 10);
    REQUIRE(set_aside.size() == 3);
    CHECK(set_aside[0].state == ParkedState::parked);
    CHECK(set_aside[0].attempts == 1);
    CHECK(set_aside[0].last_error == "cannot take this step");
    CHECK(set_aside[1].state == ParkedState::waiting);
    CHECK(set_aside[2].state == ParkedState::waiting);

    fragile.bad.clear();
    shop.clock.advance(long_enough);
    dispatcher.drain();
    CHECK(shop.versions(stuck) == Versions{1, 2, 3, 4});
    CHECK(shop.administration.parked({}, 10).empty());
    shop.publish(stuck, 5);
    dispatcher.drain();
    CHECK(shop.versions(stuck) == Versions{1, 2, 3, 4, 5});
}

TEST_CASE("an event is not tried again before its time") {
    Shop shop;
    Fragile fragile{.bad = {1}};
    auto dispatcher = shop.dispatcher({.first_retry = std::chrono::seconds(10)});
    dispatcher.add(fragile.subscription(shop));
    shop.publish(ThingId::make(), 1);
    dispatcher.drain();
    CHECK(fragile.calls[1] == 1);
    shop.clock.advance(std::chrono::seconds(4));
    dispatcher.drain();
    CHECK(fragile.calls[1] == 1);
    shop.clock.advance(std::chrono::seconds(7));
    dispatcher.drain();
    CHECK(fragile.calls[1] == 2);
    shop.clock.advance(std::chrono::seconds(9));
    dispatcher.drain();
    CHECK(fragile.calls[1] == 2);
}

TEST_CASE("an event is dead after exactly so many attempts, and its key keeps waiting") {
    Shop shop;
    Fragile fragile{.bad = {1}};
    const auto thing = ThingId::make();
    auto dispatcher = shop.dispatcher({.attempts = 3});
    dispatcher.add(fragile.subscription(shop));
    shop.publish(thing, 1);
    for (int round = 0; round < 6; ++round) {
        dispatcher.drain();
        shop.clock.advance(long_enough);
    }
    shop.publish(thing, 2);
    dispatcher.drain();
    CHECK(fragile.calls[1] == 3);
    CHECK(fragile.calls[2] == 0);
    const auto dead = shop.administration.parked(ParkedState::dead, 10);
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].attempts == 3);
    const auto lag = dispatcher.lag();
    REQUIRE(lag.size() == 1);
    CHECK(lag[0].dead == 1);
    CHECK(lag[0].parked == 0);

    SUBCASE("a retry by command lets it and those behind it through, in order") {
        fragile.bad.clear();
        CHECK(shop.administration.retry(dead[0].id, {}).has_value());
        dispatcher.drain();
        CHECK(shop.versions(thing) == Versions{1, 2});
    }
    SUBCASE("a retry that fails leaves it dead") {
        CHECK(shop.administration.retry(dead[0].id, "probe.recorder").has_value());
        dispatcher.drain();
        CHECK(fragile.calls[1] == 4);
        CHECK(shop.administration.parked(ParkedState::dead, 10).size() == 1);
        CHECK(shop.versions(thing).empty());
    }
    SUBCASE("discarding it lets those behind it through") {
        CHECK(shop.administration.discard(dead[0].id, {}).has_value());
        dispatcher.drain();
        CHECK(shop.versions(thing) == Versions{2});
        CHECK(shop.administration.parked({}, 10).empty());
    }
    SUBCASE("what is not set aside can be neither tried again nor discarded") {
        CHECK(shop.administration.retry(EventId::make(), {}).error().code ==
              "events.no_such_event");
        CHECK(shop.administration.discard(dead[0].id, "probe.other").error().code ==
              "events.no_such_event");
    }
}

TEST_CASE("an event that was discarded while its key waited does not come back") {
    Shop shop;
    Fragile fragile{.bad = {1, 2}};
    const auto thing = ThingId::make();
    auto dispatcher = shop.dispatcher({.attempts = 1});
    dispatcher.add(fragile.subscription(shop));
    for (const int step : {1, 2, 3}) shop.publish(thing, step);
    dispatcher.drain();
    CHECK(shop.administration.discard(shop.administration.parked(ParkedState::dead, 1)[0].id, {})
              .has_value());
    dispatcher.drain();
    const auto dead = shop.administration.parked(ParkedState::dead, 10);
    REQUIRE(dead.size() == 1);
    CHECK(json::read<ThingMoved>(dead[0].payload).value().step == 2);
    CHECK(shop.administration.discard(dead[0].id, {}).has_value());
    dispatcher.drain();
    CHECK(shop.versions(thing) == Versions{3});
}

TEST_CASE("an error is kept short and without bound values") {
    Shop shop;
    Subscription subscription("probe.broken", shop.probe);
    subscription.on<ThingMoved>([](Tx& tx, const ThingMoved&, const Delivery& delivery) {
        tx.run(
            "insert into probe.effect (subscription, event, key, version) values ($1, $2, $3, 1)",
            "a secret", delivery.event, delivery.key);
    });
    subscription.on<ThingPainted>([](Tx&, const ThingPainted&, const Delivery&) {
        throw std::runtime_error("\x01\xff" + std::string(10000, 'x'));
    });
    auto dispatcher = shop.dispatcher();
    dispatcher.add(std::move(subscription));
    shop.publish(ThingId::make());
    shop.probe.transact(
        [&](Tx& tx) { shop.log.publish(tx, ThingPainted{ThingId::make(), "red"}); });
    dispatcher.drain();
    const auto parked = shop.administration.parked(ParkedState::parked, 10);
    REQUIRE(parked.size() == 2);
    CHECK(parked[0].last_error.find("replayed") != std::string::npos);
    CHECK(parked[0].last_error.find("secret") == std::string::npos);
    CHECK(parked[1].last_error == "??" + std::string(498, 'x'));
}

TEST_CASE("every effect happens once however often handlers fail") {
    Shop shop;
    std::vector<ThingId> things;
    for (int i = 0; i < 8; ++i) things.push_back(ThingId::make());
    for (std::size_t i = 0; i < 160; ++i)
        shop.publish(things[i % things.size()], static_cast<std::int64_t>(i));
    std::minstd_rand random(7);
    Subscription subscription("probe.recorder", shop.probe);
    subscription.on<ThingMoved>([&](Tx& tx, const ThingMoved&, const Delivery& delivery) {
        Shop::record(tx, "probe.recorder", delivery);
        if (random() % 5 == 0) throw std::runtime_error("by chance");
    });
    auto dispatcher = shop.dispatcher({.batch = 16, .attempts = 1000});
    dispatcher.add(std::move(subscription));
    do {
        dispatcher.drain();
        shop.clock.advance(long_enough);
    } while (shop.effects().size() < 160);
    for (const auto& thing : things) {
        Versions expected(20);
        std::iota(expected.begin(), expected.end(), 1);
        CHECK(shop.versions(thing) == expected);
    }
    CHECK(shop.effects().size() == 160);
}

TEST_CASE("a replayed event that fails is parked and keeps its flag") {
    Shop shop;
    Fragile fragile;
    const auto thing = ThingId::make();
    auto dispatcher = shop.dispatcher();
    dispatcher.add(fragile.subscription(shop));
    for (const int step : {1, 2, 3}) shop.publish(thing, step);
    dispatcher.drain();
    shop.tell("delete from probe.effect");
    fragile.bad = {2};
    CHECK(shop.administration.replay("probe.recorder", Time{}).has_value());
    shop.publish(thing, 4);
    dispatcher.drain();
    CHECK(shop.versions(thing) == Versions{1});
    fragile.bad.clear();
    shop.clock.advance(long_enough);
    dispatcher.drain();
    const std::vector<Effect> expected{{thing.uuid(), 1, true},
                                       {thing.uuid(), 2, true},
                                       {thing.uuid(), 3, true},
                                       {thing.uuid(), 4, false}};
    CHECK(shop.effects() == expected);
}

}  // namespace kontor::platform
