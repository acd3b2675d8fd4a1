-- The row of an account whose owner was forgotten stays, and tells nothing.
alter table auth.user_account add column forgotten_at timestamptz;
create index user_account_customers on auth.user_account (id desc)
    where role = 'customer' and forgotten_at is null;
