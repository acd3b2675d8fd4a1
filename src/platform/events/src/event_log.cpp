#include "platform/events/event_log.hpp"

#include "platform/telemetry/trace.hpp"

#include <boost/signals2/signal.hpp>

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

    auto announcements = pending.announcements.lock();
    if (!announcements || pending.log != this || pending.tx != &tx) {
        announcements = std::make_shared<Announcements>();
        pending = {this, &tx, announcements};
        tx.after_commit([this, announcements] {
            pending.announcements.reset();
            state_->committed(*announcements);
        });
    }
    announcements->push_back({std::string(name), key, std::move(payload)});
}

}  // namespace kontor::platform
