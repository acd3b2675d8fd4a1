#include "platform/events/event_log.hpp"

#include "platform/telemetry/trace.hpp"

#include <boost/signals2/signal.hpp>

#include <algorithm>
#include <vector>

namespace kontor::platform {

namespace {

// nextval() is called for the row that the upsert answers, and so under the lock of the key.
constexpr std::string_view append_sql = R"(
    with stream as (
        insert into platform.stream as s (key, version) values ($1, 1)
            on conflict (key) do update set version = s.version + 1
        returning version)
    insert into platform.event (id, event_id, name, key, version, payload, traceparent)
    select nextval('platform.event_id'), $2, $3, $1, version, $4, $5 from stream)";

// Likewise for many: keys are locked in one order, whoever else appends many of them.
constexpr std::string_view append_all_sql = R"(
    with fact as (
        select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[])
            with ordinality as fact (event_id, name, key, payload, place)),
    stream as (
        insert into platform.stream as s (key, version)
            select key, count(*) from fact group by key order by key
            on conflict (key) do update set version = s.version + excluded.version
        returning key, version)
    insert into platform.event (id, event_id, name, key, version, payload, traceparent)
    select nextval('platform.event_id'), event_id, name, key, version, payload, $5 from (
        select fact.event_id, fact.name, key, fact.payload::json as payload,
               stream.version + 1 - row_number() over (partition by key order by place desc)
                   as version
          from fact join stream using (key) order by place) fact)";

using Announcements = std::vector<Announcement>;

// The announcements of the transaction that this thread has open. Its after-commit action owns
// them, so that they vanish with a rollback.
struct Pending {
    const EventLog* log = nullptr;
    const Tx* tx = nullptr;
    std::weak_ptr<Announcements> announcements;
};
thread_local Pending pending;

}  // namespace

struct EventLog::State {
    boost::signals2::signal<void(std::span<const Announcement>)> committed;
};

EventLog::EventLog() : state_(std::make_unique<State>()) {}
EventLog::~EventLog() = default;

void EventLog::on_committed(std::function<void(std::span<const Announcement>)> listener) {
    state_->committed.connect(std::move(listener));
}

void EventLog::append(Tx& tx, std::string_view name, const Uuid& key, std::string payload) {
    tx.defer(append_sql, key, new_uuid(), name, payload, current_trace().traceparent);
    pending_of(tx).push_back({std::string(name), key, std::move(payload)});
}

void EventLog::append_all(Tx& tx, std::vector<Announcement> facts) {
    constexpr std::size_t worth_a_statement = 5;
    if (facts.size() < worth_a_statement) {
        for (auto& fact : facts) append(tx, fact.name, fact.key, std::move(fact.payload));
        return;
    }
    std::vector<Uuid> ids, keys;
    std::vector<std::string> names, payloads;
    for (const auto& fact : facts) {
        ids.push_back(new_uuid());
        names.push_back(fact.name);
        keys.push_back(fact.key);
        payloads.push_back(fact.payload);
    }
    tx.defer(append_all_sql, ids, names, keys, payloads, current_trace().traceparent);
    std::ranges::move(facts, std::back_inserter(pending_of(tx)));
}

std::vector<Announcement>& EventLog::pending_of(Tx& tx) {
    auto announcements = pending.announcements.lock();
    if (!announcements || pending.log != this || pending.tx != &tx) {
        announcements = std::make_shared<Announcements>();
        pending = {this, &tx, announcements};
        tx.after_commit([this, announcements] {
            pending.announcements.reset();
            state_->committed(*announcements);
        });
    }
    return *announcements;
}

}  // namespace kontor::platform
