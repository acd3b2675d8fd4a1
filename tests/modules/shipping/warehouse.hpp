#pragma once

#include "orders/events.hpp"
#include "shipping/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

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

class Warehouse {
public:
    static test::TestDatabase& shared() {
        static test::TestDatabase made({"shipping"});
        return made;
    }

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
        orders::OrderPaid fact{consignment.order, consignment.checkout, {}, consignment.address};
        for (const auto& [item, variant, quantity] : consignment.items)
            fact.items.push_back({item, variant, quantity});
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
    std::unique_ptr<Shipping> shipping = make_shipping(database, events, clock);
};

}  // namespace kontor::shipping
