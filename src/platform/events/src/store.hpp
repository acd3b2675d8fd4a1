// What the dispatcher keeps in the schema platform.
#pragma once

#include "platform/events/administration.hpp"

#include <set>

namespace kontor::platform::events::store {

// Up to where a subscription has read; see the table platform.subscription.
struct Position {
    std::string handled;
    std::optional<std::string> target;
    std::int64_t after_id = 0;
};

struct Lease {
    std::int64_t epoch = 0;
    Position position;
    bool after_crash = false;
};

struct Events {
    std::vector<Delivery> deliveries;
    std::set<std::int64_t> blocked;  // those whose key has a parked event
};

struct Window {
    std::string target;
    bool bounded = false;  // it ends before the present
    bool retry_due = false;
    bool replay_asked = false;
    Events events;
};

struct Attempt {
    Delivery delivery;
    int attempts = 0;  // this one included
};

struct Failure {
    int attempts = 0;
    ParkedState state = ParkedState::parked;
    std::string error;
    Time next_attempt_at;
};

struct Replay {
    std::string upto;
    Time from;
    std::int64_t after_id = 0;
};

// A subscription as the statements name it.
struct Reader {
    std::string name;
    std::vector<std::string> listens_to;
    bool takes_replays = true;
    Uuid process;
    std::string lease;  // an interval
};

void enter(Tx& tx, const Reader& reader, bool from_start);
std::optional<Lease> take_lease(Tx& tx, const Reader& reader);
void give_up_lease(Tx& tx, const Reader& reader, std::int64_t epoch, const Position& position);

Window read_window(Database& own, const Reader& reader, const Position& position,
                   std::uint64_t span, Time now, std::size_t most);
// The end of the log, as a position says it.
std::string newest_snapshot(Database& own);
std::optional<Replay> replay_asked(Database& own, const Reader& reader);
Events read_replay(Database& own, const Reader& reader, const Replay& replay, std::size_t most);

// These travel with the commit of any transaction, whatever its role, and make it fail with
// lease_lost when the epoch is no longer ours.
inline constexpr std::string_view lease_lost = "KF001";
void advance(Tx& tx, const Reader& reader, std::int64_t epoch, const Position& position);
void keep_lease(Tx& tx, const Reader& reader, std::int64_t epoch);
void advance_replay(Tx& tx, const Reader& reader, std::int64_t after_id, bool finished);
void wait_behind(Tx& tx, const Reader& reader, const std::vector<std::int64_t>& ids, bool replayed);

// Takes an event out of the parked ones; false when somebody else did.
bool release(Tx& tx, const Reader& reader, std::int64_t id);

// Counts an attempt that is about to be made: of the first event that is due, or of one that was
// not parked until now.
std::optional<Attempt> begin_due_attempt(Tx& tx, const Reader& reader, Time now);
void begin_first_attempt(Tx& tx, const Reader& reader, std::int64_t id);
void park(Tx& tx, const Reader& reader, std::int64_t id, bool replayed, const Failure& failure);
// Attempts that were under way when the process died.
std::vector<Attempt> interrupted_attempts(Tx& tx, const Reader& reader);

std::vector<SubscriptionLag> lag(Database& own);

}  // namespace kontor::platform::events::store
