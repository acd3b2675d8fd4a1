-- Whoever writes the read model locks this row; the number tells one state of it from the next.
create table search.revision (
    number bigint not null
) with (fillfactor = 10);
insert into search.revision (number) values (1);

-- Values of an attribute that has too many of them are not offered as a choice.
alter table search.facet add column offered boolean not null default true;
create index facet_offered on search.facet (name) where offered;
