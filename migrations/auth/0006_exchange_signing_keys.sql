-- A new key is known everywhere before the first token is signed with it.
alter table auth.signing_key add column signs_from timestamptz;
update auth.signing_key set signs_from = created_at;
alter table auth.signing_key alter column signs_from set not null;
