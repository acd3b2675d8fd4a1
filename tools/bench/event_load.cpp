#include "event_load.hpp"

#include "platform/db/pool.hpp"
#include "platform/events/dispatcher.hpp"

#include <algorithm>
#include <condition_variable>
#include <optional>
#include <stdexcept>
#include <thread>

namespace kontor::bench {

namespace {

using std::chrono::steady_clock;

using ThingId = platform::Id<"thing">;

struct Measured {
    static constexpr std::string_view name = "bench.measured.v1";
    ThingId thing;
    std::int64_t committed_at_ns = 0;
};
BOOST_DESCRIBE_STRUCT(Measured, (), (thing, committed_at_ns))

struct Drained {
    static constexpr std::string_view name = "bench.drained.v1";
    ThingId thing;
    std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Drained, (), (thing, number))

std::int64_t now_ns() {
    return steady_clock::now().time_since_epoch().count();
}

// Waits until something has been counted up to a number.
class Count {
public:
    void add(std::size_t more) {
        const std::scoped_lock lock(mutex_);
        count_ += more;
        changed_.notify_all();
    }
    void wait_for(std::size_t wanted) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, std::chrono::minutes(2), [&] { return count_ >= wanted; }))
            throw std::runtime_error("only " + std::to_string(count_) + " of " +
                                     std::to_string(wanted) + " events were handled");
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t count_ = 0;
};

// The event log of a migrated database, with a subscriber that is the login itself.
struct Log {
    explicit Log(const std::string& dsn) : pool({.dsn = dsn, .size = 16}) {}

    platform::SystemClock clock;
    platform::Pool pool;
    platform::Database own{pool, "kontor_platform"};
    platform::Database subscriber{pool, ""};
    platform::EventLog events;
};

// One event per transaction from several threads, evenly over the time.
std::size_t publish_steadily(Log& log, std::chrono::seconds time, int per_second) {
    constexpr int threads = 4;
    const auto pause = std::chrono::nanoseconds(std::chrono::seconds(threads)) / per_second;
    const auto each = static_cast<int>(time.count()) * per_second / threads;
    std::vector<std::jthread> publishers;
    for (int thread = 0; thread < threads; ++thread)
        publishers.emplace_back([&, thread] {
            auto next = steady_clock::now() + pause * thread / threads;
            for (int event = 0; event < each; ++event, next += pause) {
                std::this_thread::sleep_until(next);
                log.subscriber.transact([&](platform::Tx& tx) {
                    log.events.publish(tx, Measured{ThingId::make(), now_ns()});
                });
            }
        });
    publishers.clear();
    return static_cast<std::size_t>(each) * threads;
}

void publish_many(Log& log, std::size_t count) {
    constexpr std::size_t together = 200;
    for (std::size_t done = 0; done < count; done += together)
        log.subscriber.transact([&](platform::Tx& tx) {
            for (std::size_t event = 0; event < together; ++event)
                log.events.publish(
                    tx, Drained{ThingId::make(), static_cast<std::int64_t>(done + event)});
        });
}

}  // namespace

Report commit_to_handler(const std::string& dsn, std::chrono::seconds time, int per_second) {
    Log log(dsn);
    Report report;
    Count handled;
    platform::Dispatcher dispatcher(log.events, log.own, log.clock);
    dispatcher.add(
        platform::Subscription("bench.measured", log.subscriber)
            .on<Measured>([&](platform::Tx&, const Measured& fact, const platform::Delivery&) {
                report.latencies_ms.push_back(static_cast<double>(now_ns() - fact.committed_at_ns) /
                                              1e6);
                handled.add(1);
            }),
        false);
    dispatcher.drain();  // what is published from now on is heard
    dispatcher.start();
    const auto start = steady_clock::now();
    const auto published = publish_steadily(log, time, per_second);
    handled.wait_for(published);
    report.seconds = Seconds(steady_clock::now() - start).count();
    dispatcher.stop();
    report.outcomes["ok"] = published;
    std::ranges::sort(report.latencies_ms);
    return report;
}

double drain(const std::string& dsn, std::size_t count) {
    Log log(dsn);
    log.subscriber.transact([](platform::Tx& tx) {
        tx.run("create table if not exists public.bench_effect (event uuid, number bigint)");
    });
    Count handled;
    platform::Dispatcher dispatcher(log.events, log.own, log.clock);
    platform::Subscription subscription("bench.drained", log.subscriber);
    subscription.on_batch<Drained>([&](platform::Tx& tx,
                                       std::span<const platform::Delivery> deliveries) {
        std::vector<platform::Uuid> events;
        std::vector<std::int64_t> numbers;
        for (const auto& delivery : deliveries) {
            events.push_back(delivery.event);
            numbers.push_back(delivery.read<Drained>().number);
        }
        tx.defer("insert into public.bench_effect select * from unnest($1::uuid[], $2::bigint[])",
                 events, numbers);
        tx.after_commit([&handled, size = deliveries.size()] { handled.add(size); });
    });
    dispatcher.add(std::move(subscription), false);
    dispatcher.step();
    publish_many(log, count);
    const auto start = steady_clock::now();
    dispatcher.start();
    handled.wait_for(count);
    const auto seconds = Seconds(steady_clock::now() - start).count();
    dispatcher.stop();
    log.subscriber.transact([](platform::Tx& tx) { tx.run("drop table public.bench_effect"); });
    return static_cast<double>(count) / seconds;
}

}  // namespace kontor::bench
