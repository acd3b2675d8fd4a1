-- Somebody is asked to work here. Gone once it is accepted or withdrawn. The token of the link is
-- made from the id and a secret, and kept nowhere.
create table auth.invitation (
    id uuid primary key,
    email text not null unique,
    name text,
    role text not null references auth.role (name),
    invited_by uuid,  -- null: on the command line
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint invitation_email_lower_case check (email = lower(email))
);
create index invitation_invited_by on auth.invitation (invited_by);
