-- The last movement of the level when it was counted: what another stock-take booked after it makes
-- the count void.
alter table inventory.stock_take_count add column after bigint;
update inventory.stock_take_count c
   set after = coalesce((select max(m.id) from inventory.movement m
                          where m.variant = c.variant and m.location = t.location
                            and m.at <= c.counted_at), 0)
  from inventory.stock_take t
 where t.id = c.stock_take;
alter table inventory.stock_take_count alter column after set not null;
