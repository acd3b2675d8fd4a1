#pragma once

#include "drafting.hpp"
#include "invoices/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <map>

namespace kontor::invoices {

inline platform::Money euros(std::int64_t cents) {
    return {cents, *platform::Currency::parse("EUR")};
}

// Orders as far as invoices need them.
class FakeOrders final : public orders::Snapshots {
public:
    std::vector<orders::Order> orders_of(const std::vector<orders::OrderId>& ids) override {
        std::vector<orders::Order> found;
        for (const auto& id : ids)
            if (orders.contains(id)) found.push_back(orders.at(id));
        return found;
    }
    std::map<orders::OrderId, orders::Order> orders;
};

// Refunds that were decided, and nothing else of them.
class FakeRefunds final : public orders::Refunds {
public:
    platform::Result<orders::OrderRefund> refund(const orders::OrderId&,
                                                 const orders::RefundWish&) override {
        throw std::logic_error("invoices refund nothing");
    }
    platform::Result<orders::OrderRefund> promise_refund(const orders::OrderId&,
                                                         const orders::RefundWish&) override {
        throw std::logic_error("invoices refund nothing");
    }
    platform::Result<platform::Money> quote_refund(const orders::OrderId&,
                                                   const orders::RefundWish&) override {
        throw std::logic_error("invoices refund nothing");
    }
    std::vector<orders::OrderRefund> refunds_of(const orders::OrderId& order,
                                                std::optional<platform::Time>) override {
        return refunds[order];
    }
    std::vector<orders::OrderRefund> standing_refunds_of(const orders::OrderId& order) override {
        return refunds[order];
    }
    std::map<orders::OrderId, std::vector<orders::OrderRefund>> refunds;
};

inline pricing::Tax vat(std::int64_t ppm, std::int64_t base, std::int64_t cents) {
    return {pricing::TaxRateId::make(), "VAT", ppm, euros(base), euros(cents), true};
}

// Two mugs at 19 % and a book at 7 %, sent for 4.90: 24.90 in all.
inline orders::Order some_order() {
    orders::Order order;
    order.id = orders::OrderId::make();
    order.number = "100042";
    order.status = orders::Status::placed;
    order.email = "ada@example.org";
    order.items.push_back({orders::OrderItemId::make(),
                           catalog::VariantId::make(),
                           "MUG-1",
                           "Mug <blue> & large",
                           2,
                           euros(600),
                           euros(1200),
                           euros(200),
                           euros(160),
                           euros(1000),
                           {},
                           {},
                           {vat(190'000, 840, 160)}});
    order.items.push_back({orders::OrderItemId::make(),
                           catalog::VariantId::make(),
                           "BOOK-7",
                           "A book",
                           1,
                           euros(1000),
                           euros(1000),
                           euros(0),
                           euros(65),
                           euros(1000),
                           {},
                           {},
                           {vat(70'000, 935, 65)}});
    order.terms.freight = {euros(490), euros(0), euros(78),
                           euros(490), {},       {vat(190'000, 412, 78)}};
    order.terms.taxes = {vat(190'000, 1252, 238), vat(70'000, 935, 65)};
    order.totals = {euros(2200), euros(200), euros(490), euros(303), euros(303), euros(2490)};
    auto& address = order.billing_address;
    address.name = *decltype(address.name)::accept("Ada Buyer");
    address.line1 = *decltype(address.line1)::accept("1 Test Street");
    address.city = *decltype(address.city)::accept("Berlin");
    address.postal_code = *decltype(address.postal_code)::accept("10115");
    address.country = *platform::CountryCode::accept("DE");
    order.shipping_address = address;
    order.shipping_option = "Standard";
    order.created_at = *platform::parse_rfc3339("2026-01-30T09:00:00Z");
    return order;
}

inline Config some_config() {
    Config config;
    config.seller = "Kontor Demo GmbH";
    config.seller_address = {"Speicherstadt 1", "20457 Hamburg", "DE"};
    config.seller_vat_id = "DE123456789";
    return config;
}

struct Archive {
    test::TestDatabase tables{{"invoices"}};
    platform::Database database = tables.database("invoices");
    platform::Database own = tables.database("platform");
    platform::EventLog events;
    test::ManualClock clock;
    FakeOrders known;
    FakeRefunds decided;
    Config config = some_config();
    std::unique_ptr<Invoices> invoices = make_invoices(database, clock, {known, decided}, config);
    platform::Dispatcher dispatcher{events, own, clock};

    Archive() { subscribe(dispatcher, database, clock, {known, decided}, config); }

    orders::Order add(orders::Order order = some_order()) {
        known.orders.insert_or_assign(order.id, order);
        return order;
    }

    template <platform::Fact Fact>
    void hear(const Fact& fact) {
        database.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
        dispatcher.drain();
    }
};

}  // namespace kontor::invoices
