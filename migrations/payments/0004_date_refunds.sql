-- When a refund was settled or refused for good, so that an order can be shown as of any time.
alter table payments.refund add column decided_at timestamptz;
update payments.refund r
   set decided_at = coalesce((select t.at from payments.ledger_transaction t
                               where t.source = r.id and t.kind = 'refund'), r.next_attempt_at)
 where status <> 'pending';

-- A payment of what an edit of the order made due, beside the one that bought it.
alter table payments.payment add column additional boolean not null default false;
