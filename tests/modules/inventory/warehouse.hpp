// An inventory on a database of its own, and the shortest way to say what a test does.
#pragma once

#include "inventory/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace kontor::inventory::test {

using catalog::VariantId;
using platform::Uuid;

struct Warehouse {
    kontor::test::TestDatabase made{{"inventory"}};
    platform::Database database = made.database("inventory");
    platform::Database platform_database = made.database("platform");
    platform::EventLog events;
    kontor::test::ManualClock clock;
    std::unique_ptr<Inventory> inventory = make_inventory(database, events, clock);

    // A new variant with so many on hand.
    VariantId variant(std::int64_t on_hand, const std::string& sku = "") {
        const auto id = VariantId::make();
        inventory->introduce({{id, sku.empty() ? id.text() : sku, on_hand}});
        return id;
    }

    platform::Time soon() const { return clock.now() + std::chrono::minutes(10); }
    platform::Result<> reserve(const Uuid& holder, const std::vector<Quantity>& lines) {
        return inventory->reserve(holder, lines, soon());
    }
    std::int64_t available(const VariantId& id) { return inventory->available({id})[0].quantity; }
    Level level(const VariantId& id) { return inventory->stock(id.text()).value().levels[0]; }

    std::int64_t count(const std::string& sql) {
        auto all = made.superuser();
        return all.read([&](platform::Reader& reader) { return *reader.one<std::int64_t>(sql); });
    }
    void run(const std::string& sql) {
        auto all = made.superuser();
        all.transact([&](platform::Tx& tx) { tx.run(sql); });
    }
    std::int64_t announced(const VariantId& id) {
        return count(
            "select count(*) from platform.event where name = "
            "'inventory.stock_changed.v1' and key = '" +
            platform::to_string(id.uuid()) + "'");
    }
};

inline Warehouse& warehouse() {
    static Warehouse made;
    return made;
}

inline bool is_sound(Warehouse& house) {
    const auto violations = house.inventory->check();
    for (const auto& violation : violations)
        MESSAGE(violation.invariant << ": " << violation.subject << " " << violation.detail);
    return violations.empty();
}

}  // namespace kontor::inventory::test
