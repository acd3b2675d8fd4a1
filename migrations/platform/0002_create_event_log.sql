-- The event log. Rows are only ever added; whole partitions are dropped when they are old and
-- every subscription has read them.
create sequence platform.event_id as bigint cache 1;

create table platform.event (
    id          bigint      not null,
    xid         xid8        not null default pg_current_xact_id(),
    event_id    uuid        not null,
    name        text        not null,
    key         uuid        not null,
    version     bigint      not null,
    payload     json        not null,
    traceparent text        not null,
    at          timestamptz not null default clock_timestamp(),
    primary key (id, at)
) partition by range (at);

create index event_by_transaction on platform.event (xid);

-- Takes what no partition was made for, so that publishing never fails.
create table platform.event_default partition of platform.event default;

-- The version that each key has reached. Taking the next one locks the key until the commit.
create table platform.stream (
    key     uuid   primary key,
    version bigint not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- Up to where each subscription has read. While target is set, the window between handled and
-- target has been worked off up to the event after_id.
create table platform.subscription (
    name          text        primary key,
    names         text[]      not null,
    takes_replays boolean     not null,
    handled       pg_snapshot not null,
    target        pg_snapshot,
    after_id      bigint      not null default 0,
    epoch         bigint      not null default 0,
    lease_owner   uuid,
    lease_until   timestamptz,
    clean         boolean     not null default true
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Events whose handler failed, and those of the same key that wait behind them, whole: their
-- partition may be dropped before they are settled. The first of a key is parked or dead, the
-- others are waiting. running: an attempt is under way, or was when the process died.
create table platform.parked_event (
    subscription    text        not null references platform.subscription on delete cascade,
    id              bigint      not null,
    event_id        uuid        not null,
    name            text        not null,
    key             uuid        not null,
    version         bigint      not null,
    payload         json        not null,
    traceparent     text        not null,
    at              timestamptz not null,
    replayed        boolean     not null,
    state           text        not null check (state in ('waiting', 'parked', 'dead')),
    running         boolean     not null default false,
    attempts        integer     not null default 0,
    last_error      text        not null default '',
    next_attempt_at timestamptz,
    primary key (subscription, id)
);

create index parked_event_by_key on platform.parked_event (subscription, key, id);
create index parked_event_due on platform.parked_event (subscription, next_attempt_at)
    where state = 'parked';
create index parked_event_by_event on platform.parked_event (event_id);

-- What a subscription is to be given again: what it had read at the request, since from_at.
create table platform.replay (
    subscription text        primary key references platform.subscription on delete cascade,
    upto         pg_snapshot not null,
    from_at      timestamptz not null,
    after_id     bigint      not null default 0
);

-- Which cluster the transaction ids in this database were given by.
create table platform.log_origin (
    system_identifier bigint not null,
    only_row          boolean primary key default true check (only_row)
);
insert into platform.log_origin select system_identifier from pg_control_system();

create table platform.job (
    name          text        primary key,
    owner         uuid,
    running_until timestamptz,
    last_run_at   timestamptz
) with (fillfactor = 50);

-- Moves a position and renews its lease. Refuses (KF001) a process whose lease was taken over,
-- and so the whole transaction that it is part of.
create function platform.advance(subscription text, epoch bigint, handled pg_snapshot,
                                 target pg_snapshot, after_id bigint, lease interval)
returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    update platform.subscription s
       set handled = advance.handled, target = advance.target, after_id = advance.after_id,
           lease_until = clock_timestamp() + lease
     where s.name = advance.subscription and s.epoch = advance.epoch;
    if not found then
        raise exception 'the lease of subscription % was taken over', subscription
            using errcode = 'KF001';
    end if;
end $$;

create function platform.keep_lease(subscription text, epoch bigint, lease interval)
returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    update platform.subscription s set lease_until = clock_timestamp() + lease
     where s.name = keep_lease.subscription and s.epoch = keep_lease.epoch;
    if not found then
        raise exception 'the lease of subscription % was taken over', subscription
            using errcode = 'KF001';
    end if;
end $$;

create function platform.advance_replay(subscription text, after_id bigint, finished boolean)
returns void language sql security definer set search_path = pg_catalog as $$
    delete from platform.replay r where r.subscription = $1 and $3;
    update platform.replay r set after_id = $2 where r.subscription = $1 and not $3;
$$;

-- Makes the first event of each key parked and due when nothing parked stands before it.
create function platform.promote(subscription text, keys uuid[])
returns void language sql security definer set search_path = pg_catalog as $$
    update platform.parked_event p set state = 'parked', next_attempt_at = null
     where p.subscription = $1 and p.key = any($2) and p.state = 'waiting'
       and not exists (select from platform.parked_event ahead
                        where ahead.subscription = p.subscription and ahead.key = p.key
                          and ahead.id < p.id);
$$;

-- Sets events aside behind a parked one of their key. Called after advance(), whose row lock
-- keeps release() out until the commit.
create function platform.wait_behind(subscription text, ids bigint[], replayed boolean)
returns void language sql security definer set search_path = pg_catalog as $$
    insert into platform.parked_event (subscription, id, event_id, name, key, version, payload,
                                       traceparent, at, replayed, state)
    select $1, id, event_id, name, key, version, payload, traceparent, at, $3, 'waiting'
      from platform.event where id = any($2)
        on conflict do nothing;
    select platform.promote($1, array(select key from platform.event where id = any($2)));
$$;

-- Takes a parked event out; the next of its key follows. False when it was not there.
create function platform.release(subscription text, id bigint)
returns boolean language plpgsql security definer set search_path = pg_catalog as $$
declare
    freed uuid;
begin
    perform from platform.subscription s where s.name = release.subscription for no key update;
    delete from platform.parked_event p
     where p.subscription = release.subscription and p.id = release.id
    returning p.key into freed;
    if freed is null then
        return false;
    end if;
    perform platform.promote(subscription, array[freed]);
    return true;
end $$;

-- Makes the partition of the week that starts on monday, with what the default partition took of
-- that week in the meantime.
create function platform.add_event_partition(monday date)
returns void language plpgsql security definer
set search_path = pg_catalog set timezone = 'UTC' set lock_timeout = '1s' as $$
declare
    partition text := 'event_' || to_char(monday, 'YYYYMMDD');
begin
    if to_regclass('platform.' || partition) is not null then
        return;
    end if;
    execute format('create table platform.%I (like platform.event including defaults)', partition);
    execute format('with moved as (delete from platform.event_default where at >= %L and at < %L '
                   'returning *) insert into platform.%I select * from moved',
                   monday, monday + 7, partition);
    execute format('alter table platform.event attach partition platform.%I '
                   'for values from (%L) to (%L)', partition, monday, monday + 7);
end $$;

-- Drops the oldest partition when it ended before the time given and every subscription has read
-- all of it. Answers its name, or null.
create function platform.drop_read_partition(before timestamptz)
returns text language plpgsql security definer
set search_path = pg_catalog set timezone = 'UTC' set lock_timeout = '1s' as $$
declare
    oldest text;
    newest_xid xid8;
begin
    select c.relname into oldest
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'platform.event'::regclass and c.relname ~ '^event_\d{8}$'
     order by c.relname limit 1;
    if oldest is null or to_date(right(oldest, 8), 'YYYYMMDD') + 7 > before then
        return null;
    end if;
    execute format('select max(xid) from platform.%I', oldest) into newest_xid;
    if exists (select from platform.subscription
                where newest_xid >= pg_snapshot_xmin(handled)) then
        return null;
    end if;
    execute format('drop table platform.%I', oldest);
    return oldest;
end $$;

-- The next events of a subscription, in order of id, with at least one row that tells the target:
-- what became visible between handled and target. A window that was begun keeps its target; a new
-- one ends at this statement's own snapshot or, far behind, after span transactions: below the
-- oldest running transaction every id is settled, so that 'X:X:' is exact. Not visible in handled
-- means begun after it or running at it, and so both are looked up and nothing between is read
-- again however long a transaction stays open. A function for its settings: the shape of the plan
-- must not depend on what the statistics say of a partition that is empty or has just filled.
create function platform.read_window(reader text, listens_to text[], handled pg_snapshot,
                                     begun pg_snapshot, after_id bigint, span bigint,
                                     now timestamptz, most bigint)
returns table (target pg_snapshot, bounded boolean, retry_due boolean, replay_asked boolean,
               id bigint, event_id uuid, name text, key uuid, version bigint, payload json,
               traceparent text, at timestamptz, blocked boolean)
language plpgsql
set search_path = pg_catalog set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    oldest bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    far    bigint := pg_snapshot_xmax(handled)::text::bigint + span;
begin
    bounded := begun is null and oldest > far;
    return query
    with turn as materialized (
        select case when begun is not null then begun
                    when read_window.bounded then format('%s:%1$s:', far)::pg_snapshot
                    else pg_current_snapshot() end as target,
               exists (select from platform.parked_event p
                        where p.subscription = reader and p.state = 'parked'
                          and (p.next_attempt_at is null
                               or p.next_attempt_at <= read_window.now)) as retry_due,
               exists (select from platform.replay r where r.subscription = reader)
                   as replay_asked)
    select turn.target, read_window.bounded, turn.retry_due, turn.replay_asked, found.*
      from turn left join lateral (
        select e.id, e.event_id, e.name, e.key, e.version, e.payload, e.traceparent, e.at,
               e.key in (select p.key from platform.parked_event p where p.subscription = reader)
          from (select * from platform.event
                 where xid >= pg_snapshot_xmax(handled) and xid < pg_snapshot_xmax(turn.target)
                union all
                select * from platform.event
                 where xid = any(array(select pg_snapshot_xip(handled)))) e
         where e.name = any(listens_to) and e.id + 0 > read_window.after_id
           and pg_visible_in_snapshot(e.xid, turn.target)
         order by e.id limit most) found on true;
end $$;

-- After a restore into another cluster, transaction ids begin anew and the positions mean
-- nothing. A row whose own xmin is not the transaction it names was loaded by the restore. What a
-- subscription had not read of those is set aside for it as parked and due, in order within each
-- key; then all of them count as read, and what the new cluster logged counts as new.
create function platform.adopt_restored_log()
returns boolean language plpgsql security definer set search_path = pg_catalog as $$
begin
    lock table platform.log_origin in exclusive mode;
    if (select o.system_identifier = c.system_identifier
          from platform.log_origin o, pg_control_system() c) then
        return false;
    end if;
    lock table platform.event in share row exclusive mode;
    lock table platform.subscription in exclusive mode;

    insert into platform.parked_event (subscription, id, event_id, name, key, version, payload,
                                       traceparent, at, replayed, state)
    select s.name, e.id, e.event_id, e.name, e.key, e.version, e.payload, e.traceparent, e.at,
           false, 'waiting'
      from platform.subscription s join platform.event e on e.name = any(s.names)
     where e.xmin <> e.xid::xid and not pg_visible_in_snapshot(e.xid, s.handled)
       and not coalesce(pg_visible_in_snapshot(e.xid, s.target) and e.id <= s.after_id, false)
        on conflict do nothing;
    perform platform.promote(s.name, array(select p.key from platform.parked_event p
                                            where p.subscription = s.name))
       from platform.subscription s;
    update platform.event set xid = '3' where xmin <> xid::xid;
    update platform.subscription set handled = '4:4:', target = null, after_id = 0,
                                     epoch = epoch + 1, lease_until = null;
    update platform.replay set upto = '4:4:';
    update platform.log_origin
       set system_identifier = (select system_identifier from pg_control_system());
    return true;
end $$;

revoke execute on all functions in schema platform from public;
grant insert on platform.event to kontor_module;
grant select, insert, update on platform.stream to kontor_module;
grant usage on sequence platform.event_id to kontor_module;
grant execute on function
    platform.advance(text, bigint, pg_snapshot, pg_snapshot, bigint, interval),
    platform.keep_lease(text, bigint, interval),
    platform.advance_replay(text, bigint, boolean),
    platform.wait_behind(text, bigint[], boolean),
    platform.release(text, bigint) to kontor_module;

select platform.add_event_partition((date_trunc('week', now() at time zone 'UTC')
                                     + week * interval '7 days')::date)
  from generate_series(0, 2) week;
