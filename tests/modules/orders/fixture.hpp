#pragma once

#include "orders/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

namespace kontor::orders {

inline platform::Money euros(std::int64_t cents) {
    return {cents, *platform::Currency::parse("EUR")};
}

inline shipping::Address somewhere() {
    shipping::Address address;
    address.name = *decltype(address.name)::accept("Ada Buyer");
    address.line1 = *decltype(address.line1)::accept("1 Test Street");
    address.city = *decltype(address.city)::accept("Berlin");
    address.postal_code = *decltype(address.postal_code)::accept("10115");
    address.country = *platform::CountryCode::accept("DE");
    return address;
}

inline NewOrder some_order() {
    NewOrder order;
    order.id = OrderId::make();
    order.cart = platform::new_uuid();
    order.checkout = platform::new_uuid();
    order.owner.guest_token_hash = "guest";
    order.email = "ada@example.org";
    const auto item = [](std::int64_t quantity, std::int64_t price) {
        return OrderItem{OrderItemId::make(),
                         catalog::VariantId::make(),
                         "SKU",
                         "Thing",
                         quantity,
                         euros(price),
                         euros(quantity * price),
                         euros(0),
                         euros(0),
                         euros(quantity * price)};
    };
    order.items = {item(2, 1000), item(1, 500)};
    order.totals = {euros(2500), euros(0), euros(490), euros(0), euros(0), euros(2990)};
    order.shipping_address = somewhere();
    order.billing_address = somewhere();
    order.shipping_option = "Standard";
    return order;
}

// The module on a database of its own.
struct Fixture {
    test::TestDatabase tables{{"orders", "payments"}};
    platform::Database database = tables.database("orders");
    platform::Database own = tables.database("platform");
    platform::EventLog events;
    test::ManualClock clock;
    std::unique_ptr<Orders> orders = make_orders(database, events, clock);

    std::vector<std::string> announced() {
        return tables.superuser().read([](platform::Reader& reader) {
            return reader.all<std::string>("select name from platform.event order by id");
        });
    }
};

}  // namespace kontor::orders
