#include "platform/events/administration.hpp"

#include "platform/telemetry/log.hpp"

#include "store.hpp"

namespace kontor::platform {

namespace {

constexpr int weeks_ahead = 3;

Error no_such_event(const EventId& id, const std::optional<std::string>& subscription) {
    return {ErrorKind::not_found, "events.no_such_event",
            "Event " + id.text() + " is not set aside" +
                (subscription ? " for subscription " + *subscription : std::string()) +
                ": it was handled or discarded, or never failed. List those that are with "
                "'kontor events parked'."};
}

Error no_such_subscription(const std::string& name) {
    return {
        ErrorKind::not_found, "events.no_such_subscription",
        "There is no subscription '" + name + "'. 'kontor events lag' lists the subscriptions."};
}

}  // namespace

std::int64_t EventAdministration::newest_position() const {
    return own_.read([](Reader& log) {
        return *log.one<std::int64_t>("select coalesce(max(id), 0) from platform.event");
    });
}

std::vector<LoggedEvent> EventAdministration::tail(std::int64_t after_position,
                                                   std::size_t limit) const {
    return own_.read([&](Reader& log) {
        return log.all<LoggedEvent>(R"(
            select id as position, event_id as id, name, key, version, payload, at
              from platform.event where id > $1 order by platform.event.id limit $2)",
                                    after_position, limit);
    });
}

std::vector<SubscriptionLag> EventAdministration::lag() const {
    return events::store::lag(own_);
}

std::vector<ParkedEvent> EventAdministration::parked(std::optional<ParkedState> state,
                                                     std::size_t limit) const {
    return own_.read([&](Reader& log) {
        return log.all<ParkedEvent>(R"(
            select subscription, event_id as id, name, key, state, attempts, last_error,
                   next_attempt_at, payload
              from platform.parked_event p where $1::text is null or state = $1
             order by subscription, p.id limit $2)",
                                    state, limit);
    });
}

Result<> EventAdministration::retry(const EventId& id,
                                    const std::optional<std::string>& subscription) {
    return own_.transact([&](Tx& tx) -> Result<> {
        const auto found = tx.run(R"(
            update platform.parked_event set state = 'parked', next_attempt_at = null
             where event_id = $1 and ($2::text is null or subscription = $2)
               and state in ('parked', 'dead'))",
                                  id, subscription);
        if (found == 0) return no_such_event(id, subscription);
        return {};
    });
}

Result<> EventAdministration::discard(const EventId& id,
                                      const std::optional<std::string>& subscription) {
    return own_.transact([&](Tx& tx) -> Result<> {
        const auto released = tx.all<bool>(R"(
            select platform.release(subscription, id)
              from platform.parked_event
             where event_id = $1 and ($2::text is null or subscription = $2))",
                                           id, subscription);
        if (released.empty()) return no_such_event(id, subscription);
        return {};
    });
}

Result<std::int64_t> EventAdministration::replay(const std::string& subscription, Time from) {
    return own_.transact([&](Tx& tx) -> Result<std::int64_t> {
        const auto known = tx.one<bool>(
            "select takes_replays from platform.subscription where name = $1", subscription);
        if (!known) return no_such_subscription(subscription);
        if (!*known) return 0;
        tx.run(R"(
            insert into platform.replay (subscription, upto, from_at)
            select name, coalesce(target, handled), $2 from platform.subscription where name = $1
                on conflict (subscription) do update
               set upto = excluded.upto, from_at = excluded.from_at, after_id = 0)",
               subscription, from);
        return tx
            .one<std::int64_t>(R"(
                select count(*)
                  from platform.replay r join platform.subscription s on s.name = r.subscription
                  join platform.event e on e.name = any(s.names) and e.at >= r.from_at
                   and pg_visible_in_snapshot(e.xid, r.upto)
                 where r.subscription = $1)",
                               subscription)
            .value();
    });
}

void EventAdministration::mark_forgotten(const std::vector<Uuid>& keys,
                                         const std::vector<std::string>& ids,
                                         const std::optional<std::string>& email) {
    own_.transact([&](Tx& tx) {
        tx.defer(R"(
            insert into platform.forgotten (mark)
            select key::text from unnest($1::uuid[]) key union select unnest($2::text[])
            union select encode(sha256(convert_to(lower($3), 'UTF8')), 'hex') where $3 <> ''
                on conflict do nothing)",
                 keys, ids, email);
    });
}

void EventAdministration::forget_marked() {
    constexpr std::int64_t most = 20'000;
    const auto marks = own_.read(
        [](Reader& log) { return log.all<std::string>("select mark from platform.forgotten"); });
    if (marks.empty()) return;
    std::optional<std::int64_t> after = 0;
    while (after)
        after = own_.transact([&](Tx& tx) {
            return *tx.one<std::optional<std::int64_t>>(
                "select platform.forget_in_facts($1::text[], $2, $3)", marks, *after, most);
        });
    own_.transact([&](Tx& tx) {
        tx.run("delete from platform.forgotten where mark = any($1::text[])", marks);
    });
}

void EventAdministration::maintain_partitions(int keep_days, Time now) {
    for (int week = 0; week < weeks_ahead; ++week) {
        own_.transact([&](Tx& tx) {
            tx.execute(R"(
                select platform.add_event_partition(
                    (date_trunc('week', $1::timestamptz at time zone 'UTC')
                     + $2::integer * interval '7 days')::date))",
                       {db::encode(now), db::encode(week)});
        });
    }
    const auto drop_oldest = [&](Tx& tx) {
        return tx.one<std::optional<std::string>>("select platform.drop_read_partition($1)",
                                                  now - std::chrono::days(keep_days));
    };
    while (const auto dropped = own_.transact(drop_oldest).value())
        log::info("a partition of the event log was dropped", {{"partition", *dropped}});
}

}  // namespace kontor::platform
