-- A session in which a member of staff acts as the owner of the account. It is not gone on with.
alter table auth.session
    add column impersonator uuid,
    add column impersonators_session uuid,
    add column expires_at timestamptz,
    add constraint session_impersonated
        check (num_nulls(impersonator, impersonators_session, expires_at) in (0, 3));
