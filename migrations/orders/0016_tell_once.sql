-- What was announced of an order, so that each is told once, whichever way it came to be true.
-- paid_when_placed: money that is told of afterwards is counted already.
alter table orders.customer_order
    add column told_paid        boolean not null default false,
    add column told_released    boolean not null default false,
    add column paid_when_placed boolean not null default false;
grant update (told_paid, told_released, paid_when_placed) on orders.customer_order
    to kontor_orders;

update orders.customer_order o
   set told_paid = known.paid, told_released = known.released, paid_when_placed = known.at_once
  from (select order_id, bool_or(event = 'paid') as paid, bool_or(event = 'released') as released,
               bool_or(event = 'placed' and coalesce(payment_status, '') in ('paid', 'overcharged'))
                   as at_once
          from orders.timeline
         where event in ('placed', 'paid', 'released') group by order_id) known
 where known.order_id = o.id;
