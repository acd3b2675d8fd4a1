alter table auth.user_account add column email_verified_at timestamptz;

-- The token of a link is made from its id and a secret, and kept nowhere.
create table auth.link (
    id uuid primary key,
    account uuid not null references auth.user_account (id) on delete cascade,
    purpose text not null
        check (purpose in ('password_reset', 'address_verification', 'address_change')),
    email text not null,  -- that it was sent to
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index link_account on auth.link (account, purpose, created_at);
create index link_expires_at on auth.link (expires_at);

alter table auth.session
    add column last_used_at timestamptz,  -- null: not since it began, or not known
    add column user_agent text;
create index session_open on auth.session (account) where ended_at is null;
