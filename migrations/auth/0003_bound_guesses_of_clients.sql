-- From where: so that guesses at many accounts are bounded too, and guesses from elsewhere do not
-- close an account to where its owner has signed in before. Empty: not known.
alter table auth.failed_login add column client text not null default '';
create index failed_login_client on auth.failed_login (client, at);

alter table auth.session add column client text not null default '';
create index session_client on auth.session (account, client);
