#pragma once

#include "inventory/inventory.hpp"
#include "levels.hpp"
#include "platform/db/database.hpp"

#include <map>
#include <set>

namespace kontor::inventory::store {

using platform::Reader;
using platform::Time;
using platform::Tx;
using platform::Uuid;

// Locks the holder, then every level of the variants given and of those that it holds, in
// sorted order. Costs no round trip of its own.
void lock(Tx& tx, const Uuid& holder, const std::vector<catalog::VariantId>& variants);
void lock(Tx& tx, const std::vector<catalog::VariantId>& variants);

struct Held {
    std::vector<StockLevel> levels;  // by variant, then priority of the location
    std::vector<Hold> holds;         // of the holder, whatever the variant
};
// What was locked, and what the holder holds, in one statement.
// country: that the levels are to serve.
Held held(Reader& reader, const Uuid& holder, const std::vector<catalog::VariantId>& variants,
          const std::optional<std::string>& country = {});
std::vector<StockLevel> levels(Reader& reader, const std::vector<catalog::VariantId>& variants);

// Changes levels that are locked, each at most once in a call, and writes the movements.
void book(Tx& tx, const std::vector<Movement>& movements, const Occasion& occasion);
// Pieces that came back and count for nothing, as movements of levels that are locked.
void dismiss(Tx& tx, const std::vector<LevelKey>& levels, const std::vector<std::int64_t>& damaged,
             const Occasion& occasion);

void insert_holds(Tx& tx, const Uuid& holder, const std::vector<Hold>& holds,
                  std::optional<Time> expires_at);
void delete_holds(Tx& tx, const Uuid& holder, HoldState state);
// Where what the holder has reserved is exactly what is wanted, and it has nothing else, and all of
// it is in the house: allocates it, in one round trip and a transaction of its own. False, and
// nothing done, otherwise.
bool allocate_reserved(platform::Database& database, const Uuid& holder,
                       const std::map<catalog::VariantId, std::int64_t>& wanted, Time now,
                       platform::Commit commit);
// Gives what the holder has reserved another end.
void extend_holds(Tx& tx, const Uuid& holder, Time expires_at);
// Turns allocations, or parts of them, into what was shipped, or the other way round. Both take
// holds of one state.
void move_holds(Tx& tx, const Uuid& holder, const std::vector<Hold>& holds, HoldState to);
// The locations that these goods of the holder were shipped from are there to take them back:
// deferred. One that was given up meanwhile is there again, disabled.
void open_again(Tx& tx, const Uuid& holder, const std::vector<catalog::VariantId>& variants);
// Ends holds, or parts of them.
void reduce_holds(Tx& tx, const Uuid& holder, const std::vector<Hold>& holds);

struct Waiting {
    Uuid holder;
    catalog::VariantId variant;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (holder, variant, quantity))
// What of the holders' allocations is not in the house: of a level that lacks goods, those lack
// them whose holders are the latest.
std::vector<Waiting> backordered(Reader& reader, const std::vector<Uuid>& holders);

// What a level lacked, and lacks.
struct Arrival {
    LevelKey level;
    std::int64_t missing_before = 0;
    std::int64_t missing_after = 0;
};
// The holders who wait for less because of it.
std::vector<Uuid> relieved(Reader& reader, const std::vector<Arrival>& arrivals);

// Deletes what is past its time, of levels that are locked.
std::vector<Hold> delete_expired(Tx& tx, const std::vector<catalog::VariantId>& variants, Time now);
std::vector<catalog::VariantId> variants_with_expired(Reader& reader, Time now, std::size_t limit);

// The variants that were not known yet, with the quantities received. Of several variants with
// one SKU the newest has it.
std::vector<Quantity> introduce(Tx& tx, const std::vector<NewItem>& items, Time now);

struct ItemLevel {
    std::string sku;
    std::optional<std::string> location;
    std::int64_t on_hand = 0;
    std::int64_t allocated = 0;
    std::int64_t reserved = 0;
    std::int64_t available = 0;
    std::int64_t safety = 0;
    bool backorderable = false;
    std::optional<std::int64_t> low_stock_threshold;
};
BOOST_DESCRIBE_STRUCT(ItemLevel, (),
                      (sku, location, on_hand, allocated, reserved, available, safety,
                       backorderable, low_stock_threshold))
std::vector<ItemLevel> item(Reader& reader, const std::string& sku);
// In the order of the variants.
std::vector<ItemLevel> items(Reader& reader, const std::vector<catalog::VariantId>& variants);
std::optional<catalog::VariantId> variant_of(Reader& reader, const std::string& sku);
std::map<std::string, catalog::VariantId> variants_of(Reader& reader,
                                                      const std::vector<std::string>& skus);
std::set<catalog::VariantId> known(Reader& reader, const std::vector<catalog::VariantId>& variants);
std::optional<std::string> sku_of(Reader& reader, const catalog::VariantId& variant);
// The first location without a code. It is not removed before the transaction ends.
std::optional<LocationId> location(Tx& tx, const std::optional<std::string>& code);
struct Place {
    LocationId id;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(Place, (), (id, code))
// The one that is sold from first comes first. None is removed before the transaction ends.
std::vector<Place> places(Tx& tx);
void ensure_level(Tx& tx, const LevelKey& level);
void ensure_levels(Tx& tx, const std::vector<LevelKey>& levels);
// How far the level may be sold from now on, as it stands.
void set_terms(Tx& tx, const LevelKey& level, std::int64_t safety, bool backorderable, Time now);
void set_threshold(Tx& tx, const catalog::VariantId& variant,
                   std::optional<std::int64_t> threshold);
// False where something was taken back for it already.
bool note_cause(Tx& tx, const Uuid& cause, Time now);

std::vector<Quantity> available(Reader& reader, const std::vector<catalog::VariantId>& variants);

std::vector<platform::Violation> violations(Reader& reader, Time now);

}  // namespace kontor::inventory::store
