-- The hash of the token that a guest shows: with a click, and for the order.
alter table recommendations.basket add column guest text;
alter table recommendations.click add column guest text;
create index click_by_guest on recommendations.click (guest, product) where guest is not null;
