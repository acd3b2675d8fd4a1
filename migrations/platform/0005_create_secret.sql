-- What every process of the shop signs cursors with, so that they outlive any one of them.
create table platform.secret (
    name  text primary key,
    value text not null
);

insert into platform.secret values ('cursors', gen_random_uuid()::text || gen_random_uuid()::text);
