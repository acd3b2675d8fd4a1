#include "store.hpp"

#include "platform/db/column_of.hpp"

#include <cstring>

namespace kontor::inventory::store {

namespace {

std::int64_t lock_number(const Uuid& holder) {
    std::int64_t number = 0;
    std::memcpy(&number, holder.bytes.data() + 8, sizeof number);
    return number;
}

struct HeldRow {
    StockLevel level;
    std::optional<HoldState> state;
    std::optional<std::int64_t> quantity;
    bool beyond_stock = false;
};
BOOST_DESCRIBE_STRUCT(HeldRow, (), (level, state, quantity, beyond_stock))

}  // namespace

void lock(Tx& tx, const Uuid& holder, const std::vector<catalog::VariantId>& variants) {
    tx.defer("select pg_advisory_xact_lock($1)", lock_number(holder));
    tx.defer(
        "select from inventory.stock_level where variant = any("
        " $2::uuid[] || array(select variant from inventory.reservation where holder = $1))"
        " order by variant, location for update",
        holder, variants);
}

void lock(Tx& tx, const std::vector<catalog::VariantId>& variants) {
    tx.defer(
        "select from inventory.stock_level where variant = any($1)"
        " order by variant, location for update",
        variants);
}

// The threshold is looked up for each level: a join may be planned as one with all articles, before
// the server has counted how many there are.
Held held(Reader& reader, const Uuid& holder, const std::vector<catalog::VariantId>& variants,
          const std::optional<std::string>& country) {
    const auto rows = reader.all<HeldRow>(
        "select l.variant as level_variant, l.location as level_location,"
        " l.on_hand as level_on_hand, l.allocated as level_allocated,"
        " l.reserved as level_reserved, l.safety as level_safety,"
        " l.backorderable as level_backorderable, p.enabled as level_enabled,"
        " (select low_stock_threshold from inventory.stock_item i where i.variant = l.variant)"
        "  as level_low_stock_threshold,"
        " ($3::text is null or p.countries = '{}' or $3 = any(p.countries)) as level_serves,"
        " r.state, r.quantity,"
        " coalesce(r.beyond_stock, false) as beyond_stock"
        " from inventory.stock_level l join inventory.location p on p.id = l.location"
        " left join inventory.reservation r"
        "   on r.holder = $1 and r.variant = l.variant and r.location = l.location"
        " where l.variant = any("
        "  $2::uuid[] || array(select variant from inventory.reservation where holder = $1))"
        " order by l.variant, p.priority, p.code",
        holder, variants, country);
    Held found;
    for (const auto& row : rows) {
        if (found.levels.empty() || found.levels.back().key() != row.level.key())
            found.levels.push_back(row.level);
        if (row.state)
            found.holds.push_back({row.level.variant, row.level.location, *row.state,
                                   row.quantity.value(), row.beyond_stock});
    }
    return found;
}

std::vector<StockLevel> levels(Reader& reader, const std::vector<catalog::VariantId>& variants) {
    return reader.all<StockLevel>(
        "select l.variant, l.location, l.on_hand, l.allocated, l.reserved, l.safety,"
        " l.backorderable, p.enabled, i.low_stock_threshold, true as serves"
        " from inventory.stock_level l"
        " join inventory.location p on p.id = l.location"
        " join inventory.stock_item i on i.variant = l.variant"
        " where l.variant = any($1) order by l.variant, p.priority, p.code",
        variants);
}

void book(Tx& tx, const std::vector<Movement>& movements, const Occasion& occasion) {
    if (movements.empty()) return;
    std::vector<catalog::VariantId> variants;
    std::vector<LocationId> locations;
    std::vector<MovementKind> kinds;
    std::vector<std::int64_t> on_hand, allocated, reserved;
    for (const auto& movement : movements) {
        variants.push_back(movement.level.variant);
        locations.push_back(movement.level.location);
        kinds.push_back(movement.kind);
        on_hand.push_back(movement.on_hand);
        allocated.push_back(movement.allocated);
        reserved.push_back(movement.reserved);
    }
    tx.defer(
        "with change as ("
        " select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[],"
        "  $6::bigint[]) as change (variant, location, kind, on_hand, allocated, reserved)"
        "), changed as ("
        " update inventory.stock_level l set on_hand = l.on_hand + change.on_hand,"
        "  allocated = l.allocated + change.allocated, reserved = l.reserved + change.reserved,"
        "  version = l.version + 1"
        " from change where l.variant = change.variant and l.location = change.location"
        " returning l.variant, l.location, change.kind, change.on_hand, change.allocated,"
        "  change.reserved, l.on_hand as on_hand_after, l.allocated as allocated_after,"
        "  l.reserved as reserved_after"
        ") insert into inventory.movement (variant, location, kind, on_hand, allocated, reserved,"
        " on_hand_after, allocated_after, reserved_after, holder, reason, at, cause)"
        " select changed.*, $7, $8, $9, $10 from changed",
        variants, locations, kinds, on_hand, allocated, reserved, occasion.holder, occasion.reason,
        occasion.at, occasion.cause);
}

void dismiss(Tx& tx, const std::vector<LevelKey>& levels, const std::vector<std::int64_t>& damaged,
             const Occasion& occasion) {
    tx.defer(
        "insert into inventory.movement (variant, location, kind, on_hand, allocated, reserved,"
        " on_hand_after, allocated_after, reserved_after, damaged, holder, reason, at, cause)"
        " select variant, location, 'returned', 0, 0, 0, on_hand, allocated, reserved, damaged,"
        "  $4, $5, $6, $7 from unnest($1::uuid[], $2::uuid[], $3::bigint[])"
        "  as part (variant, location, damaged) join inventory.stock_level"
        "  using (variant, location)",
        platform::ColumnOf(levels, &LevelKey::variant),
        platform::ColumnOf(levels, &LevelKey::location), damaged, occasion.holder, occasion.reason,
        occasion.at, occasion.cause);
}

namespace {

struct HoldColumns {
    std::vector<catalog::VariantId> variants;
    std::vector<LocationId> locations;
    std::vector<std::int64_t> quantities;
    std::vector<bool> beyond_stock;

