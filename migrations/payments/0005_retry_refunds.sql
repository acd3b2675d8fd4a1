-- How often staff sent a refund once more that the provider had refused: each time under a key of
-- its own.
alter table payments.refund add column retried integer not null default 0;
create index refund_undone on payments.refund (status, id) where status <> 'settled';
