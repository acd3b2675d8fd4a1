// What has to be true of stock, as one statement, so that it is asked of one moment.
#include "store.hpp"

namespace kontor::inventory::store {

namespace {

constexpr std::string_view violations_sql = R"(
    with moved as (
        select variant, location, sum(on_hand) as on_hand, sum(allocated) as allocated,
               sum(reserved) as reserved,
               -coalesce(sum(allocated) filter (where kind in ('ship', 'unship')), 0) as shipped
          from inventory.movement group by variant, location),
    holding as (
        select variant, location,
               coalesce(sum(quantity) filter (where state = 'reserved'), 0) as reserved,
               coalesce(sum(quantity) filter (where state = 'allocated'), 0) as allocated,
               coalesce(sum(quantity) filter (where state = 'shipped'), 0) as shipped
          from inventory.reservation group by variant, location),
    compared as (
        select variant::text as subject, coalesce(l.on_hand, 0) as on_hand,
               coalesce(l.allocated, 0) as allocated, coalesce(l.reserved, 0) as reserved,
               coalesce(m.on_hand, 0) as moved_on_hand,
               coalesce(m.allocated, 0) as moved_allocated,
               coalesce(m.reserved, 0) as moved_reserved,
               coalesce(m.shipped, 0) as moved_shipped,
               coalesce(h.reserved, 0) as held_reserved,
               coalesce(h.allocated, 0) as held_allocated,
               coalesce(h.shipped, 0) as held_shipped
          from inventory.stock_level l full join moved m using (variant, location)
               full join holding h using (variant, location)),
    booked as (
        select variant::text as subject, id, on_hand_after, allocated_after, reserved_after,
               sum(on_hand) over earlier as on_hand, sum(allocated) over earlier as allocated,
               sum(reserved) over earlier as reserved
          from inventory.movement
        window earlier as (partition by variant, location order by id)),
    taking as (
        select variant::text as subject, m.id, kind,
               on_hand_after - allocated_after - reserved_after as left_over,
               case when kind = 'transfer_out' then 0 else coalesce(t.safety, 0) end as least,
               kind <> 'transfer_out' and coalesce(t.backorderable, false) as is_unbounded
          from inventory.movement m left join lateral (
               select safety, backorderable from inventory.level_terms t
                where t.variant = m.variant and t.location = m.location and t.after < m.id
                order by t.id desc limit 1) t on true
         where kind in ('reserve', 'transfer_out') or (kind = 'allocate' and reserved = 0)),
    travelled as (
        select cause as transfer, variant,
               -coalesce(sum(on_hand) filter (where kind = 'transfer_out'), 0) as sent,
               coalesce(sum(on_hand) filter (where kind = 'transfer_in'), 0) as arrived
          from inventory.movement where kind in ('transfer_out', 'transfer_in')
         group by cause, variant)

    select 'S1 nothing is sold twice' as invariant, subject,
           format('reserved %s, held as reserved %s; allocated %s, held as allocated %s',
                  reserved, held_reserved, allocated, held_allocated) as detail
      from compared
     where (reserved, allocated) is distinct from (held_reserved, held_allocated)
    union all
    select 'S1 nothing is sold twice', subject,
           format('movement %s (%s) left %s, where %s was the least allowed', id, kind, left_over,
                  least)
      from taking
     where left_over < least and not is_unbounded
    union all
    select 'S2 stock is conserved', subject,
           format('on hand %s, moved %s; allocated %s, moved %s; reserved %s, moved %s', on_hand,
                  moved_on_hand, allocated, moved_allocated, reserved, moved_reserved)
      from compared
     where (on_hand, allocated, reserved)
           is distinct from (moved_on_hand, moved_allocated, moved_reserved)
    union all
    select 'S2 stock is conserved', subject,
           format('shipped to holders %s, moved out of the house %s', held_shipped, moved_shipped)
      from compared
     where held_shipped <> moved_shipped
    union all
    select 'S2 stock is conserved', subject,
           format('movement %s left %s on hand, %s allocated, %s reserved; up to it %s, %s, %s'
                  ' were moved', id, on_hand_after, allocated_after, reserved_after, on_hand,
                  allocated, reserved)
      from booked
     where (on_hand_after, allocated_after, reserved_after)
           is distinct from (on_hand, allocated, reserved)
    union all
    select 'S2 stock is conserved', coalesce(variant, l.variant)::text,
           format('transfer %s: sent %s, moved out %s; arrived %s, moved in %s', transfer,
                  coalesce(l.quantity, 0), coalesce(sent, 0), coalesce(l.received, 0),
                  coalesce(arrived, 0))
      from travelled full join inventory.transfer_line l using (transfer, variant)
     where (coalesce(l.quantity, 0), coalesce(l.received, 0))
           is distinct from (coalesce(sent, 0), coalesce(arrived, 0))
    union all
    select 'S4 what left the house had come', variant::text,
           format('%s pieces left before their receipt was booked: book it', quantity)
      from inventory.received_ahead
    union all
    select 'S3 no reservation outlives its time', holder::text,
           format('%s of variant %s should have been given back at %s', quantity, variant,
                  expires_at)
      from inventory.reservation
     where state = 'reserved' and expires_at < $1::timestamptz - interval '2 minutes')";

}  // namespace

std::vector<platform::Violation> violations(Reader& reader, Time now) {
    return reader.all<platform::Violation>(violations_sql, now);
}

}  // namespace kontor::inventory::store
