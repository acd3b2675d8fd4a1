-- One index in place of two.
alter table payments.payment_event
    drop constraint payment_event_pkey, add primary key (payment_id, id);
drop index payments.payment_event_by_payment;
