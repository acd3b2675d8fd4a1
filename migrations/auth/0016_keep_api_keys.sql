-- The keys themselves are kept nowhere: they are random, so that a plain hash keeps them.
create table auth.api_key (
    id uuid primary key,
    hash text not null unique,
    name text not null,
    kind text not null check (kind in ('secret', 'publishable')),
    hint text not null,  -- how it begins and ends
    scopes text[] not null default '{}',
    origins text[] not null default '{}',
    created_by uuid,  -- null: on the command line
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
);
