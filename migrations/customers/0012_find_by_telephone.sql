-- What customers are found by who gave a telephone number: the blind index of what is sealed beside it,
-- under the same key. Null: nothing is sealed, or the index is not made yet, which a job does; empty:
-- there is no number in it.
alter table customers.profile add column phone_index text;
alter table customers.address add column phone_index text;
create index profile_by_phone on customers.profile (phone_index) where phone_index <> '';
create index address_by_phone on customers.address (phone_index) where phone_index <> '';
