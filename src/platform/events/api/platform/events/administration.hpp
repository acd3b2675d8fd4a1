#pragma once

#include "platform/core/result.hpp"
#include "platform/events/dispatcher.hpp"

namespace kontor::platform {

using EventId = Id<"evt">;

struct LoggedEvent {
    std::int64_t position = 0;
    EventId id;
    std::string name;
    Uuid key;
    std::int64_t version = 0;
    std::string payload;
    Time at;
};
BOOST_DESCRIBE_STRUCT(LoggedEvent, (), (position, id, name, key, version, payload, at))

enum class ParkedState { waiting, parked, dead };
BOOST_DESCRIBE_ENUM(ParkedState, waiting, parked, dead)

struct ParkedEvent {
    std::string subscription;
    EventId id;
    std::string name;
    Uuid key;
    ParkedState state{};
    int attempts = 0;
    std::string last_error;
    std::optional<Time> next_attempt_at;
    std::string payload;
};
BOOST_DESCRIBE_STRUCT(ParkedEvent, (),
                      (subscription, id, name, key, state, attempts, last_error, next_attempt_at,
                       payload))

// What staff and the command line may do with the event log. Thread-safe.
class EventAdministration {
public:
    explicit EventAdministration(Database& own) : own_(own) {}

    // Of the newest event; 0 when there is none.
    std::int64_t newest_position() const;
    std::vector<LoggedEvent> tail(std::int64_t after_position, std::size_t limit) const;
    std::vector<SubscriptionLag> lag() const;
    // waiting: behind a parked or dead event of the same key.
    std::vector<ParkedEvent> parked(std::optional<ParkedState> state, std::size_t limit) const;
    // Tries a parked or dead event again at the next turn; those waiting behind it follow.
    // Without a subscription, for every subscription that holds it.
    // Refuses: events.no_such_event.
    Result<> retry(const EventId& id, const std::optional<std::string>& subscription);
    // Gives the event up; those waiting behind it follow. Refuses: events.no_such_event.
    Result<> discard(const EventId& id, const std::optional<std::string>& subscription);
    // Delivers again, flagged, what the subscription listens to and was logged since from.
    // Refuses: events.no_such_subscription.
    Result<std::int64_t> replay(const std::string& subscription, Time from);
    // Makes the partitions of this week and the next two, and drops those that ended more than
    // keep_days ago, never one that a subscription has not read. Gives way to a transaction that
    // holds the log for long by throwing: a job calls it at the start and every hour.
    void maintain_partitions(int keep_days, Time now);
    // Facts are to tell no more who these were: facts about an id (as a key, or as the text of a
    // member order or customer), and those that name the address of mail. Part of the caller's
    // transaction; facts say it until forget_marked().
    void mark_forgotten(const std::vector<Uuid>& keys, const std::vector<std::string>& ids,
                        const std::optional<std::string>& email);
    // Goes through the whole log where something was marked: for a job.
    void forget_marked();

private:
    Database& own_;
};

}  // namespace kontor::platform
