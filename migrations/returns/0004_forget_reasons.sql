-- By which a customer is forgotten.
create index return_of_customer on returns.return (customer) where customer is not null;

-- Takes out of the returns of a customer what was written about them in words.
create function returns.forget_customer(forgotten uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
    update returns.item i set reason = '-'
      from returns.return r
     where r.id = i.return_id and r.customer = forgotten and i.reason <> '-';
    update returns.return_event e set reason = null
      from returns.return r
     where r.id = e.return_id and r.customer = forgotten and e.reason is not null;
    update returns.return r
       set comment = null, guest_token_hash = null,
           rejection_reason = case when r.rejection_reason is not null then '-' end
     where r.customer = forgotten;
end $$;
revoke execute on function returns.forget_customer(uuid) from public;
grant execute on function returns.forget_customer(uuid) to kontor_returns;
