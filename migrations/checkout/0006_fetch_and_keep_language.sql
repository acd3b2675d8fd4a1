-- None where the goods can only be fetched.
alter table checkout.purchase alter column shipping_address drop not null;
alter table checkout.purchase add column language text;
