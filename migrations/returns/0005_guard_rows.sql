-- As in the schema customers (its migration 0007). Of guests' returns the token opens each.
alter table returns.return enable row level security;
create policy own_rows on returns.return
    using (customer is null or current_setting('kontor.rows', true) in ('all', customer::text));
