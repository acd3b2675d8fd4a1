-- An address of which only what taxes depend on is left.
create function orders.forgotten_address(address jsonb) returns jsonb
language sql immutable set search_path = pg_catalog as $$
    select case when address is null or jsonb_typeof(address) <> 'object' then address
           else jsonb_build_object('name', '-', 'line1', '-', 'city', '-', 'postal_code', '-',
                                   'country', address->>'country') end
$$;

-- Takes out of all orders of a customer, and out of what they were before, who that was. Sums,
-- goods and taxes stay. Answers the orders.
create function orders.forget_customer(forgotten uuid) returns setof uuid
language plpgsql security definer set search_path = pg_catalog as $$
begin
    perform orders.discard(id) from orders.customer_order
      where customer = forgotten and status = 'draft';

    update orders.replaced r
       set head = r.head || jsonb_build_object(
               'email', 'forgotten@forgotten.invalid', 'guest_token_hash', '',
               'shipping_address', orders.forgotten_address(r.head->'shipping_address'),
               'billing_address', orders.forgotten_address(r.head->'billing_address'))
      from orders.customer_order o where o.id = r.order_id and o.customer = forgotten;

    update orders.timeline t set detail = null
      from orders.customer_order o
     where o.id = t.order_id and o.customer = forgotten and t.event = 'note';

    return query
    update orders.customer_order o
       set email = 'forgotten@forgotten.invalid', guest_token_hash = '',
           shipping_address = orders.forgotten_address(o.shipping_address),
           billing_address = orders.forgotten_address(o.billing_address)
     where o.customer = forgotten
    returning o.id;
end $$;
revoke execute on function orders.forget_customer(uuid), orders.forgotten_address(jsonb)
    from public;
grant execute on function orders.forget_customer(uuid) to kontor_orders;
