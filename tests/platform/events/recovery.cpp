#include "fixture.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <thread>

namespace kontor::platform {

namespace {

constexpr int exit_of_a_crash = 9;
constexpr std::chrono::hours long_enough{1};
// A lease that is over at once: what died need not be waited for.
const DispatcherOptions takes_over{.attempts = 3, .lease = std::chrono::milliseconds(0)};

// Drains in a process of its own, which dies when it gets to the step given; answers whether it
// did.
bool drain_until_crash(Shop& shop, std::int64_t deadly_step) {
    const pid_t child = fork();
    if (child == 0) {
        Pool pool({.dsn = shop.database.dsn(), .size = 1});
        Database own(pool, "kontor_platform");
        Database probe(pool, "kontor_probe");
        EventLog log;
        Dispatcher dispatcher(log, own, shop.clock, takes_over);
        Subscription subscription("probe.recorder", probe);
        subscription.on<ThingMoved>([&](Tx& tx, const ThingMoved& fact, const Delivery& delivery) {
            if (fact.step == deadly_step) _exit(exit_of_a_crash);
            Shop::record(tx, "probe.recorder", delivery);
        });
        dispatcher.add(std::move(subscription));
        dispatcher.drain();
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status) == exit_of_a_crash;
}

}  // namespace

TEST_CASE("an event that kills the process is set aside at the next start, and dead in the end") {
    Shop shop;
    const auto deadly = ThingId::make();
    const auto other = ThingId::make();
    shop.publish(other, 1);
    shop.publish(deadly, 66);
    shop.publish(deadly, 67);
    shop.publish(other, 2);

    CHECK(drain_until_crash(shop, 66));
    CHECK(shop.effects().empty());
    for (int attempt = 1; attempt <= takes_over.attempts; ++attempt) {
        CAPTURE(attempt);
        CHECK(drain_until_crash(shop, 66));
        CHECK(shop.ask<int>("select attempts from platform.parked_event where running") == attempt);
        CHECK_FALSE(drain_until_crash(shop, 66));
        CHECK(shop.versions(other) == Versions{1, 2});
        shop.clock.advance(long_enough);
    }
    CHECK_FALSE(drain_until_crash(shop, 66));

    const auto dead = shop.administration.parked(ParkedState::dead, 10);
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].attempts == takes_over.attempts);
    CHECK(dead[0].last_error == "the process ended while its handler ran");
    CHECK(shop.versions(deadly).empty());

    CHECK(shop.administration.retry(dead[0].id, {}).has_value());
    CHECK_FALSE(drain_until_crash(shop, 0));
    CHECK(shop.versions(deadly) == Versions{1, 2});
    CHECK(shop.versions(other) == Versions{1, 2});
}

TEST_CASE("after a crash events are handled one by one, and together again once past it") {
    Shop shop;
    for (int i = 0; i < 5; ++i) shop.publish(ThingId::make(), i);
    CHECK(drain_until_crash(shop, 3));
    auto options = takes_over;
    options.batch = 4;
    auto dispatcher = shop.dispatcher(options);
    std::vector<std::size_t> sizes;
    Subscription subscription("probe.recorder", shop.probe);
    subscription.on_batch<ThingMoved>(
        [&](Tx&, std::span<const Delivery> deliveries) { sizes.push_back(deliveries.size()); });
    dispatcher.add(std::move(subscription));
    dispatcher.drain();
    for (int i = 0; i < 8; ++i) shop.publish(ThingId::make(), i);
    dispatcher.drain();
    CHECK(sizes == std::vector<std::size_t>{1, 1, 1, 1, 1, 1, 1, 1, 1, 4});
}

TEST_CASE("one process at a time runs a subscription, and another takes over when it stops") {
    Shop shop;
    const auto thing = ThingId::make();
    auto first = std::make_unique<Dispatcher>(shop.log, shop.own, shop.clock);
    auto second = shop.dispatcher();
    first->add(shop.recorder("probe.recorder"));
    second.add(shop.recorder("probe.recorder"));
    first->drain();
    shop.publish(thing);
    CHECK(second.drain() == 0);
    CHECK(first->drain() == 1);
    shop.publish(thing);
    first.reset();
    CHECK(second.drain() == 1);
    CHECK(shop.versions(thing) == Versions{1, 2});
}

TEST_CASE("a process whose lease was taken over while its handler ran cannot commit") {
    Shop shop;
    const auto thing = ThingId::make();
    auto zombie = shop.dispatcher(takes_over);
    auto successor = shop.dispatcher(takes_over);
    successor.add(shop.recorder("probe.recorder"));
    Subscription slow("probe.recorder", shop.probe);
    slow.on<ThingMoved>([&](Tx& tx, const ThingMoved&, const Delivery& delivery) {
        Shop::record(tx, "probe.recorder", delivery);
        std::jthread([&] { CHECK(successor.drain() == 1); }).join();
    });
    zombie.add(std::move(slow));

    shop.publish(thing);
    CHECK(zombie.step() == 0);
    CHECK(shop.versions(thing) == Versions{1});
    CHECK(shop.administration.parked({}, 10).empty());
}

TEST_CASE("a process whose lease was taken over while it was stopped cannot commit") {
    Shop shop;
    const auto thing = ThingId::make();
    auto zombie = shop.dispatcher(takes_over);
    auto successor = shop.dispatcher(takes_over);
    for (auto* dispatcher : {&zombie, &successor}) {
        dispatcher->add(shop.recorder("probe.recorder"));
        dispatcher->step();
    }
    shop.publish(thing);
    CHECK(zombie.step() == 0);
    CHECK(shop.effects().empty());
    CHECK(successor.step() == 1);
    CHECK(shop.versions(thing) == Versions{1});
}

TEST_CASE("after a restore into another cluster nothing is skipped and nothing is doubled") {
    Shop shop;
    const auto thing = ThingId::make();
    const auto other = ThingId::make();
    {
        auto before = shop.dispatcher({.batch = 3});
        before.add(shop.recorder("probe.recorder"));
        shop.publish(thing);
        CHECK(before.drain() == 1);
        for (int i = 0; i < 4; ++i) shop.publish(thing);
        shop.publish(other);
        CHECK(before.step() == 3);
        auto complete = shop.dispatcher();
        complete.add(shop.recorder("probe.complete"));
        CHECK(complete.drain() == 6);
    }
    // As pg_restore leaves it: rows of transactions that this cluster has never had.
    shop.tell(
        "update platform.event "
        "set xid = (xid::text::bigint + 1000000000000)::text::xid8");
    shop.tell(
        "update platform.subscription s "
        "set handled = (later.handled || ':' || later.handled || ':')::pg_snapshot, "
        "    target = (later.target || ':' || later.target || ':')::pg_snapshot "
        "from (select name, pg_snapshot_xmax(handled)::text::bigint + 1000000000000 as handled, "
        "             pg_snapshot_xmax(target)::text::bigint + 1000000000000 as target "
        "        from platform.subscription) later where later.name = s.name");
    shop.tell("update platform.log_origin set system_identifier = 1");
    shop.publish(thing);

    auto after = shop.dispatcher({.batch = 3, .window = 1000000000});
    after.add(shop.recorder("probe.recorder"));
    after.add(shop.recorder("probe.complete"));
    after.drain();
    shop.publish(thing);
    after.drain();
    CHECK(shop.versions(thing) == Versions{1, 2, 3, 4, 5, 6, 7});
    CHECK(shop.effects("probe.complete").size() == 8);
    CHECK(shop.versions(other) == Versions{1});
    CHECK(shop.administration.parked({}, 10).empty());
}

}  // namespace kontor::platform
