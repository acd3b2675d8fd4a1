#include "fixture.hpp"

#include <thread>

namespace kontor::platform {

TEST_CASE("a subscription gets the events that it listens to, in order, once") {
    Shop shop;
    const auto thing = ThingId::make();
    shop.publish(thing, 1);
    shop.probe.transact([&](Tx& tx) { shop.log.publish(tx, ThingPainted{thing, "red"}); });
    shop.publish(thing, 2);

    auto dispatcher = shop.dispatcher();
    dispatcher.add(shop.recorder("probe.recorder"));
    CHECK(dispatcher.drain() == 2);
    CHECK(shop.versions(thing) == Versions{1, 3});
    CHECK(dispatcher.drain() == 0);
    shop.publish(thing, 3);
    CHECK(dispatcher.drain() == 1);
    CHECK(shop.versions(thing) == Versions{1, 3, 4});
}

TEST_CASE("a new subscription may begin at the end of the log") {
    Shop shop;
    const auto thing = ThingId::make();
    shop.publish(thing);
    auto dispatcher = shop.dispatcher();
    dispatcher.add(shop.recorder("probe.recorder"), false);
    CHECK(dispatcher.drain() == 0);
    shop.publish(thing);
    CHECK(dispatcher.drain() == 1);
    CHECK(shop.versions(thing) == Versions{2});
}

TEST_CASE("another dispatcher goes on where one has stopped") {
    Shop shop;
    const auto thing = ThingId::make();
    for (int round = 0; round < 3; ++round) {
        shop.publish(thing);
        auto dispatcher = shop.dispatcher();
        dispatcher.add(shop.recorder("probe.recorder"));
        CHECK(dispatcher.drain() == 1);
    }
    CHECK(shop.versions(thing) == Versions{1, 2, 3});
}

TEST_CASE("events that share a batch share a call and a commit") {
    Shop shop;
    for (int i = 0; i < 25; ++i) shop.publish(ThingId::make(), i);
    auto dispatcher = shop.dispatcher({.batch = 10});
    Subscription subscription("probe.batches", shop.probe);
    std::vector<std::size_t> sizes;
    std::vector<std::int64_t> transactions;
    subscription.on_batch<ThingMoved>([&](Tx& tx, std::span<const Delivery> deliveries) {
        sizes.push_back(deliveries.size());
        transactions.push_back(
            tx.one<std::int64_t>("select pg_current_xact_id()::text::bigint").value());
    });
    dispatcher.add(std::move(subscription));
    CHECK(dispatcher.step() == 10);
    CHECK(dispatcher.drain() == 15);
    CHECK(sizes == std::vector<std::size_t>{10, 10, 5});
    CHECK(transactions[0] < transactions[1]);
}

TEST_CASE("a batch handler gets runs, and the others their events in between") {
    Shop shop;
    const auto thing = ThingId::make();
    shop.probe.transact([&](Tx& tx) {
        shop.log.publish(tx, ThingMoved{thing, 1});
        shop.log.publish(tx, ThingMoved{thing, 2});
        shop.log.publish(tx, ThingPainted{thing, "red"});
        shop.log.publish(tx, ThingMoved{thing, 3});
    });
    std::vector<std::string> calls;
    Subscription subscription("probe.runs", shop.probe);
    subscription
        .on_batch<ThingMoved>([&](Tx&, std::span<const Delivery> deliveries) {
            calls.push_back("moved " + std::to_string(deliveries.size()));
        })
        .on<ThingPainted>([&](Tx&, const ThingPainted& fact, const Delivery&) {
            calls.push_back("painted " + fact.colour);
        });
    auto dispatcher = shop.dispatcher();
    dispatcher.add(std::move(subscription));
    dispatcher.drain();
    CHECK(calls == std::vector<std::string>{"moved 2", "painted red", "moved 1"});
}

TEST_CASE("a transaction held open holds back its own events and nothing else") {
    Shop shop;
    test::TestDatabase elsewhere({"platform"});
    const auto early = ThingId::make();
    const auto late = ThingId::make();
    auto dispatcher = shop.dispatcher();
    dispatcher.add(shop.recorder("probe.recorder"));

    Pool second({.dsn = shop.database.dsn(), .size = 1});
    Database held(second, "kontor_probe");
    elsewhere.superuser().transact([&](Tx& foreign) {
        foreign.execute("select pg_current_xact_id()", {});
        std::jthread([&] {
            held.transact([&](Tx& tx) {
                shop.log.publish(tx, ThingMoved{late, 1});
                tx.execute("select 1", {});
                std::jthread([&] {
                    for (int i = 0; i < 3; ++i) {
                        shop.publish(early, i);
                        CHECK(dispatcher.drain() == 1);
                    }
                }).join();
            });
        }).join();
        std::jthread([&] {
            CHECK(dispatcher.drain() == 1);
            CHECK(dispatcher.drain() == 0);
        }).join();
    });
    CHECK(shop.versions(early) == Versions{1, 2, 3});
    CHECK(shop.versions(late) == Versions{1});
}

TEST_CASE("a reader far behind reads in bounded windows and in order") {
    Shop shop;
    std::vector<ThingId> things;
    for (int i = 0; i < 7; ++i) things.push_back(ThingId::make());
    for (std::size_t i = 0; i < 60; ++i) shop.publish(things[i % things.size()]);
    shop.probe.transact([&](Tx& tx) {
        for (std::size_t i = 0; i < 30; ++i)
            shop.log.publish(tx, ThingMoved{things[i % things.size()], 0});
    });

    for (const std::size_t read_ahead : {3U, 7U, 500U}) {
        CAPTURE(read_ahead);
        shop.tell("delete from probe.effect");
        shop.tell("delete from platform.subscription");
        auto dispatcher = shop.dispatcher({.batch = 2, .read_ahead = read_ahead, .window = 4});
        dispatcher.add(shop.recorder("probe.recorder"));
        CHECK(dispatcher.drain() == 90);
        for (const auto& thing : things) {
            const auto versions = shop.versions(thing);
            REQUIRE(versions.size() >= 12);
            for (std::size_t i = 0; i < versions.size(); ++i)
                CHECK(versions[i] == static_cast<std::int64_t>(i) + 1);
        }
    }
}

TEST_CASE("a window in the middle of which a process stopped is taken up by the next") {
    Shop shop;
    const auto thing = ThingId::make();
    for (int i = 0; i < 10; ++i) shop.publish(thing);
    {
        auto first = shop.dispatcher({.batch = 4});
        first.add(shop.recorder("probe.recorder"));
        CHECK(first.step() == 4);
    }
    shop.publish(thing);
    auto second = shop.dispatcher({.batch = 4});
    second.add(shop.recorder("probe.recorder"));
    CHECK(second.drain() == 7);
    CHECK(shop.versions(thing) == Versions{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
}

TEST_CASE("an event that commits behind a window in hand comes after it, once") {
    Shop shop;
    const auto thing = ThingId::make();
    const auto late = ThingId::make();
    Pool second({.dsn = shop.database.dsn(), .size = 1});
    for (int i = 0; i < 4; ++i) shop.publish(thing);
    Database(second, "kontor_probe").transact([&](Tx& held) {
        shop.log.publish(held, ThingMoved{late, 1});
        held.execute("select 1", {});
        std::jthread([&] {
            for (int i = 0; i < 4; ++i) shop.publish(thing);
            auto before = shop.dispatcher({.batch = 4});
            before.add(shop.recorder("probe.recorder"));
            CHECK(before.step() == 4);
        }).join();
    });
    auto after = shop.dispatcher({.batch = 4});
    after.add(shop.recorder("probe.recorder"));
    CHECK(after.step() == 4);
    CHECK(shop.versions(late).empty());
    CHECK(after.drain() == 1);
    CHECK(shop.versions(late) == Versions{1});
    CHECK(shop.versions(thing) == Versions{1, 2, 3, 4, 5, 6, 7, 8});
}

TEST_CASE("a replay delivers again, flagged, while ordinary delivery goes on") {
    Shop shop;
    const auto thing = ThingId::make();
    auto dispatcher = shop.dispatcher({.batch = 2});
    dispatcher.add(shop.recorder("probe.recorder"));
    dispatcher.add(shop.recorder("probe.mail", Subscription::Replays::skipped));
    for (int i = 0; i < 5; ++i) shop.publish(thing);
    dispatcher.drain();
    shop.tell("delete from probe.effect");

    CHECK(shop.administration.replay("probe.recorder", Time{}).value() == 5);
    CHECK(shop.administration.replay("probe.mail", Time{}).value() == 0);
    shop.publish(thing);
    dispatcher.drain();

    Versions again;
    Versions fresh;
    for (const auto& effect : shop.effects())
        (effect.replayed ? again : fresh).push_back(effect.version);
    CHECK(again == Versions{1, 2, 3, 4, 5});
    CHECK(fresh == Versions{6});
    CHECK(shop.effects("probe.mail") == std::vector<Effect>{{thing.uuid(), 6, false}});
    CHECK(shop.ask<std::int64_t>("select count(*) from platform.replay") == 0);
    CHECK(shop.administration.replay("probe.unknown", Time{}).error().code ==
          "events.no_such_subscription");
}

}  // namespace kontor::platform
