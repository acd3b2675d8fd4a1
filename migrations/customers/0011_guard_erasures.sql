-- As 0007 has it for the other tables that say whose a row is.
alter table customers.erasure enable row level security;

create policy own_rows on customers.erasure
    using (current_setting('kontor.rows', true) in ('all', customer::text));
