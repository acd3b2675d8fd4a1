-- What has left the house stays known by its holder, so that allocating again takes nothing anew.
alter table inventory.reservation drop constraint reservation_state_check;
alter table inventory.reservation add constraint reservation_state_check
    check (state in ('reserved', 'allocated', 'shipped'));

insert into inventory.reservation (holder, variant, location, state, quantity)
select holder, variant, location, 'shipped', -sum(allocated)
  from inventory.movement
 where kind = 'ship'
 group by holder, variant, location;
