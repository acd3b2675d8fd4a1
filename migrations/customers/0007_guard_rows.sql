-- Behind the checks of the service: who acts for a customer sees no other customer's rows, whatever
-- a statement forgets. The setting is made with the role, at the beginning of each transaction; what
-- is not done for a customer has 'all', and without the setting there are no rows.
alter table customers.membership enable row level security;
alter table customers.address enable row level security;
alter table customers.profile enable row level security;
alter table customers.consent enable row level security;
alter table customers.wish enable row level security;
alter table customers.purchase enable row level security;

create policy own_rows on customers.membership
    using (current_setting('kontor.rows', true) in ('all', customer::text));
create policy own_rows on customers.address
    using (current_setting('kontor.rows', true) in ('all', customer::text));
create policy own_rows on customers.profile
    using (current_setting('kontor.rows', true) in ('all', customer::text));
create policy own_rows on customers.consent
    using (current_setting('kontor.rows', true) in ('all', customer::text));
create policy own_rows on customers.wish
    using (current_setting('kontor.rows', true) in ('all', customer::text));
create policy own_rows on customers.purchase
    using (current_setting('kontor.rows', true) in ('all', customer::text));
