#pragma once

#include "platform/events/event_log.hpp"

#include <chrono>
#include <map>
#include <vector>

namespace kontor::platform {

// One event as a subscriber gets it.
struct Delivery {
    std::int64_t id = 0;  // place in the log
    Uuid event;           // the same for every delivery; the idempotency key of outside effects
    std::string name;
    Uuid key;
    std::int64_t version = 0;  // 1, 2, 3, ... within the key
    std::string payload;
    std::string traceparent;
    Time at;
    bool replayed = false;

    template <Fact E>
    E read() const {
        return json::read<E>(payload).value();
    }
};

// A named reader of the log. Its handlers run on a dispatcher thread inside a transaction of the
// subscriber's database, which also commits the new position: every event takes effect there
// exactly once. A handler that throws parks the event and its key; see dispatcher.hpp.
class Subscription {
public:
    enum class Replays { taken, skipped };

    // name is stable, it is the key of the position: "search.listing". With Replays::skipped the
    // handlers do not see events that are replayed (mail, webhooks).
    Subscription(std::string name, Database& database, Replays replays = Replays::taken)
        : name_(std::move(name)), database_(database), replays_(replays) {}

    // handler(Tx&, const E&, const Delivery&)
    template <Fact E, class Handler>
    Subscription& on(Handler handler) {
        handlers_[std::string(E::name)] = [handler = std::move(handler)](
                                              Tx& tx, std::span<const Delivery> deliveries) {
            for (const auto& delivery : deliveries) handler(tx, delivery.read<E>(), delivery);
        };
        return *this;
    }

    // handler(Tx&, std::span<const Delivery>) gets whole runs of consecutive events of the names
    // given, so that it can write many rows with one statement.
    template <Fact... E, class Handler>
    Subscription& on_batch(Handler handler) {
        batch_ = std::move(handler);
        (handlers_.emplace(E::name, nullptr), ...);
        return *this;
    }

    // Nobody waits for what this reader does: after a turn it lets so much time pass before the
    // next, which then has more to handle in one commit. Without it a turn follows within
    // milliseconds.
    Subscription& rest_between_turns(std::chrono::milliseconds rest) {
        rest_ = rest;
        return *this;
    }

    const std::string& name() const { return name_; }
    std::chrono::milliseconds rest() const { return rest_; }
    Database& database() const { return database_; }
    Replays replays() const { return replays_; }
    std::vector<std::string> event_names() const;

    // Hands the deliveries, in order, to their handlers.
    void handle(Tx& tx, std::span<const Delivery> deliveries) const;

private:
    using Handler = std::function<void(Tx&, std::span<const Delivery>)>;

    std::string name_;
    Database& database_;
    Replays replays_;
    std::chrono::milliseconds rest_{0};
    std::map<std::string, Handler, std::less<>> handlers_;
    Handler batch_;  // for the names whose own handler is empty
};

}  // namespace kontor::platform
