-- Whom a provider of OpenID Connect knows an account's owner as. An address of mail alone is nobody.
create table auth.external_identity (
    issuer text not null,
    subject text not null,
    account uuid not null references auth.user_account (id) on delete cascade,
    email text,  -- as the provider had it last
    connected_at timestamptz not null,
    last_used_at timestamptz,
    primary key (issuer, subject),
    constraint external_identity_once unique (account, issuer)
);

-- Somebody is at a provider and may come back once. Whose the token is, began it; who is signed in
-- connects an account.
create table auth.provider_visit (
    token_hash text primary key,
    provider text not null,
    account uuid references auth.user_account (id) on delete cascade,
    return_address text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index provider_visit_account on auth.provider_visit (account);
create index provider_visit_expires_at on auth.provider_visit (expires_at);
