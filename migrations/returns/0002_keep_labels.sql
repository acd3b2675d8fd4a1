-- The label that the goods come back with.
alter table returns.return add column label jsonb;
