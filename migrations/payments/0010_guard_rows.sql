-- As in the schema customers (its migration 0007): who acts for a customer sees no other customer's means
-- of payment, whatever a statement forgets.
alter table payments.method enable row level security;
alter table payments.payer enable row level security;

create policy own_rows on payments.method
    using (current_setting('kontor.rows', true) in ('all', customer::text));
create policy own_rows on payments.payer
    using (current_setting('kontor.rows', true) in ('all', customer::text));
