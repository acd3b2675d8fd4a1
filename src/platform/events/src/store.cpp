#include "store.hpp"

namespace kontor::platform::events::store {

namespace {

struct LeaseRow {
    std::int64_t epoch = 0;
    std::string handled;
    std::optional<std::string> target;
    std::int64_t after_id = 0;
    bool after_crash = false;
};
BOOST_DESCRIBE_STRUCT(LeaseRow, (), (epoch, handled, target, after_id, after_crash))

template <class... Arguments>
db::Rows select(platform::Reader& reader, std::string_view sql, const Arguments&... arguments) {
    return reader.execute(sql, {db::encode(arguments)...});
}

template <class T>
T cell(const db::Rows& rows, std::size_t row, std::size_t column) {
    return db::Codec<T>::decode(rows.cell(row, column).value());
}

// The columns id, event_id, name, key, version, payload, traceparent, at.
Delivery delivery(const db::Rows& rows, std::size_t row, std::size_t column) {
    Delivery found;
    found.id = cell<std::int64_t>(rows, row, column);
    found.event = cell<Uuid>(rows, row, column + 1);
    found.name = cell<std::string>(rows, row, column + 2);
    found.key = cell<Uuid>(rows, row, column + 3);
    found.version = cell<std::int64_t>(rows, row, column + 4);
    found.payload = cell<std::string>(rows, row, column + 5);
    found.traceparent = cell<std::string>(rows, row, column + 6);
    found.at = cell<Time>(rows, row, column + 7);
    return found;
}

// The columns of a delivery, blocked.
Events events(const db::Rows& rows, std::size_t column) {
    Events found;
    found.deliveries.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        found.deliveries.push_back(delivery(rows, row, column));
        if (cell<bool>(rows, row, column + 8)) found.blocked.insert(found.deliveries.back().id);
    }
    return found;
}

// The columns of a delivery, replayed, attempts.
std::vector<Attempt> attempts(const db::Rows& rows) {
    std::vector<Attempt> found;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        found.push_back({delivery(rows, row, 0), cell<int>(rows, row, 9)});
        found.back().delivery.replayed = cell<bool>(rows, row, 8);
    }
    return found;
}

}  // namespace

void enter(Tx& tx, const Reader& reader, bool from_start) {
    tx.execute("select platform.adopt_restored_log()", {});
    tx.run(R"(
        insert into platform.subscription (name, names, takes_replays, handled)
        select $1, $2, $3,
               case when not $4 then pg_current_snapshot()
                    else format('%s:%1$s:',
                                least((select min(xid) from platform.event),
                                      pg_snapshot_xmin(pg_current_snapshot())))::pg_snapshot end
            on conflict (name) do nothing)",
           reader.name, reader.listens_to, reader.takes_replays, from_start);
}

std::optional<Lease> take_lease(Tx& tx, const Reader& reader) {
    const auto row = tx.one<LeaseRow>(R"(
        update platform.subscription s
           set epoch = s.epoch + 1, lease_owner = $2, clean = false, names = $4,
               takes_replays = $5, lease_until = clock_timestamp() + $3::interval
          from (select clean or lease_owner = $2 as known from platform.subscription
                 where name = $1) before
         where s.name = $1 and (s.lease_owner is null or s.lease_owner = $2
                                or s.lease_until < clock_timestamp())
        returning s.epoch, s.handled, s.target, s.after_id, not before.known as after_crash)",
                                      reader.name, reader.process, reader.lease, reader.listens_to,
                                      reader.takes_replays);
    if (!row) return std::nullopt;
    return Lease{row->epoch, {row->handled, row->target, row->after_id}, row->after_crash};
}

void give_up_lease(Tx& tx, const Reader& reader, std::int64_t epoch, const Position& position) {
    tx.defer(R"(
        update platform.subscription
           set handled = $3::pg_snapshot, target = $4::pg_snapshot, after_id = $5,
               lease_owner = null, lease_until = null, clean = true
         where name = $1 and epoch = $2)",
             reader.name, epoch, position.handled, position.target, position.after_id);
}

Window read_window(Database& own, const Reader& reader, const Position& position,
                   std::uint64_t span, Time now, std::size_t most) {
    const auto rows = own.read([&](platform::Reader& log) {
        return select(log,
                      "select * from platform.read_window($1, $2, $3::pg_snapshot, "
                      "$4::pg_snapshot, $5, $6, $7, $8)",
                      reader.name, reader.listens_to, position.handled, position.target,
                      position.after_id, span, now, most);
    });
    Window window{cell<std::string>(rows, 0, 0),
                  cell<bool>(rows, 0, 1),
                  cell<bool>(rows, 0, 2),
                  cell<bool>(rows, 0, 3),
                  {}};
    if (!rows.cell(0, 4)) return window;
    window.events = events(rows, 4);
    return window;
}

std::string newest_snapshot(Database& own) {
    return own.read([](platform::Reader& log) {
        return log.one<std::string>("select pg_current_snapshot()::text").value();
    });
}

std::optional<Replay> replay_asked(Database& own, const Reader& reader) {
    const auto rows = own.read([&](platform::Reader& log) {
        return select(log,
                      "select upto, from_at, after_id from platform.replay where subscription = $1",
                      reader.name);
    });
    if (rows.size() == 0) return std::nullopt;
    return Replay{cell<std::string>(rows, 0, 0), cell<Time>(rows, 0, 1),
                  cell<std::int64_t>(rows, 0, 2)};
}

