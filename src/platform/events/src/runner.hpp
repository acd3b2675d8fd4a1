#pragma once

#include "platform/events/dispatcher.hpp"

#include "store.hpp"

#include <functional>
#include <random>
#include <set>

namespace kontor::platform::events {

// One subscription's way through the log, a turn at a time. Used by one thread.
class Runner {
public:
    Runner(Subscription subscription, bool from_start, Database& own, const Clock& clock,
           const DispatcherOptions& options, const Uuid& process);

    // Tries what is due again, then hands over at most a batch; answers the events handled.
    // Throws what the database throws when it is out of reach: another turn begins afresh.
    std::size_t turn();
    // Whether another turn would find events without looking at the log.
    bool has_more() const { return next_ < ahead_.deliveries.size(); }
    bool holds_lease() const { return epoch_.has_value(); }
    // Gives up the lease, so that the next process need not wait for it or be careful.
    void stop();

    const std::string& name() const { return subscription_.name(); }
    std::chrono::milliseconds rest() const { return subscription_.rest(); }

private:
    // Events of one origin, in order, and how a transaction that handled those up to a place says
    // so.
    struct Source {
        std::span<const Delivery> events;
        const std::set<std::int64_t>& blocked;
        std::function<void(Tx&, std::size_t)> advance;
        bool replayed = false;
    };
    enum class Care { ordinary, attempts_first };

    std::size_t take_turn();
    bool take_lease();
    void lose_lease();
    void settle_interrupted(Tx& tx);
    void look();
    void forget_ahead();
    void keep_alive();
    store::Position position_after(std::size_t place) const;

    std::size_t deliver_next();
    std::size_t replay_next();
    std::size_t retry_due();
    void retry(const store::Attempt& attempt);

    // These answer whether all were handled, none set aside.
    bool deliver(const Source& source);
    bool deliver_singly(const Source& source, Care care);
    bool deliver_one(const Source& source, std::size_t place, Care care);
    void deliver_together(const Source& source);
    void let_wait(const Source& source, std::size_t place);
    void set_aside(const Source& source, std::size_t place, const std::exception_ptr& cause);
    store::Failure failure(int attempts, std::string error);

    Subscription subscription_;
    bool from_start_;
    Database& own_;
    const Clock& clock_;
    DispatcherOptions options_;
    store::Reader reader_;
    std::minstd_rand random_{std::random_device{}()};

    bool entered_ = false;
    std::optional<std::int64_t> epoch_;
    store::Position position_;
    std::chrono::steady_clock::time_point saved_{};
    std::size_t careful_ = 0;  // events still to be handled one by one after a crash

    store::Events ahead_;  // read; those from next_ on are not handled
    std::size_t next_ = 0;
    std::string target_;        // of the window that ahead_ belongs to
    bool window_ends_ = false;  // with the last of ahead_
    bool retry_due_ = false;
    bool replay_asked_ = false;
};

}  // namespace kontor::platform::events
