-- As before, and the reasons that were given for edits, cancellations and refunds, which are free text.
-- Answers the orders that still told something, so that it can be asked again at no price.
create or replace function orders.forget_customer(forgotten uuid) returns setof uuid
language plpgsql security definer set search_path = pg_catalog as $$
begin
    perform orders.discard(id) from orders.customer_order
      where customer = forgotten and status = 'draft';

    update orders.replaced r
       set head = r.head || jsonb_build_object(
               'email', 'forgotten@forgotten.invalid', 'guest_token_hash', '',
               'shipping_address', orders.forgotten_address(r.head->'shipping_address'),
               'billing_address', orders.forgotten_address(r.head->'billing_address'))
      from orders.customer_order o
     where o.id = r.order_id and o.customer = forgotten
       and r.head->>'email' <> 'forgotten@forgotten.invalid';

    update orders.timeline t set detail = null
      from orders.customer_order o
     where o.id = t.order_id and o.customer = forgotten and t.detail is not null
       and t.event in ('note', 'drafted', 'draft_changed', 'edited', 'refund_begun',
                       'refund_retried', 'cancelled');

    update orders.refund r set reason = '-'
      from orders.customer_order o
     where o.id = r.order_id and o.customer = forgotten and r.reason <> '-';

    return query
    update orders.customer_order o
       set email = 'forgotten@forgotten.invalid', guest_token_hash = '',
           cancellation_reason = case when o.cancellation_reason ~ '^[a-z]+(_[a-z]+)+$'
                                      then o.cancellation_reason
                                      when o.cancellation_reason is not null then '-' end,
           shipping_address = orders.forgotten_address(o.shipping_address),
           billing_address = orders.forgotten_address(o.billing_address)
     where o.customer = forgotten
       and (o.email <> 'forgotten@forgotten.invalid' or o.guest_token_hash <> ''
            or o.shipping_address is distinct from orders.forgotten_address(o.shipping_address)
            or o.billing_address is distinct from orders.forgotten_address(o.billing_address))
    returning o.id;
end $$;