Events read_replay(Database& own, const Reader& reader, const Replay& replay, std::size_t most) {
    const auto rows = own.read([&](platform::Reader& log) {
        return select(log, R"(
            select id, event_id, name, key, version, payload, traceparent, at,
                   key in (select key from platform.parked_event where subscription = $1)
              from platform.event
             where at >= $2 and id > $3 and name = any($4)
               and pg_visible_in_snapshot(xid, $5::pg_snapshot)
             order by id limit $6)",
                      reader.name, replay.from, replay.after_id, reader.listens_to, replay.upto,
                      most);
    });
    auto replayed = events(rows, 0);
    for (auto& delivery : replayed.deliveries) delivery.replayed = true;
    return replayed;
}

void advance(Tx& tx, const Reader& reader, std::int64_t epoch, const Position& position) {
    tx.defer("select platform.advance($1, $2, $3::pg_snapshot, $4::pg_snapshot, $5, $6::interval)",
             reader.name, epoch, position.handled, position.target, position.after_id,
             reader.lease);
}

void keep_lease(Tx& tx, const Reader& reader, std::int64_t epoch) {
    tx.defer("select platform.keep_lease($1, $2, $3::interval)", reader.name, epoch, reader.lease);
}

void advance_replay(Tx& tx, const Reader& reader, std::int64_t after_id, bool finished) {
    tx.defer("select platform.advance_replay($1, $2, $3)", reader.name, after_id, finished);
}

void wait_behind(Tx& tx, const Reader& reader, const std::vector<std::int64_t>& ids,
                 bool replayed) {
    if (ids.empty()) return;
    tx.defer("select platform.wait_behind($1, $2, $3)", reader.name, ids, replayed);
}

bool release(Tx& tx, const Reader& reader, std::int64_t id) {
    return tx.one<bool>("select platform.release($1, $2)", reader.name, id).value();
}

std::optional<Attempt> begin_due_attempt(Tx& tx, const Reader& reader, Time now) {
    const auto begun = attempts(select(tx, R"(
        update platform.parked_event set attempts = attempts + 1, running = true
         where subscription = $1 and id = (
            select id from platform.parked_event due
             where due.subscription = $1 and due.state = 'parked'
               and (due.next_attempt_at is null or due.next_attempt_at <= $2)
               and not exists (select from platform.parked_event ahead
                                where ahead.subscription = $1 and ahead.key = due.key
                                  and ahead.id < due.id)
             order by id limit 1)
        returning id, event_id, name, key, version, payload, traceparent, at, replayed, attempts)",
                                       reader.name, now));
    if (begun.empty()) return std::nullopt;
    return begun.front();
}

void begin_first_attempt(Tx& tx, const Reader& reader, std::int64_t id) {
    tx.run(R"(
        insert into platform.parked_event (subscription, id, event_id, name, key, version, payload,
                                           traceparent, at, replayed, state, running, attempts)
        select $1, id, event_id, name, key, version, payload, traceparent, at, false, 'parked',
               true, 1
          from platform.event where id = $2)",
           reader.name, id);
}

void park(Tx& tx, const Reader& reader, std::int64_t id, bool replayed, const Failure& failure) {
    tx.run(R"(
        insert into platform.parked_event as p (subscription, id, event_id, name, key, version,
                                                payload, traceparent, at, replayed, state,
                                                attempts, last_error, next_attempt_at)
        select $1, id, event_id, name, key, version, payload, traceparent, at, $3, $4, $5, $6, $7
          from (select id, event_id, name, key, version, payload, traceparent, at
                  from platform.parked_event where subscription = $1 and id = $2
                union all
                select id, event_id, name, key, version, payload, traceparent, at
                  from platform.event where id = $2
                 limit 1) event
            on conflict (subscription, id) do update
           set running = false, state = $4, attempts = $5, last_error = $6, next_attempt_at = $7)",
           reader.name, id, replayed, failure.state, failure.attempts, failure.error,
           failure.next_attempt_at);
}

std::vector<Attempt> interrupted_attempts(Tx& tx, const Reader& reader) {
    return attempts(select(tx, R"(
        select id, event_id, name, key, version, payload, traceparent, at, replayed, attempts
          from platform.parked_event where subscription = $1 and running)",
                           reader.name));
}

std::vector<SubscriptionLag> lag(Database& own) {
    return own.read([](platform::Reader& log) {
        return log.all<SubscriptionLag>(R"(
            select s.name as subscription, unread.events,
                   coalesce(extract(epoch from clock_timestamp() - unread.since), 0)::float8
                       as seconds,
                   (select count(*) from platform.parked_event p
                     where p.subscription = s.name and p.state = 'parked') as parked,
                   (select count(*) from platform.parked_event p
                     where p.subscription = s.name and p.state = 'dead') as dead
              from platform.subscription s, lateral (
                select count(*) as events, min(at) as since
                  from (select e.at from platform.event e
                         where e.name = any(s.names)
                           and (e.xid >= pg_snapshot_xmax(s.handled)
                                or e.xid = any(array(select pg_snapshot_xip(s.handled))))
                           and not coalesce(pg_visible_in_snapshot(e.xid, s.target)
                                            and e.id <= s.after_id, false)
                         limit 100000) event) unread
             order by s.name)");
    });
}

}  // namespace kontor::platform::events::store
