#pragma once

#include "fixture.hpp"
#include "inventory/module.hpp"
#include "payments/module.hpp"
#include "platform/json/json.hpp"
#include "shipping/freight.hpp"
#include "shipping/module.hpp"

#include <doctest/doctest.h>

namespace kontor::orders {

// Orders as they are seen over HTTP, with the payments and shipments of the real modules.
struct ShopCounter {
    test::TestDatabase tables{{"orders", "inventory", "payments", "shipping"}};
    platform::Database database = tables.database("orders");
    platform::Database money = tables.database("payments");
    platform::Database stock = tables.database("inventory");
    platform::Database parcels = tables.database("shipping");
    platform::Database own = tables.database("platform");
    platform::EventLog events;
    test::ManualClock clock;
    std::unique_ptr<Orders> orders = make_orders(database, events, clock);
    std::unique_ptr<payments::Payments> payments =
        payments::make_payments(money, events, clock, with_simulator());
    std::unique_ptr<inventory::Locations> locations =
        inventory::make_locations({stock, events, clock});
    shipping::Freight freight{parcels, clock, *locations, {}};
    std::unique_ptr<shipping::Shipping> shipping =
        shipping::make_shipping(parcels, events, clock, freight);
    platform::Dispatcher dispatcher{events, own, clock};
    platform::http::Caller caller{platform::http::Caller::Kind::staff,
                                  platform::new_uuid(),
                                  {},
                                  {"orders.read", "orders.write"}};
    platform::http::Router router{
        {.version = "test",
         .authenticate = [this](const platform::http::Request&)
             -> platform::Result<platform::http::Caller> { return caller; },
         .clock = &clock}};

    ShopCounter() {
        subscribe(dispatcher, database, events, clock, *payments);
        payments::subscribe(dispatcher, money, events, clock, nullptr);
        shipping::subscribe(dispatcher, parcels, events, clock);
        add_routes(router, {database, events, clock, *orders, *payments, *shipping}, "secret");
    }

    static payments::Config with_simulator() {
        payments::Config config;
        config.simulator = true;
        return config;
    }

    // Facts heard, refunds sent, and a moment passed.
    void settle() {
        for (int turn = 0; turn < 3; ++turn) {
            dispatcher.drain();
            payments->work_off();
        }
        clock.advance(std::chrono::milliseconds(250));
    }

    OrderId place(const NewOrder& wanted) {
        const auto pending = orders->place_pending(wanted);
        REQUIRE(pending.has_value());
        const auto paid = payments->pay({wanted.id, 1, wanted.totals.total, "simulator", "sim_ok"});
        REQUIRE(paid.has_value());
        REQUIRE(orders->place(*pending, wanted.owner, paid->captured).has_value());
        settle();
        return wanted.id;
    }

    platform::http::Response ask(platform::http::Method method, const std::string& path,
                                 const std::string& body = "") {
        platform::http::Request request{method, path, {}, body};
        if (!body.empty()) request.headers = {{"Content-Type", "application/json"}};
        return router.handle(request);
    }
    std::string path(const OrderId& id) const { return "/v1/admin/orders/" + id.text(); }
    platform::http::Response show(const OrderId& id) {
        return ask(platform::http::Method::get, path(id));
    }
    platform::http::Response show(const OrderId& id, platform::Time at) {
        return ask(platform::http::Method::get, path(id) + "?at=" + platform::to_rfc3339(at));
    }
};

}  // namespace kontor::orders
