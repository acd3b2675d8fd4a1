-- The link in a message works by a token that is kept nowhere: the texts hold this id in its place.
alter table notifications.message add column link_id uuid;
