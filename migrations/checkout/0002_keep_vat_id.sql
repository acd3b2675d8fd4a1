alter table checkout.purchase add column vat_id text;
