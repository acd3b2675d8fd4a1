-- Roles of staff. What the built-in ones may do, the program knows.
create table auth.role (
    name text primary key,
    permissions text[] not null default '{}',
    is_built_in boolean not null default false,
    created_at timestamptz not null
);
insert into auth.role (name, is_built_in, created_at)
values ('staff', true, now()), ('admin', true, now());

-- A role that somebody has is not deleted. Customers have none.
alter table auth.user_account
    drop constraint user_account_role_check,
    add column staff_role text generated always as (nullif(role, 'customer')) stored
        references auth.role (name),
    add column disabled_at timestamptz;
create index user_account_staff on auth.user_account (staff_role, id)
    where staff_role is not null;
