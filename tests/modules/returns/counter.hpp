#pragma once

#include "catalog/module.hpp"
#include "inventory/module.hpp"
#include "orders/module.hpp"
#include "payments/module.hpp"
#include "platform/events/dispatcher.hpp"
#include "returns/events.hpp"
#include "returns/module.hpp"
#include "shipping/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <functional>

namespace kontor::returns {

template <class T>
std::string refusal_of(const platform::Result<T>& result) {
    return result.has_error() ? result.error().code : "";
}

inline platform::Money euros(std::int64_t cents) {
    return {cents, *platform::Currency::parse("EUR")};
}

template <class Text>
Text words(const std::string& text) {
    return Text::accept(text).value();
}

inline Pieces pieces(std::int64_t quantity) {
    return Pieces::accept(quantity).value();
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

// A carrier that makes labels, and one that makes none.
class FakeLabels final : public shipping::ReturnLabels {
public:
    platform::Result<shipping::ReturnLabel> make(const shipping::ReturnParcel& parcel,
                                                 const shipping::ReturnLabelWish& wish) override {
        if (wish.carrier != "acme")
            return platform::Error{platform::ErrorKind::conflict, "shipping.no_labels",
                                   "This carrier makes no labels."};
        parcels.push_back(parcel);
        if (meanwhile) meanwhile();
        return shipping::ReturnLabel{"acme", "R42",
                                     "/v1/return-labels/" + platform::to_string(parcel.id)};
    }
    std::vector<shipping::ReturnParcel> parcels;
    std::function<void()> meanwhile;  // what happens while the carrier is asked
};

// The module above real ones, with orders of two lines: 3 mugs that cost 10.00 together, and a pot.
struct Counter {
    static test::TestDatabase& shared() {
        static test::TestDatabase made(
            {"inventory", "catalog", "payments", "shipping", "orders", "returns"});
        return made;
    }

    static orders::OrderItem item(std::int64_t quantity, std::int64_t total) {
        return {orders::OrderItemId::make(),
                catalog::VariantId::make(),
                "SKU-" + std::to_string(total),
                "Thing",
                quantity,
                euros(total / quantity),
                euros(total),
                euros(0),
                euros(total * 19 / 119),
                euros(total)};
    }
    orders::Order ordered(const auth::Shopper& owner = {{}, "guest"}) {
        orders::NewOrder order;
        order.id = orders::OrderId::make();
        order.cart = platform::new_uuid();
        order.checkout = platform::new_uuid();
        order.owner = owner;
        order.email = "ada@example.org";
        order.items = {item(3, 1000), item(1, 500)};
        const auto tax = order.items[0].tax + order.items[1].tax;
        order.totals = {euros(1500), euros(0), euros(490), tax, tax, euros(1990)};
        order.shipping_address = order.billing_address = somewhere();
        if (pickup) {
            order.terms.pickup = pickup;
            order.shipping_address.city = *decltype(order.shipping_address.city)::accept("Hamburg");
        }
        order.shipping_option = "Standard";
        const auto pending = orders->place_pending(order).value();
        REQUIRE(payments->pay({order.id, 1, euros(1990), "simulator", "sim_ok", tax.amount})
                    .value()
                    .status == payments::PaymentStatus::captured);
        return orders->place(pending, owner, orders::Funding(euros(1990))).value();
    }
    shipping::Shipment ship(const orders::Order& order,
                            std::optional<std::vector<shipping::ShippedItem>> items = {}) {
        shipping::Dispatch dispatch{
            {order.id, order.checkout, {}, order.shipping_address}, std::move(items), {}, {}};
        for (const auto& each : order.items)
            dispatch.consignment.items.push_back({each.id, each.variant_id, each.quantity});
        return shipping->ship(dispatch).value();
    }
    // Bought, paid, shipped and delivered now.
    orders::Order delivered(const auth::Shopper& owner = {{}, "guest"}) {
        const auto order = ordered(owner);
        REQUIRE(shipping->deliver(ship(order).id).has_value());
        return order;
    }

    static ItemToReturn back(const orders::Order& order, std::size_t line, std::int64_t quantity) {
        return {order.items[line].id, pieces(quantity),
                words<platform::Text<1, 500>>("does not fit")};
    }
    platform::Result<Return> ask(const orders::Order& order, const std::vector<ItemToReturn>& items,
                                 const auth::Shopper& owner = {{}, "guest"}) {
        return returns->request(order.id, owner, "customer", {items, {}, {}, {}});
    }
    static CountedItem counted(const Return& of, std::size_t line, std::int64_t quantity,
                               Condition condition = Condition::resaleable) {
        return {of.items[line].item_id, pieces(quantity), condition};
    }
    platform::Result<Return> receive(const Return& of, const std::vector<CountedItem>& items) {
        return returns->receive(of.id, "staff:ada", {items, {}});
    }
    // All the pieces of it, as they should be.
    platform::Result<Return> receive(const Return& of) {
        std::vector<CountedItem> items;
        for (std::size_t line = 0; line < of.items.size(); ++line)
            items.push_back(counted(of, line, of.items[line].quantity));
        return receive(of, items);
    }
    Return approved(const orders::Order& order, const std::vector<ItemToReturn>& items) {
        return returns->approve(ask(order, items).value().id, "staff:ada").value();
    }
    // Brought into that state from the start.
    Return in_state(Status status) {
        const auto order = delivered();
        const auto made = ask(order, {back(order, 0, 2)}).value();
        const auto approve = [&] { return returns->approve(made.id, "staff:ada").value(); };
        switch (status) {
            case Status::requested:
                return made;
            case Status::approved:
                return approve();
            case Status::partially_received:
                return receive(approve(), {counted(made, 0, 1)}).value();
            case Status::received:
                return receive(approve()).value();
            case Status::refunded:
                return returns->refund(receive(approve()).value().id, "staff:ada", {}).value();
            case Status::rejected:
                return returns->reject(made.id, "staff:ada", "worn").value();
            case Status::cancelled:
                return returns->cancel(made.id, "customer").value();
        }
        throw std::logic_error("no such state");
    }

    // What was announced of it, in order: the names.
    std::vector<std::string> facts_about(const platform::Uuid& key) {
        return shared().superuser().read([&](platform::Reader& reader) {
            return reader.all<std::string>(
                "select name from platform.event where key = $1 order by id", key);
        });
    }
    template <class Fact>
    Fact last() {
        return platform::json::read<Fact>(shared().superuser().read([](platform::Reader& reader) {
                   return reader
                       .one<std::string>(
                           "select payload::text from platform.event where name = $1"
                           " order by id desc limit 1",
                           Fact::name)
                       .value();
               }))
            .value();
    }

    std::optional<std::string> pickup{};  // by which goods are fetched at the shop, in Hamburg
    test::ManualClock clock;
    platform::EventLog events;
    platform::Database tables = shared().database("returns");
    platform::Database stock = shared().database("inventory");
    platform::Database goods = shared().database("catalog");
    platform::Database money = shared().database("payments");
    platform::Database parcels = shared().database("shipping");
    platform::Database books = shared().database("orders");
    payments::Config providers = [] {
        payments::Config config;
        config.simulator = true;
        return config;
    }();
    std::unique_ptr<inventory::Inventory> inventory =
        inventory::make_inventory(stock, events, clock);
    std::unique_ptr<inventory::Locations> locations =
        inventory::make_locations({stock, events, clock});
    std::unique_ptr<inventory::ReturnedGoods> goods_back = inventory::make_returned_goods(stock);
    std::unique_ptr<catalog::Catalog> catalog =
        catalog::make_catalog(goods, events, clock, *inventory);
    std::unique_ptr<payments::Payments> payments =
        payments::make_payments(money, events, clock, providers);
    shipping::Freight freight{parcels, clock, *locations, {}};
    std::unique_ptr<shipping::Shipping> shipping =
        shipping::make_shipping(parcels, events, clock, freight);
    FakeLabels labels;
    std::unique_ptr<orders::Orders> orders = orders::make_orders(books, events, clock);
    std::unique_ptr<orders::Refunds> refunds = orders::make_refunds(books, clock, *payments);
    std::unique_ptr<Returns> returns = make_returns(
        tables, events, clock,
        {*locations, *goods_back, *catalog, *payments, *shipping, labels, *orders, *refunds});
};

}  // namespace kontor::returns
