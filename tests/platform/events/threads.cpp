#include "fixture.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace kontor::platform {

namespace {

// Counts up; a thread can wait for a number.
class Counter {
public:
    void add() {
        const std::lock_guard lock(mutex_);
        ++count_;
        changed_.notify_all();
    }
    bool reaches(std::int64_t number) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return count_ >= number; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::int64_t count_ = 0;
};

Subscription counting(Shop& shop, Counter& counter) {
    Subscription subscription("probe.recorder", shop.probe);
    subscription.on<ThingMoved>([&](Tx& tx, const ThingMoved&, const Delivery& delivery) {
        Shop::record(tx, "probe.recorder", delivery);
        tx.after_commit([&] { counter.add(); });
    });
    return subscription;
}

constexpr int writers = 16;
constexpr int rounds = 60;
constexpr int keys = 50;

// Publishes one to three events of random keys at a time and rolls back every fifth.
std::int64_t write_randomly(Database& database, EventLog& log, const std::vector<ThingId>& things,
                            unsigned seed) {
    std::minstd_rand random(seed);
    std::int64_t published = 0;
    for (int round = 0; round < rounds; ++round) {
        const bool keep = random() % 5 != 0;
        std::vector<ThingId> chosen;
        for (auto count = 1 + random() % 3; count > 0; --count)
            chosen.push_back(things[random() % things.size()]);
        std::ranges::sort(chosen);
        const auto outcome = database.transact([&](Tx& tx) -> Result<> {
            tx.execute("select pg_current_xact_id()", {});
            for (const auto& thing : chosen) log.publish(tx, ThingMoved{thing, round});
            if (keep) return {};
            tx.execute("select 1", {});
            return Error{ErrorKind::conflict, "probe.no", "no"};
        });
        if (outcome) published += static_cast<std::int64_t>(chosen.size());
    }
    return published;
}

}  // namespace

TEST_CASE("with 16 writers nothing is lost, doubled or out of order") {
    Shop shop;
    Pool pool({.dsn = shop.database.dsn(), .size = writers + 1});
    Database database(pool, "kontor_probe");
    Counter handled;
    auto dispatcher = shop.dispatcher({.batch = 20, .pace = std::chrono::milliseconds(1)});
    dispatcher.add(counting(shop, handled));
    std::vector<ThingId> things;
    for (int i = 0; i < keys; ++i) things.push_back(ThingId::make());

    std::atomic<std::int64_t> published{0};
    dispatcher.start();
    database.transact([&](Tx& held) {
        held.execute("select pg_current_xact_id()", {});
        shop.log.publish(held, ThingMoved{ThingId::make(), 0});
        held.execute("select 1", {});
        std::vector<std::jthread> threads;
        for (unsigned writer = 0; writer < writers; ++writer)
            threads.emplace_back([&, writer] {
                published += write_randomly(database, shop.log, things, writer + 1);
            });
        threads.clear();
        CHECK(handled.reaches(published));
    });
    CHECK(handled.reaches(published + 1));
    dispatcher.stop();
    CHECK(dispatcher.drain() == 0);

    std::map<Uuid, std::int64_t> reached;
    std::int64_t out_of_order = 0;
    const auto effects = shop.effects();
    for (const auto& effect : effects)
        if (effect.version != ++reached[effect.key]) ++out_of_order;
    CHECK(out_of_order == 0);
    CHECK(static_cast<std::int64_t>(effects.size()) == published + 1);
    CHECK(shop.ask<std::int64_t>(
              "select count(*) from (select version <> row_number() over "
              "(partition by key order by id) as wrong from platform.event) e where wrong") == 0);
    CHECK(shop.ask<std::int64_t>("select count(*) from platform.parked_event") == 0);
}

TEST_CASE("a commit in this process wakes the subscriptions that listen") {
    Shop shop;
    Counter handled;
    auto dispatcher = shop.dispatcher({.poll = std::chrono::hours(1)});
    dispatcher.add(counting(shop, handled));
    dispatcher.start();
    CHECK(dispatcher.running());
    for (int i = 1; i <= 3; ++i) {
        shop.publish(ThingId::make());
        CHECK(handled.reaches(i));
    }
    dispatcher.stop();
    CHECK_FALSE(dispatcher.running());
    CHECK(shop.ask<bool>("select clean and lease_owner is null from platform.subscription"));
}

TEST_CASE("a dispatcher finds by itself what another process commits") {
    Shop shop;
    Counter handled;
    auto dispatcher = shop.dispatcher({.poll = std::chrono::milliseconds(5)});
    dispatcher.add(counting(shop, handled));
    dispatcher.start();
    EventLog log_of_another_process;
    shop.probe.transact(
        [&](Tx& tx) { log_of_another_process.publish(tx, ThingMoved{ThingId::make(), 1}); });
    CHECK(handled.reaches(1));
}

TEST_CASE("a dispatcher goes on by itself when its connections were cut") {
    Shop shop;
    test::TestDatabase elsewhere({"platform"});
    auto operator_of_the_server = elsewhere.superuser();
    Counter handled;
    auto dispatcher = shop.dispatcher({.poll = std::chrono::milliseconds(5)});
    dispatcher.add(counting(shop, handled));
    dispatcher.start();
    const auto name = shop.ask<std::string>("select current_database()::text");
    for (int round = 1; round <= 3; ++round) {
        operator_of_the_server.transact([&](Tx& tx) {
            tx.run("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1",
                   name);
        });
        shop.publish(ThingId::make());
        CHECK(handled.reaches(round));
    }
    dispatcher.stop();
    CHECK(shop.effects().size() == 3);
    CHECK(shop.ask<std::int64_t>("select count(*) from platform.parked_event") == 0);
}

TEST_CASE("a dispatcher that was destroyed is not woken any more") {
    Shop shop;
    {
        auto dispatcher = shop.dispatcher();
        dispatcher.add(shop.recorder("probe.recorder"));
    }
    shop.publish(ThingId::make());
    CHECK(shop.effects().empty());
}

}  // namespace kontor::platform
