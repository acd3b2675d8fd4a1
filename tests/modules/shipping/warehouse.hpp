#pragma once

#include "inventory/module.hpp"
#include "orders/events.hpp"
#include "platform/storage/storage.hpp"
#include "shipping/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <stdlib.h>

#include <filesystem>
#include <map>

namespace kontor::shipping {

inline platform::Currency euro() {
    return *platform::Currency::parse("EUR");
}

inline Address somewhere() {
    Address address;
    address.name = *decltype(address.name)::accept("Ada Buyer");
    address.line1 = *decltype(address.line1)::accept("1 Test Street");
    address.city = *decltype(address.city)::accept("Berlin");
    address.postal_code = *decltype(address.postal_code)::accept("10115");
    address.country = *platform::CountryCode::accept("DE");
    return address;
}

// Two of one thing and three of another.
inline Consignment some_consignment() {
    return {orders::OrderId::make(),
            platform::new_uuid(),
            {{orders::OrderItemId::make(), catalog::VariantId::make(), 2},
             {orders::OrderItemId::make(), catalog::VariantId::make(), 3}},
            somewhere()};
}

inline std::int64_t pieces(const Shipment& shipment) {
    std::int64_t sum = 0;
    for (const auto& item : shipment.items) sum += item.quantity;
    return sum;
}

template <class T>
std::string refusal_of(const platform::Result<T>& result) {
    return result.has_error() ? result.error().code : "";
}

// Removed with what is in it.
struct Folder {
    Folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "labels-XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    std::filesystem::path path;
};

// Clears what the warehouse has heard to be ordered, unless told otherwise.
class FakeClearance final : public Clearance {
public:
    platform::Result<Cleared> clear(const orders::OrderId& order) override {
        const auto found = ordered.find(order);
        if (found == ordered.end())
            return platform::Error{platform::ErrorKind::not_found, "orders.no_such_order", ""};
        return Cleared{found->second, refusal};
    }

    std::map<orders::OrderId, Consignment> ordered;
    std::optional<platform::Error> refusal;
};

class Warehouse {
public:
    static test::TestDatabase& shared() {
        static test::TestDatabase made({"shipping", "inventory"});
        return made;
    }
    explicit Warehouse(const Config& freight_config = {}) : config(freight_config) {}

    std::vector<Shipment> shipments_of(const Consignment& consignment) {
        return shipping->shipments_of({consignment.order});
    }
    std::int64_t pieces_in(const Consignment& consignment, ShipmentStatus status) {
        std::int64_t sum = 0;
        for (const auto& shipment : shipments_of(consignment))
            if (shipment.status == status) sum += pieces(shipment);
        return sum;
    }
    std::vector<std::string> facts_about(const ShipmentId& shipment) {
        return made.superuser().read([&](platform::Reader& reader) {
            return reader.all<std::string>(
                "select name from platform.event where key = $1 order by id", shipment);
        });
    }

    template <class Fact>
    void announce(const Fact& fact) {
        database.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
    }
    void announce_paid(const Consignment& consignment) {
        clearance.ordered[consignment.order] = consignment;
        orders::OrderPaid fact{consignment.order, consignment.checkout, {}, consignment.address};
        for (const auto& [item, variant, quantity] : consignment.items)
            fact.items.push_back({item, variant, quantity});
        announce(fact);
    }
    void announce_released(const Consignment& consignment) {
        clearance.ordered[consignment.order] = consignment;
        orders::OrderReleased fact{
            consignment.order, consignment.checkout, {}, consignment.address};
        for (const auto& [item, variant, quantity] : consignment.items)
            fact.items.push_back({item, variant, quantity});
        announce(fact);
    }
    // That all of the consignment, as it is now, is ordered.
    void announce_edited(const Consignment& consignment) {
        clearance.ordered[consignment.order] = consignment;
        orders::OrderEdited fact{};
        fact.order = consignment.order;
        fact.checkout = consignment.checkout;
        fact.address = consignment.address;
        for (const auto& [item, variant, quantity] : consignment.items)
            fact.ordered.push_back({item, variant, quantity});
        announce(fact);
    }
    void announce_cancelled(const Consignment& consignment) {
        announce(orders::OrderCancelled{consignment.order, consignment.checkout, "changed", true});
    }

    test::TestDatabase& made = shared();
    test::ManualClock clock;
    platform::EventLog events;
    platform::Database database = made.database("shipping");
    platform::Database own = made.database("platform");
    platform::Database stock = made.database("inventory");
    std::unique_ptr<inventory::Locations> locations =
        inventory::make_locations({stock, events, clock});
    Config config;
    Freight freight{database, clock, *locations, config};
    Folder folder;
    std::unique_ptr<platform::Storage> labels = platform::folder_storage(folder.path);
    FakeClearance clearance;
    Backing backing{database, events, clock, freight, *labels, clearance};
    std::unique_ptr<Shipping> shipping = make_shipping(database, events, clock, freight);
};

}  // namespace kontor::shipping
