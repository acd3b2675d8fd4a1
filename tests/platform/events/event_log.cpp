#include "fixture.hpp"

#include "platform/telemetry/trace.hpp"

namespace kontor::platform {

TEST_CASE("the log gives a key its versions without a gap, in the order of the ids") {
    Shop shop;
    const auto thing = ThingId::make();
    shop.probe.transact([&](Tx& tx) {
        shop.log.publish(tx, ThingMoved{thing, 1});
        shop.log.publish(tx, ThingMoved{thing, 2});
    });
    CHECK_THROWS_AS(shop.probe.transact([&](Tx& tx) {
        shop.log.publish(tx, ThingMoved{thing, 99});
        throw std::runtime_error("no");
    }),
                    std::runtime_error);
    shop.publish(thing, 3);

    const auto events = shop.administration.tail(0, 10);
    REQUIRE(events.size() == 3);
    for (std::size_t i = 0; i < events.size(); ++i) {
        CHECK(events[i].version == static_cast<std::int64_t>(i) + 1);
        CHECK(events[i].key == thing.uuid());
        CHECK(events[i].name == ThingMoved::name);
        CHECK(json::read<ThingMoved>(events[i].payload).value().step ==
              static_cast<std::int64_t>(i) + 1);
    }
}

TEST_CASE("many facts at once are in the log as if each had been published by itself") {
    Shop shop;
    std::size_t heard = 0;
    shop.log.on_committed([&](std::span<const Announcement> facts) { heard += facts.size(); });
    const auto first = ThingId::make();
    const auto second = ThingId::make();
    shop.publish(first, 1);
    shop.probe.transact([&](Tx& tx) {
        shop.log.publish_all<ThingMoved>(tx, {});
        shop.log.publish_all<ThingMoved>(
            tx, {{second, 1}, {first, 2}, {first, 3}, {second, 2}, {first, 4}});
        shop.log.publish_all<ThingMoved>(tx, {{second, 3}});
    });
    shop.publish(first, 5);
    CHECK(heard == 8);

    std::map<Uuid, std::int64_t> versions;
    for (const auto& event : shop.administration.tail(0, 20)) {
        const auto step = json::read<ThingMoved>(event.payload).value().step;
        CHECK(event.version == ++versions[event.key]);
        CHECK(step == event.version);
    }
    CHECK(versions == std::map<Uuid, std::int64_t>{{first.uuid(), 5}, {second.uuid(), 3}});
}

TEST_CASE("what the parts of one transaction announce is in the log once, and in that order") {
    Shop shop;
    const auto first = ThingId::make();
    const auto second = ThingId::make();
    std::vector<std::size_t> heard;
    shop.log.on_committed(
        [&](std::span<const Announcement> facts) { heard.push_back(facts.size()); });
    int tries = 0;
    shop.probe.together([&] {
        shop.publish(first, 1);
        shop.publish(second, 1);
        if (++tries == 1) throw StatementError("40001", "", "try again");
        shop.publish(first, 2);
    });
    CHECK(tries == 2);
    CHECK(heard == std::vector<std::size_t>{3});

    const auto events = shop.administration.tail(0, 10);
    REQUIRE(events.size() == 3);
    CHECK(events[0].key == first.uuid());
    CHECK(events[1].key == second.uuid());
    CHECK(events[2].key == first.uuid());
    CHECK(events[2].version == 2);
}

TEST_CASE("a listener hears once of a commit, of all that it announced") {
    Shop shop;
    std::vector<std::vector<std::string>> heard;
    shop.log.on_committed([&](std::span<const Announcement> announcements) {
        heard.emplace_back();
        for (const auto& announcement : announcements) heard.back().push_back(announcement.name);
    });
    const auto thing = ThingId::make();
    shop.probe.transact([&](Tx& tx) {
        shop.log.publish(tx, ThingMoved{thing, 1});
        shop.log.publish(tx, ThingPainted{thing, "red"});
        CHECK(heard.empty());
    });
    shop.publish(thing, 2);

    using Names = std::vector<std::string>;
    REQUIRE(heard.size() == 2);
    CHECK(heard[0] == Names{"probe.thing_moved.v1", "probe.thing_painted.v1"});
    CHECK(heard[1] == Names{"probe.thing_moved.v1"});
}

TEST_CASE("a listener never hears of what was rolled back") {
    Shop shop;
    std::size_t heard = 0;
    shop.log.on_committed(
        [&](std::span<const Announcement> announcements) { heard += announcements.size(); });
    const auto refused = shop.probe.transact([&](Tx& tx) -> Result<> {
        shop.log.publish(tx, ThingMoved{ThingId::make(), 1});
        return Error{ErrorKind::conflict, "probe.no", "no"};
    });
    CHECK(refused.has_error());
    CHECK(heard == 0);
    shop.publish(ThingId::make());
    CHECK(heard == 1);
}

TEST_CASE("an event carries the trace of the request that published it") {
    Shop shop;
    const std::string traceparent = child_traceparent("");
    {
        const TraceScope scope({"req_1", traceparent});
        shop.publish(ThingId::make());
    }
    auto dispatcher = shop.dispatcher();
    Subscription subscription("probe.trace", shop.probe);
    std::string carried;
    std::string current;
    subscription.on<ThingMoved>([&](Tx&, const ThingMoved&, const Delivery& delivery) {
        carried = delivery.traceparent;
        current = current_trace().traceparent;
    });
    dispatcher.add(std::move(subscription));
    CHECK(dispatcher.drain() == 1);
    CHECK(carried == traceparent);
    CHECK(current.substr(0, 35) == traceparent.substr(0, 35));
}

TEST_CASE("a module may add to the log and no more") {
    Shop shop;
    shop.publish(ThingId::make());
    for (const auto* forbidden :
         {"select count(*) from platform.event", "delete from platform.event",
          "update platform.subscription set epoch = 0",
          "select platform.drop_read_partition(now())", "select platform.adopt_restored_log()"}) {
        CAPTURE(forbidden);
        CHECK_THROWS_AS(shop.probe.transact([&](Tx& tx) { tx.run(forbidden); }), StatementError);
    }
}

}  // namespace kontor::platform
