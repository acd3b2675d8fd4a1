-- ISO 3166-1 codes of the countries that goods are sent to from there; none: to all.
alter table inventory.location add column countries text[] not null default '{}';
