#pragma once

#include "catalog/ids.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "platform/core/violation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::inventory {

// At one location: available = on_hand - allocated - reserved - safety.
struct Level {
    std::string location;  // its code, "main"
    std::int64_t on_hand = 0;
    std::int64_t allocated = 0;
    std::int64_t reserved = 0;
    std::int64_t available = 0;
    std::int64_t safety = 0;  // kept back from sale; below nothing: sold though it is not there
    bool backorderable = false;
};
BOOST_DESCRIBE_STRUCT(Level, (),
                      (location, on_hand, allocated, reserved, available, safety, backorderable))

struct StockItem {
    std::string sku;
    std::vector<Level> levels;
    std::int64_t low_stock_threshold = 0;
};
BOOST_DESCRIBE_STRUCT(StockItem, (), (sku, levels, low_stock_threshold))

struct NewItem {
    catalog::VariantId variant;
    std::string sku;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(NewItem, (), (variant, sku, quantity))

// Exactly one of delta and on_hand.
struct Adjustment {
    std::optional<platform::Text<1, 60>> location;  // default: the first location
    std::optional<platform::Whole<-1'000'000'000, 1'000'000'000>> delta;
    std::optional<platform::Whole<0, 1'000'000'000>> on_hand;
    platform::Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(Adjustment, (), (location, delta, on_hand, reason))

// What was counted of a SKU.
struct Count {
    std::string sku;
    std::optional<std::string> location{};  // default: the first location
    std::int64_t on_hand = 0;
};
BOOST_DESCRIBE_STRUCT(Count, (), (sku, location, on_hand))

struct Quantity {
    catalog::VariantId variant;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(Quantity, (), (variant, quantity))

// damaged: it came back, and cannot be sold again.
enum class Condition { resaleable, damaged };
BOOST_DESCRIBE_ENUM(Condition, resaleable, damaged)

struct ReturnedItem {
    catalog::VariantId variant;
    std::int64_t quantity = 0;
    Condition condition = Condition::resaleable;
};
BOOST_DESCRIBE_STRUCT(ReturnedItem, (), (variant, quantity, condition))

// Stock per variant and location, changed only through movements that are never altered.
// A holder is the uuid of a checkout; what it holds is first reserved, for a time, then allocated,
// for good, then shipped. Quantities of lines are one and more: anything else
// throws std::invalid_argument. Every call is one transaction and, adjust() by a delta excepted,
// may be repeated with the same effect as once. Thread-safe.
class Inventory {
public:
    virtual ~Inventory() = default;

    // Takes up new variants with what is first on hand. A variant known already is left alone.
    virtual void introduce(const std::vector<NewItem>& items) = 0;
    // Refuses inventory.no_such_sku.
    virtual platform::Result<StockItem> stock(const std::string& sku) = 0;
    // Refuses inventory.no_such_sku, inventory.no_such_location, inventory.delta_or_on_hand,
    // inventory.negative_stock. On hand below what is allocated is accepted.
    virtual platform::Result<StockItem> adjust(const std::string& sku,
                                               const Adjustment& adjustment) = 0;
    // Sets what is on hand, of many at once in one transaction; an answer for each, in order:
    // whether the shop knew another number. Refuses inventory.no_such_sku,
    // inventory.no_such_location, inventory.counted_twice, inventory.negative_stock.
    virtual std::vector<platform::Result<bool>> count(const std::vector<Count>& counts,
                                                      const std::string& reason) = 0;
    // Of those that are known and have a SKU, in the order asked.
    virtual std::vector<StockItem> stock_of(const std::vector<catalog::VariantId>& variants) = 0;
    // What can still be sold, in the order asked; an unknown variant has none.
    virtual std::vector<Quantity> available(const std::vector<catalog::VariantId>& variants) = 0;

    // All lines or none, until expires_at. Again for the same holder: the lines replace what it
    // held, and the same lines only get the new end. Two round trips. Refuses insufficient_stock
    // (conflict) with details sku and available of the first short line and a problem per short
    // line (pointer "/items/<index>"). country: that the goods are to be sent to, of which only
    // locations that serve it give any; none: it does not matter.
    virtual platform::Result<> reserve(const platform::Uuid& holder,
                                       const std::vector<Quantity>& lines,
                                       platform::Time expires_at,
                                       const std::optional<std::string>& country = {}) = 0;
    // Nothing happens when there is nothing reserved.
    virtual void release(const platform::Uuid& holder) = 0;
    // Turns the holder's reservation into an allocation, re-acquiring when it has expired and
    // stock is free. lines: what it should hold, what was shipped to it included; what it holds
    // beyond that is given back. Two round trips. Refuses insufficient_stock. country: as above,
    // of what has to be acquired.
    virtual platform::Result<> allocate(const platform::Uuid& holder,
                                        const std::vector<Quantity>& lines,
                                        const std::optional<std::string>& country = {}) = 0;
    // Gives an allocation back to what can be sold (order cancelled before shipment).
    virtual void deallocate(const platform::Uuid& holder) = 0;
    // What of its allocation is not in the house yet; each variant once. Who was allocated last
    // waits longest.
    virtual std::vector<Quantity> backordered(const platform::Uuid& holder) = 0;
    // Puts what came back on hand where it can be sold again. cause: what for, such as the uuid of
    // a return; what was taken back for it once is not taken back again. location: its code,
    // default: the first. Refuses inventory.no_such_location, inventory.unknown_variant (invalid).
    virtual platform::Result<> take_back(const platform::Uuid& cause,
                                         const std::vector<ReturnedItem>& items,
                                         const std::optional<std::string>& location) = 0;

    // Gives back reservations past their time; answers how many. For a job.
    virtual std::size_t release_expired() = 0;
    // S1 nothing is sold twice, S2 stock is conserved, S3 no reservation outlives its time: levels
    // against the holds and the sum of movements, and each movement against those before it.
    virtual std::vector<platform::Violation> check() = 0;
};

}  // namespace kontor::inventory
