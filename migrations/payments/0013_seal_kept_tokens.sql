-- The token of a kept means of payment is sealed under a key that the database does not have, and reads
-- differently each time: that nobody keeps one twice is seen to by who keeps it, one at a time for a customer.
-- One that was kept before is sealed by a job.
drop index payments.method_of_customer;
create index method_of_customer on payments.method (customer) where forgotten_at is null;
