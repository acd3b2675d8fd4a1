-- By which a customer is forgotten.
create index stored_value_by_email on payments.stored_value (lower(email)) where email is not null;
