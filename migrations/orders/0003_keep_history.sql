-- How an order stood after each entry, so that it can be shown as of any time. None in entries of
-- before: such an order is shown then as it is now.
alter table orders.timeline
    add column payment_status    text,
    add column fulfilment_status text,
    add column due               bigint;

-- authorized: promised by a provider and not captured. credited: what edits of staff gave back of
-- what was captured. revision: how often it was changed.
alter table orders.customer_order
    add column authorized bigint not null default 0 check (authorized >= 0),
    add column credited   bigint not null default 0 check (credited >= 0),
    add column revision   bigint not null default 0;
grant update (authorized, credited) on orders.customer_order to kontor_orders;

-- What an order was until staff changed what is ordered. Written by orders.revise() only.
create table orders.replaced (
    id       bigint generated always as identity primary key,
    order_id uuid        not null references orders.customer_order,
    until    timestamptz not null,
    head     jsonb       not null,  -- the row of orders.customer_order
    items    jsonb       not null   -- its rows of orders.item
);
create index replaced_of_order on orders.replaced (order_id, id);
revoke insert, update, delete on orders.replaced from kontor_orders;

-- The only way to change what an order costs: what it was is kept. head: the columns that change;
-- lines: all rows of orders.item from now on. Goods that were shipped are not changed any more.
create function orders.revise(revised uuid, revised_at timestamptz, head jsonb, lines jsonb)
returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    if exists (select from orders.item where order_id = revised and shipped > 0) then
        raise exception 'goods of order % have been shipped', revised
            using errcode = 'restrict_violation';
    end if;
    insert into orders.replaced (order_id, until, head, items)
    select o.id, revised_at, to_jsonb(o),
           (select coalesce(jsonb_agg(to_jsonb(i) order by i.position), '[]')
              from orders.item i where i.order_id = o.id)
      from orders.customer_order o where o.id = revised;

    delete from orders.item where order_id = revised;
    insert into orders.item (id, order_id, position, variant, sku, title, quantity, unit_price,
                             subtotal, discount, tax, total, product, discounts, taxes)
    select id, revised, position, variant, sku, title, quantity, unit_price,
           subtotal, discount, tax, total, product, discounts, taxes
      from jsonb_populate_recordset(null::orders.item, lines);

    update orders.customer_order o
       set revision = o.revision + 1,
           (email, subtotal, discount, shipping, tax, tax_included, total, shipping_address,
            billing_address, shipping_option, terms) = (select n.email, n.subtotal, n.discount, n.shipping, n.tax, n.tax_included, n.total,
                   n.shipping_address, n.billing_address, n.shipping_option, n.terms
              from jsonb_populate_record(o, head) n)
     where o.id = revised;
end $$;
revoke execute on function orders.revise(uuid, timestamptz, jsonb, jsonb) from public;
grant execute on function orders.revise(uuid, timestamptz, jsonb, jsonb) to kontor_orders;
