-- Whose facts are to say nothing any more: an id of something that facts are about, as key or as text,
-- or the hash of an address of mail. A job goes through the log and takes them away.
create table platform.forgotten (
    mark text primary key
);

-- A fact without who it was about. What it is for stays: ids, sums, goods, the country, and reasons that
-- are codes. It can still be read.
create function platform.without_person(fact jsonb) returns jsonb
language plpgsql immutable set search_path = pg_catalog as $$
begin
    if jsonb_typeof(fact) = 'array' then
        return (select coalesce(jsonb_agg(platform.without_person(value)), '[]')
                  from jsonb_array_elements(fact));
    end if;
    if jsonb_typeof(fact) <> 'object' then
        return fact;
    end if;
    return (select coalesce(jsonb_object_agg(key, case
               when jsonb_typeof(value) <> 'string' then platform.without_person(value)
               when key in ('email', 'new_email', 'former_email')
                   then '"forgotten@forgotten.invalid"'
               when key in ('display_name', 'name', 'line1', 'city', 'postal_code') then '"-"'
               when key = 'reason' and value #>> '{}' !~ '^[a-z]+(_[a-z]+)+$' then '"-"'
               else value end), '{}')
              from jsonb_each(fact) where key not in ('line2', 'region', 'phone'));
end $$;

create function platform.is_of_forgotten(key uuid, fact json, marks text[]) returns boolean
language sql immutable set search_path = pg_catalog as $$
    select key::text = any(marks) or fact->>'order' = any(marks) or fact->>'customer' = any(marks)
        or encode(sha256(convert_to(lower(fact->>'email'), 'UTF8')), 'hex') = any(marks)
$$;

-- In so many events of the log, and in those that were set aside. Answers up to which it came.
create function platform.forget_in_facts(marks text[], after_id bigint, most bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
    upto bigint;
begin
    select max(id) into upto
      from (select id from platform.event where id > after_id order by id limit most) e;
    update platform.event e set payload = platform.without_person(e.payload::jsonb)::json
     where e.id > after_id and e.id <= upto and platform.is_of_forgotten(e.key, e.payload, marks);
    update platform.parked_event p set payload = platform.without_person(p.payload::jsonb)::json
     where platform.is_of_forgotten(p.key, p.payload, marks);
    return upto;
end $$;
revoke execute on function platform.without_person(jsonb),
    platform.is_of_forgotten(uuid, json, text[]), platform.forget_in_facts(text[], bigint, bigint)
    from public;
grant execute on function platform.forget_in_facts(text[], bigint, bigint) to kontor_platform;
