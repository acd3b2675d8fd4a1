-- Which keys personal data is sealed under, so that nobody goes on with others unnoticed: the keys
-- themselves are not here.
create table platform.sealing_key (
    id    text primary key,
    proof text not null  -- a known text, sealed under the key
);