    explicit HoldColumns(const std::vector<Hold>& holds) {
        for (const auto& hold : holds) {
            variants.push_back(hold.variant);
            locations.push_back(hold.location);
            quantities.push_back(hold.quantity);
            beyond_stock.push_back(hold.beyond_stock);
        }
    }
};

}  // namespace

void insert_holds(Tx& tx, const Uuid& holder, const std::vector<Hold>& holds,
                  std::optional<Time> expires_at) {
    if (holds.empty()) return;
    const HoldColumns columns(holds);
    tx.defer(
        "insert into inventory.reservation as r"
        " (holder, variant, location, quantity, beyond_stock, state, expires_at)"
        " select $1, hold.*, $6, $7"
        "  from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::boolean[]) hold"
        " on conflict (holder, variant, location, state)"
        " do update set quantity = r.quantity + excluded.quantity,"
        "  beyond_stock = r.beyond_stock or excluded.beyond_stock",
        holder, columns.variants, columns.locations, columns.quantities, columns.beyond_stock,
        holds.front().state, expires_at);
}

void delete_holds(Tx& tx, const Uuid& holder, HoldState state) {
    tx.defer("delete from inventory.reservation where holder = $1 and state = $2", holder, state);
}

bool allocate_reserved(platform::Database& database, const Uuid& holder,
                       const std::map<catalog::VariantId, std::int64_t>& wanted, Time now,
                       platform::Commit commit) {
    std::vector<catalog::VariantId> variants;
    std::vector<std::int64_t> quantities;
    for (const auto& [variant, quantity] : wanted) {
        variants.push_back(variant);
        quantities.push_back(quantity);
    }
    const auto fits = database.single<bool>(
        commit,
        "with hold as materialized ("
        " select variant, location, state, quantity from inventory.reservation"
        "  where holder = $1 order by variant, location for update"
        "), fits as materialized ("
        " select not exists (select from hold where state <> 'reserved') and array("
        "   select (variant, sum(quantity)::bigint) from hold group by variant order by variant)"
        "  = array(select (variant, quantity) from unnest($2::uuid[], $3::bigint[])"
        "   as wanted (variant, quantity) order by variant) as yes"
        "), level as materialized ("
        " select l.variant, l.location, hold.quantity, l.on_hand - l.allocated as in_house"
        "  from hold join inventory.stock_level l"
        "  using (variant, location) where (select yes from fits)"
        "  order by l.variant, l.location for update of l"
        "), covered as materialized ("
        " select yes and not exists (select from level where in_house < quantity) as yes from fits"
        "), changed as ("
        " update inventory.stock_level l set allocated = l.allocated + level.quantity,"
        "  reserved = l.reserved - level.quantity, version = l.version + 1 from level"
        "  where l.variant = level.variant and l.location = level.location"
        "   and (select yes from covered)"
        "  returning l.variant, l.location, level.quantity, l.on_hand, l.allocated, l.reserved"
        "), moved as ("
        " insert into inventory.movement (variant, location, kind, on_hand, allocated, reserved,"
        "  on_hand_after, allocated_after, reserved_after, holder, at)"
        " select variant, location, 'allocate', 0, quantity, -quantity, on_hand, allocated,"
        "  reserved, $1, $4 from changed"
        "), kept as ("
        " update inventory.reservation r set state = 'allocated', expires_at = null from changed"
        "  where r.holder = $1 and r.variant = changed.variant and r.location = changed.location"
        ") select yes from covered",
        holder, variants, quantities, now);
    return fits.front();
}

void extend_holds(Tx& tx, const Uuid& holder, Time expires_at) {
    tx.defer(
        "update inventory.reservation set expires_at = $2"
        " where holder = $1 and state = 'reserved'",
        holder, expires_at);
}

void reduce_holds(Tx& tx, const Uuid& holder, const std::vector<Hold>& holds) {
    if (holds.empty()) return;
    const HoldColumns columns(holds);
    tx.defer(
        "with part as (select * from unnest($2::uuid[], $3::uuid[], $4::bigint[])"
        " as part (variant, location, quantity)), gone as ("
        " delete from inventory.reservation r using part where r.holder = $1"
        "  and r.state = $5 and r.variant = part.variant and r.location = part.location"
        "  and r.quantity <= part.quantity)"
        " update inventory.reservation r set quantity = r.quantity - part.quantity from part"
        " where r.holder = $1 and r.state = $5 and r.variant = part.variant"
        "  and r.location = part.location and r.quantity > part.quantity",
        holder, columns.variants, columns.locations, columns.quantities, holds.front().state);
}

void move_holds(Tx& tx, const Uuid& holder, const std::vector<Hold>& holds, HoldState to) {
    reduce_holds(tx, holder, holds);
    auto moved = holds;
    for (auto& hold : moved) {
        hold.state = to;
        hold.beyond_stock = false;
    }
    insert_holds(tx, holder, moved, std::nullopt);
}

void open_again(Tx& tx, const Uuid& holder, const std::vector<catalog::VariantId>& variants) {
    // Whoever gives one up is waited for.
    tx.defer(
        "select from inventory.location where id in (select location from inventory.reservation"
        "  where holder = $1 and state = 'shipped' and variant = any($2)) order by id for share",
        holder, variants);
    tx.defer(
        "update inventory.location p set removed_at = null, enabled = false,"
        " code = case when exists (select from inventory.location o"
        "   where o.code = p.code and o.removed_at is null)"
        "  then left(p.code, 47) || '-' || right(p.id::text, 12) else p.code end"
        " where removed_at is not null and id in (select location from inventory.reservation"
        "  where holder = $1 and state = 'shipped' and variant = any($2))",
        holder, variants);
    tx.defer(
        "insert into inventory.stock_level (variant, location, safety, backorderable)"
        " select variant, location, coalesce(t.safety, 0), coalesce(t.backorderable, false)"
        "  from inventory.reservation r left join lateral ("
        "   select safety, backorderable from inventory.level_terms t"
        "    where t.variant = r.variant and t.location = r.location order by id desc limit 1) t"
        "   on true"
        " where holder = $1 and state = 'shipped' and variant = any($2) order by variant, location"
        " on conflict do nothing",
        holder, variants);
}

std::vector<Waiting> backordered(Reader& reader, const std::vector<Uuid>& holders) {
    return reader.all<Waiting>(
        "with waiting as (select r.holder, r.variant, least(r.quantity, greatest(0,"
        "  l.allocated - l.on_hand - coalesce(later.quantity, 0))) as quantity"
        " from inventory.reservation r join inventory.stock_level l using (variant, location)"
        " cross join lateral (select sum(o.quantity) as quantity from inventory.reservation o"
        "  where o.variant = r.variant and o.location = r.location and o.state = 'allocated'"
        "   and o.beyond_stock and o.holder > r.holder) later"
        " where r.holder = any($1) and r.state = 'allocated' and r.beyond_stock)"
        " select holder, variant, sum(quantity)::bigint as quantity from waiting"
        " group by holder, variant having sum(quantity) > 0 order by holder, variant",
        holders);
}

std::vector<Uuid> relieved(Reader& reader, const std::vector<Arrival>& arrivals) {
    return reader.all<Uuid>(
        "with level as (select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[])"
        "  as level (variant, location, before, after)), waiting as ("
        " select r.holder, r.quantity, before, after, sum(r.quantity) over (partition by r.variant,"
        "   r.location order by r.holder desc) - r.quantity as later"
        "  from inventory.reservation r join level using (variant, location)"
        "  where r.state = 'allocated' and r.beyond_stock)"
        " select distinct holder from waiting"
        " where least(quantity, greatest(before - later, 0))"
        "  > least(quantity, greatest(after - later, 0)) order by holder",
        platform::ColumnOf(arrivals, &Arrival::level, &LevelKey::variant),
        platform::ColumnOf(arrivals, &Arrival::level, &LevelKey::location),
        platform::ColumnOf(arrivals, &Arrival::missing_before),
        platform::ColumnOf(arrivals, &Arrival::missing_after));
}

std::vector<Hold> delete_expired(Tx& tx, const std::vector<catalog::VariantId>& variants,
                                 Time now) {
    return tx.all<Hold>(
        "with gone as (delete from inventory.reservation"
        " where variant = any($1) and state = 'reserved' and expires_at <= $2"
        " returning variant, location, state, quantity)"
        " select variant, location, 'reserved' as state, sum(quantity)::bigint as quantity,"
        "  false as beyond_stock"
        " from gone group by variant, location order by variant, location",
        variants, now);
}

std::vector<catalog::VariantId> variants_with_expired(Reader& reader, Time now, std::size_t limit) {
    return reader.all<catalog::VariantId>(
        "select distinct variant from (select variant from inventory.reservation"
        " where state = 'reserved' and expires_at <= $1 order by expires_at limit $2) oldest",
        now, limit);
}

std::vector<Quantity> introduce(Tx& tx, const std::vector<NewItem>& items, Time now) {
    std::vector<catalog::VariantId> variants;
    std::vector<std::string> skus;
    std::vector<std::int64_t> quantities;
    for (const auto& item : items) {
        variants.push_back(item.variant);
        skus.push_back(item.sku);
        quantities.push_back(item.quantity);
    }
    tx.defer(
        "update inventory.stock_item old set sku = null"
        " from unnest($1::uuid[], $2::text[]) as new (variant, sku)"
        " where old.sku = new.sku and old.variant < new.variant"
        "  and not exists (select from inventory.stock_item k where k.variant = new.variant)",
        variants, skus);
    return tx.all<Quantity>(
        "with new as (select distinct on (variant) *"
        " from unnest($1::uuid[], $2::text[], $3::bigint[]) as new (variant, sku, quantity)"
        "), heir as (select distinct on (sku) variant, sku from new order by sku, variant desc"
        "), item as ("
        " insert into inventory.stock_item (variant, sku)"
        " select new.variant, case when not exists (select from inventory.stock_item newer"
        "   where newer.sku = heir.sku and newer.variant > new.variant) then heir.sku end"
        "  from new left join heir using (variant) order by new.variant"
        // Of the SKU too: whoever asks and the event introduce the same at the same time.
        " on conflict do nothing returning variant"
        "), level as (insert into inventory.stock_level (variant, location, on_hand)"
        " select variant, (select id from inventory.location where removed_at is null"
        "   order by priority, code limit 1 for share), quantity from new join item using (variant)"
        " returning variant, location, on_hand"
        "), received as (insert into inventory.movement (variant, location, kind, on_hand,"
        "  allocated, reserved, on_hand_after, allocated_after, reserved_after, at)"
        " select variant, location, 'receive', on_hand, 0, 0, on_hand, 0, 0, $4 from level"
        " where on_hand > 0)"
        " select variant, on_hand as quantity from level order by variant",
        variants, skus, quantities, now);
}

std::vector<ItemLevel> item(Reader& reader, const std::string& sku) {
    return reader.all<ItemLevel>(
        "select i.sku, p.code as location, coalesce(l.on_hand, 0) as on_hand,"
        " coalesce(l.allocated, 0) as allocated, coalesce(l.reserved, 0) as reserved,"
        " coalesce(l.on_hand - l.allocated - l.reserved - l.safety, 0) as available,"
        " coalesce(l.safety, 0) as safety, coalesce(l.backorderable, false) as backorderable,"
        " i.low_stock_threshold"
        " from inventory.stock_item i left join inventory.stock_level l using (variant)"
        " left join inventory.location p on p.id = l.location"
        " where i.sku = $1 order by p.priority, p.code",
        sku);
}

std::vector<ItemLevel> items(Reader& reader, const std::vector<catalog::VariantId>& variants) {
    return reader.all<ItemLevel>(
        "select i.sku, p.code as location, coalesce(l.on_hand, 0) as on_hand,"
        " coalesce(l.allocated, 0) as allocated, coalesce(l.reserved, 0) as reserved,"
        " coalesce(l.on_hand - l.allocated - l.reserved - l.safety, 0) as available,"
        " coalesce(l.safety, 0) as safety, coalesce(l.backorderable, false) as backorderable,"
        " i.low_stock_threshold"
        " from unnest($1::uuid[]) with ordinality as wanted (variant, place)"
        " join inventory.stock_item i using (variant)"
        " left join inventory.stock_level l using (variant)"
        " left join inventory.location p on p.id = l.location"
        " where i.sku is not null order by wanted.place, p.priority, p.code",
        variants);
}

namespace {

struct Owner {
    std::string sku;
    catalog::VariantId variant;
};
BOOST_DESCRIBE_STRUCT(Owner, (), (sku, variant))

}  // namespace

std::map<std::string, catalog::VariantId> variants_of(Reader& reader,
                                                      const std::vector<std::string>& skus) {
    std::map<std::string, catalog::VariantId> variants;
    for (auto& owner : reader.all<Owner>(
             "select sku, variant from inventory.stock_item where sku = any($1)", skus))
        variants.emplace(std::move(owner.sku), owner.variant);
    return variants;
}

std::vector<Place> places(Tx& tx) {
    return tx.all<Place>(
        "select id, code from inventory.location where removed_at is null"
        " order by priority, code for share");
}

std::optional<catalog::VariantId> variant_of(Reader& reader, const std::string& sku) {
    return reader.one<catalog::VariantId>("select variant from inventory.stock_item where sku = $1",
                                          sku);
}

std::optional<std::string> sku_of(Reader& reader, const catalog::VariantId& variant) {
    return reader.one<std::string>(
        "select sku from inventory.stock_item where variant = $1 and sku is not null", variant);
}

std::set<catalog::VariantId> known(Reader& reader,
                                   const std::vector<catalog::VariantId>& variants) {
    const auto found = reader.all<catalog::VariantId>(
        "select variant from inventory.stock_item where variant = any($1)", variants);
    return {found.begin(), found.end()};
}

std::optional<LocationId> location(Tx& tx, const std::optional<std::string>& code) {
    return tx.one<LocationId>(
        "select id from inventory.location where code = coalesce($1, code) and removed_at is null"
        " order by priority, code limit 1 for share",
        code);
}

void ensure_level(Tx& tx, const LevelKey& level) {
    tx.defer(
        "insert into inventory.stock_level (variant, location) values ($1, $2)"
        " on conflict do nothing",
        level.variant, level.location);
}

void ensure_levels(Tx& tx, const std::vector<LevelKey>& levels) {
    std::vector<catalog::VariantId> variants;
    std::vector<LocationId> locations;
    for (const auto& level : levels) {
        variants.push_back(level.variant);
        locations.push_back(level.location);
    }
    tx.defer(
        "insert into inventory.stock_level (variant, location)"
        " select * from unnest($1::uuid[], $2::uuid[]) new (variant, location)"
        " order by variant, location on conflict do nothing",
        variants, locations);
}

void set_terms(Tx& tx, const LevelKey& level, std::int64_t safety, bool backorderable, Time now) {
    tx.defer(
        "update inventory.stock_level set safety = $3, backorderable = $4, version = version + 1"
        " where variant = $1 and location = $2",
        level.variant, level.location, safety, backorderable);
    tx.defer(
        "insert into inventory.level_terms (variant, location, after, safety, backorderable, at)"
        " select $1, $2, coalesce(max(id), 0), $3, $4, $5 from inventory.movement"
        " where variant = $1 and location = $2",
        level.variant, level.location, safety, backorderable, now);
}

void set_threshold(Tx& tx, const catalog::VariantId& variant,
                   std::optional<std::int64_t> threshold) {
    tx.defer("update inventory.stock_item set low_stock_threshold = $2 where variant = $1", variant,
             threshold);
}

bool note_cause(Tx& tx, const Uuid& cause, Time now) {
    return tx.run(
               "insert into inventory.taken_back (cause, at) values ($1, $2)"
               " on conflict do nothing",
               cause, now) == 1;
}

std::vector<Quantity> available(Reader& reader, const std::vector<catalog::VariantId>& variants) {
    return reader.all<Quantity>(
        "select variant, case when bool_or(backorderable) then $2::bigint else"
        " sum(greatest(on_hand - allocated - reserved - safety, 0))::bigint end as quantity"
        " from inventory.stock_level join inventory.location p on p.id = location"
        " where variant = any($1) and p.enabled group by variant",
        variants, unlimited);
}

}  // namespace kontor::inventory::store
