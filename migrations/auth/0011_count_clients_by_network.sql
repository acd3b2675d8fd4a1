-- A client of IPv6 has at least 64 bits of addresses: all of them are one client.
update auth.session set client = host(network(set_masklen(client::inet, 64)))
    where client like '%:%';

-- What clients asked that has letters written. It is no failure, and closes nobody's login.
create table auth.asked_question (
    client text not null,
    at timestamptz not null
);
create index asked_question_client on auth.asked_question (client, at);
create index asked_question_at on auth.asked_question (at);
