-- Who did what, when and from where. An entry commits with its deed and is never changed; a job
-- links entries to a chain of hashes afterwards, so that no writer waits for another.
create table platform.audit_entry (
    number       bigint      generated always as identity primary key,
    at           timestamptz not null default clock_timestamp(),
    actor_kind   text        not null,
    actor        uuid,
    role         text        not null default '',
    impersonator uuid,
    action       text        not null,
    targets      text[]      not null default '{}',
    status       int         not null default 200,
    code         text,
    address      text        not null default '',
    user_agent   text        not null default '',
    request_id   text        not null default '',
    before       jsonb,
    after        jsonb
);

create index audit_entry_actor on platform.audit_entry (actor, number);
create index audit_entry_action on platform.audit_entry (action, number);
create index audit_entry_targets on platform.audit_entry using gin (targets);
create index audit_entry_at on platform.audit_entry (at);

create table platform.audit_link (
    position bigint primary key,
    entry    bigint not null unique,
    hash     text   not null  -- of the link before and the entry
);

create function platform.refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is never changed' using errcode = 'insufficient_privilege';
end $$;

create trigger keep_entries before update or delete or truncate on platform.audit_entry
    for each statement execute function platform.refuse_audit_change();
create trigger keep_links before update or delete or truncate on platform.audit_link
    for each statement execute function platform.refuse_audit_change();

-- Nobody chooses when an entry was made, or its number.
revoke all on platform.audit_entry, platform.audit_link from kontor_platform;
grant select on platform.audit_entry to kontor_platform;
grant select, insert on platform.audit_link to kontor_platform;
grant insert (actor_kind, actor, role, impersonator, action, targets, status, code, address,
              user_agent, request_id, before, after) on platform.audit_entry to kontor_module;
