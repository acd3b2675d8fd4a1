-- The key that one-time codes are made from, sealed. Not confirmed: no code is asked for yet.
create table auth.second_factor (
    account uuid primary key references auth.user_account (id) on delete cascade,
    sealed_key text not null,
    created_at timestamptz not null,
    confirmed_at timestamptz,
    last_step bigint not null default 0  -- that a code was good for: none is good twice
);

-- Of 120 random bits each, so that a plain hash keeps them.
create table auth.recovery_code (
    account uuid not null references auth.second_factor (account) on delete cascade,
    hash text not null,
    used_at timestamptz,
    primary key (account, hash)
);

-- Somebody has shown the password and is asked for a code.
create table auth.challenge (
    token_hash text primary key,
    account uuid not null references auth.user_account (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    failures integer not null default 0,
    used_at timestamptz
);
create index challenge_account on auth.challenge (account);
create index challenge_expires_at on auth.challenge (expires_at);
