-- Keys come in the order of their time: the pages' ranges are enough to find the old ones.
drop index platform.idempotency_created_at;
create index idempotency_created_at on platform.idempotency using brin (created_at);
