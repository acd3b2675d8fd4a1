#include "platform/events/event_log.hpp"

#include "platform/telemetry/trace.hpp"

#include <boost/signals2/signal.hpp>

#include <map>
#include <vector>

namespace kontor::platform {

namespace {

// nextval() is called for the row that the upsert answers, and so under the lock of the key.
constexpr std::string_view append_one_sql = R"(
    with stream as (
        insert into platform.stream as s (key, version) values ($1, 1)
            on conflict (key) do update set version = s.version + 1
        returning version)
    insert into platform.event (id, event_id, name, key, version, payload, traceparent)
    select nextval('platform.event_id'), $2, $3, $1, version, $4, $5 from stream)";

// Likewise for many. Keys are locked in one order, whoever else appends many of them; behind: how
// many of the same key follow.
constexpr std::string_view append_sql = R"(
    with stream as (
        insert into platform.stream as s (key, version)
            select * from unnest($6::uuid[], $7::bigint[])
            on conflict (key) do update set version = s.version + excluded.version
        returning key, version)
    insert into platform.event (id, event_id, name, key, version, payload, traceparent)
    select nextval('platform.event_id'), event_id, name, key, version, payload, $8 from (
        select event_id, name, key, version - behind as version, payload::json as payload
          from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::bigint[])
               with ordinality as fact (event_id, name, key, payload, behind, place)
          join stream using (key) order by place) fact)";

using Announcements = std::vector<Announcement>;

// The announcements of the transaction that this thread has open. Its after-commit action owns
// them, so that they vanish with a rollback.
struct Pending {
    const EventLog* log = nullptr;
    const void* transaction = nullptr;
    std::weak_ptr<Announcements> announcements;
};
thread_local Pending pending;

void write_one(Tx& tx, const Announcement& fact) {
    tx.defer(append_one_sql, fact.key, new_uuid(), fact.name, fact.payload,
             current_trace().traceparent);
}

void write(Tx& tx, const Announcements& facts) {
    if (facts.size() == 1) return write_one(tx, facts.front());
    std::vector<Uuid> ids, keys, streams;
    std::vector<std::string> names, payloads;
    std::map<Uuid, std::int64_t> lengths;
    for (const auto& fact : facts) {
        ids.push_back(new_uuid());
        names.push_back(fact.name);
        keys.push_back(fact.key);
        payloads.push_back(fact.payload);
        ++lengths[fact.key];
    }
    std::vector<std::int64_t> behind, counts;
    for (const auto& [key, length] : lengths) {
        streams.push_back(key);
        counts.push_back(length);
    }
    for (const auto& key : keys) behind.push_back(--lengths[key]);
    tx.defer(append_sql, ids, names, keys, payloads, behind, streams, counts,
             current_trace().traceparent);
}

}  // namespace

struct EventLog::State {
    boost::signals2::signal<void(std::span<const Announcement>)> committed;
};

EventLog::EventLog() : state_(std::make_unique<State>()) {}
EventLog::~EventLog() = default;

void EventLog::on_committed(std::function<void(std::span<const Announcement>)> listener) {
    state_->committed.connect(std::move(listener));
}

void EventLog::append(Tx& tx, Announcement fact) {
    auto announcements = pending.announcements.lock();
    if (!announcements || pending.log != this || pending.transaction != tx.transaction()) {
        announcements = std::make_shared<Announcements>();
        pending = {this, tx.transaction(), announcements};
        tx.before_commit([facts = announcements.get()](Tx& last) { write(last, *facts); });
        tx.after_commit([this, announcements] {
            pending.announcements.reset();
            state_->committed(*announcements);
        });
    }
    announcements->push_back(std::move(fact));
}

}  // namespace kontor::platform
