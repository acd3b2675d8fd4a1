#pragma once

#include "platform/core/result.hpp"
#include "platform/events/subscription.hpp"

#include <chrono>
#include <memory>

namespace kontor::platform {

struct DispatcherOptions {
    std::size_t batch = 500;  // events that share one commit
    int attempts = 8;         // before a parked event is dead
    std::chrono::milliseconds first_retry{500};
    std::chrono::milliseconds longest_retry{300000};
    std::chrono::milliseconds poll{250};  // for what other processes commit
    // Between turns under load, so that commits gather: as long as the last turn, at least this
    // and at most ten times this.
    std::chrono::milliseconds pace{2};
    std::chrono::milliseconds lease{10000};
    std::size_t read_ahead = 4000;  // events that one look at the log fetches
    std::uint64_t window = 5000;    // transactions that a reader far behind takes at a time
};

struct SubscriptionLag {
    std::string subscription;
    std::int64_t events = 0;  // not handled yet, counted up to 100 000
    double seconds = 0;       // age of the oldest of them
    std::int64_t parked = 0;
    std::int64_t dead = 0;
};
BOOST_DESCRIBE_STRUCT(SubscriptionLag, (), (subscription, events, seconds, parked, dead))

// Reads the log for every subscription: snapshot windows, order per key, parked and dead events,
// one process at a time by lease and epoch (docs/adr on the event log). Each subscription has a
// thread of its own.
class Dispatcher {
public:
    // log: its commits in this process wake the threads. own: the platform's Database.
    Dispatcher(EventLog& log, Database& own, const Clock& clock, DispatcherOptions options = {});
    ~Dispatcher();  // stops
    Dispatcher(const Dispatcher&) = delete;

    // Before start(). A subscription seen for the first time begins at the end of the log, or at
    // its beginning when from_start.
    void add(Subscription subscription, bool from_start = true);

    void start();
    void stop();  // finishes the turn in hand and gives up the leases

    // One turn of every subscription on the calling thread, for tests that step by hand; answers
    // the number of events handled. Not while started.
    std::size_t step();
    // Steps until a turn handles nothing.
    std::size_t drain();

    std::vector<SubscriptionLag> lag() const;
    bool running() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform
