-- What a charge was made with is kept as long as it may have to be sent again.
update payments.payment set token = null
 where token is not null
   and (reference is not null or status not in ('created', 'processing'));
alter table payments.simulator_charge drop column token;
