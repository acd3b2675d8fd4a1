#pragma once

#include "platform/events/administration.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/events/event_log.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <random>

#include <string>
#include <vector>

namespace kontor::platform {

using ThingId = Id<"thing">;

struct ThingMoved {
    static constexpr std::string_view name = "probe.thing_moved.v1";
    ThingId thing;
    std::int64_t step = 0;
};
BOOST_DESCRIBE_STRUCT(ThingMoved, (), (thing, step))

struct ThingPainted {
    static constexpr std::string_view name = "probe.thing_painted.v1";
    ThingId thing;
    std::string colour;
};
BOOST_DESCRIBE_STRUCT(ThingPainted, (), (thing, colour))

struct Effect {
    Uuid key;
    std::int64_t version = 0;
    bool replayed = false;
    friend bool operator==(const Effect&, const Effect&) = default;
};
BOOST_DESCRIBE_STRUCT(Effect, (), (key, version, replayed))

// A database with a module of its own, which writes down the effects of its handlers.
struct Shop {
    Shop() {
        superuser.transact([](Tx& tx) {
            tx.run(
                "do $$ begin create role kontor_probe; "
                "exception when duplicate_object or unique_violation then null; end $$");
            tx.run("grant kontor_module to kontor_probe");
            tx.run("create schema probe authorization kontor_probe");
        });
        probe.transact([](Tx& tx) {
            tx.run(
                "create table probe.effect (place bigserial primary key, "
                "subscription text not null, event uuid not null, key uuid not null, "
                "version bigint not null, replayed boolean not null)");
        });
    }

    void publish(const ThingId& thing, std::int64_t step = 0) {
        probe.transact([&](Tx& tx) { log.publish(tx, ThingMoved{thing, step}); });
    }

    static void record(Tx& tx, const std::string& subscription, const Delivery& delivery) {
        tx.defer(
            "insert into probe.effect (subscription, event, key, version, replayed) "
            "values ($1, $2, $3, $4, $5)",
            subscription, delivery.event, delivery.key, delivery.version, delivery.replayed);
    }

    // Writes down every ThingMoved.
    Subscription recorder(const std::string& name,
                          Subscription::Replays replays = Subscription::Replays::taken) {
        Subscription subscription(name, probe, replays);
        subscription.on<ThingMoved>([name](Tx& tx, const ThingMoved&, const Delivery& delivery) {
            record(tx, name, delivery);
        });
        return subscription;
    }

    std::vector<Effect> effects(const std::string& subscription = "probe.recorder") {
        return probe.read([&](Reader& reader) {
            return reader.all<Effect>(
                "select key, version, replayed from probe.effect "
                "where subscription = $1 order by place",
                subscription);
        });
    }
    std::vector<std::int64_t> versions(const ThingId& thing) {
        std::vector<std::int64_t> found;
        for (const auto& effect : effects())
            if (effect.key == thing.uuid()) found.push_back(effect.version);
        return found;
    }

    template <class T>
    T ask(std::string_view sql) {
        return superuser.read([&](Reader& reader) { return reader.one<T>(sql).value(); });
    }
    void tell(std::string_view sql) {
        superuser.transact([&](Tx& tx) { tx.run(sql); });
    }

    Dispatcher dispatcher(const DispatcherOptions& options = {}) {
        return Dispatcher(log, own, clock, options);
    }

    test::TestDatabase database{{"platform"}};
    Database superuser = database.superuser();
    Database own = database.database("platform");
    Database probe{database.pool(), "kontor_probe"};
    test::ManualClock clock;
    EventLog log;
    EventAdministration administration{own};
};

using Versions = std::vector<std::int64_t>;

}  // namespace kontor::platform
