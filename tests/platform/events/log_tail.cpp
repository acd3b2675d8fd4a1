#include "platform/events/log_tail.hpp"

#include "fixture.hpp"

#include <condition_variable>
#include <future>
#include <mutex>

namespace kontor::platform {

namespace {

struct Follower {
    explicit Follower(Shop& shop)
        : tail(
              shop.own, {std::string(ThingMoved::name)},
              [this](std::span<const Announcement> facts) {
                  const std::lock_guard lock(mutex);
                  seen.insert(seen.end(), facts.begin(), facts.end());
                  changed.notify_all();
              },
              [this] {
                  const std::lock_guard lock(mutex);
                  ++gaps;
                  changed.notify_all();
              }) {}

    bool becomes(const std::function<bool()>& condition) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(60), condition);
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Announcement> seen;
    int gaps = 0;
    LogTail tail;
};

}  // namespace

TEST_CASE("the tail begins at the end of the log and tells what is committed from then on") {
    Shop shop;
    const auto thing = ThingId::make();
    shop.publish(thing, 1);
    Follower follower(shop);
    follower.tail.step();
    CHECK(follower.gaps == 1);
    follower.tail.step();
    CHECK(follower.seen.empty());

    shop.publish(thing, 2);
    shop.probe.transact([&](Tx& tx) { shop.log.publish(tx, ThingPainted{thing, "red"}); });
    shop.publish(thing, 3);
    follower.tail.step();
    REQUIRE(follower.seen.size() == 2);
    CHECK(follower.seen[0].name == ThingMoved::name);
    CHECK(follower.seen[0].key == thing.uuid());
    CHECK(json::read<ThingMoved>(follower.seen[1].payload).value().step == 3);
    follower.tail.step();
    CHECK(follower.seen.size() == 2);
    CHECK(follower.gaps == 1);
}

TEST_CASE("the tail misses nothing that commits late, and tells nothing that is rolled back") {
    Shop shop;
    Follower follower(shop);
    follower.tail.step();
    const auto late = ThingId::make();
    Pool other({.dsn = shop.database.dsn(), .size = 1});
    Database elsewhere(other, "kontor_probe");
    elsewhere.transact([&](Tx& tx) {
        shop.log.publish(tx, ThingMoved{late, 1});
        tx.execute("select 1", {});
        std::async(std::launch::async, [&] { shop.publish(ThingId::make(), 2); }).get();
        follower.tail.step();
        CHECK(follower.seen.size() == 1);
    });
    elsewhere.transact([&](Tx& tx) -> Result<> {
        shop.log.publish(tx, ThingMoved{ThingId::make(), 3});
        return Error{ErrorKind::conflict, "probe.no", "no"};
    });
    follower.tail.step();
    REQUIRE(follower.seen.size() == 2);
    CHECK(follower.seen[1].key == late.uuid());
}

TEST_CASE("a tail that could not read tells afterwards what it missed") {
    Shop shop;
    Follower follower(shop);
    follower.tail.step();
    shop.tell("alter function platform.read_window rename to read_nothing");
    CHECK_THROWS_AS(follower.tail.step(), StatementError);
    shop.publish(ThingId::make());
    shop.tell("alter function platform.read_nothing rename to read_window");
    follower.tail.step();
    CHECK(follower.seen.size() == 1);
    CHECK(follower.gaps == 1);
}

TEST_CASE("a tail under which transactions are counted anew says that there may be a gap") {
    Shop shop;
    Follower follower(shop);
    follower.tail.step();
    shop.tell("alter function platform.read_window rename to read_truly");
    shop.tell(R"(
        create function platform.read_window(
            reader text, listens_to text[], handled pg_snapshot, begun pg_snapshot, after_id bigint,
            span bigint, now timestamptz, most bigint)
        returns table (target pg_snapshot, bounded boolean, retry_due boolean, replay_asked boolean,
                       id bigint)
        language sql as $$ select '4:4:'::pg_snapshot, false, false, false, null::bigint $$)");
    follower.tail.step();
    CHECK(follower.gaps == 2);
    shop.tell(
        "drop function platform.read_window(text, text[], pg_snapshot, pg_snapshot, bigint, "
        "bigint, timestamptz, bigint)");
    shop.tell("alter function platform.read_truly rename to read_window");
    shop.publish(ThingId::make());
    follower.tail.step();
    CHECK(follower.seen.size() == 1);
}

TEST_CASE("a tail that was started tells by itself, until it is stopped") {
    Shop shop;
    Follower follower(shop);
    follower.tail.start();
    CHECK_THROWS_AS(follower.tail.step(), std::logic_error);
    REQUIRE(follower.becomes([&] { return follower.gaps == 1; }));
    shop.publish(ThingId::make());
    CHECK(follower.becomes([&] { return follower.seen.size() == 1; }));
    follower.tail.stop();
    shop.publish(ThingId::make());
    CHECK(follower.seen.size() == 1);
}

}  // namespace kontor::platform
