create table auth.user_account (
    id uuid primary key,
    email text not null,
    name text,
    role text not null check (role in ('customer', 'staff', 'admin')),
    password_hash text not null,
    created_at timestamptz not null,
    constraint user_account_email_lower_case check (email = lower(email)),
    constraint user_account_email unique (email)
);

create table auth.session (
    id uuid primary key,
    account uuid not null references auth.user_account (id) on delete cascade,
    created_at timestamptz not null,
    ended_at timestamptz
);
create index session_account on auth.session (account);
create index session_ended on auth.session (ended_at) where ended_at is not null;

-- Only hashes: who reads this table cannot sign in with it.
create table auth.refresh_token (
    hash text primary key,
    session uuid not null references auth.session (id) on delete cascade,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index refresh_token_session on auth.refresh_token (session);

-- By address, known or not, so that neither answer nor time tells which exist.
create table auth.failed_login (
    email text not null,
    at timestamptz not null
);
create index failed_login_email on auth.failed_login (email, at);
create index failed_login_at on auth.failed_login (at);

-- The key with the highest number signs, all verify. The seed is base64url.
create table auth.signing_key (
    number integer primary key,
    id text not null unique,
    seed text not null,
    created_at timestamptz not null
);
