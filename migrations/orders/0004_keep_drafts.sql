-- What a draft was asked for with: it is priced anew from this whenever it changes.
create table orders.draft (
    order_id uuid  primary key references orders.customer_order,
    wish     jsonb not null
);

-- A draft was never an order: nothing of it has to be kept.
create function orders.discard(discarded uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
    perform from orders.customer_order where id = discarded and status = 'draft' for update;
    if not found then
        return false;
    end if;
    delete from orders.draft where order_id = discarded;
    delete from orders.timeline where order_id = discarded;
    delete from orders.replaced where order_id = discarded;
    delete from orders.item where order_id = discarded;
    delete from orders.customer_order where id = discarded;
    return true;
end $$;
revoke execute on function orders.discard(uuid) from public;
grant execute on function orders.discard(uuid) to kontor_orders;
