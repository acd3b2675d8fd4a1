// Pricing with a catalogue, on one database that every test finds empty of rules.
#pragma once

#include "catalog/events.hpp"
#include "catalog/module.hpp"
#include "inventory/module.hpp"
#include "orders/events.hpp"
#include "orders/order_claimed.hpp"
#include "platform/json/json.hpp"
#include "pricing/events.hpp"
#include "pricing/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include "campaigns.hpp"
#include "price_lists.hpp"
#include "tax_zones.hpp"

#include <doctest/doctest.h>

#include <map>

namespace kontor::pricing::test {

inline const platform::Currency eur = *platform::Currency::parse("EUR");
inline const platform::Currency usd = *platform::Currency::parse("USD");

inline platform::Money euros(std::int64_t cents) {
    return {cents, eur};
}

inline platform::Time time(const std::string& text) {
    return platform::parse_rfc3339(text).value();
}

inline std::string code_of(const auto& result) {
    return result.has_error() ? result.error().code : "";
}

// doctest prints no Result.
inline bool done(const auto& result) {
    return result.has_value();
}

// "pointer code" of each problem.
inline std::vector<std::string> problems_of(const auto& result) {
    std::vector<std::string> problems;
    if (!result.has_error()) return problems;
    const auto error = result.error();
    for (const auto& problem : error.problems)
        problems.push_back(problem.pointer + " " + problem.code);
    return problems;
}

// Knows groups and who is in them.
class Clientele final : public customers::Customers {
public:
    customers::GroupId found(const std::string& name) {
        return create_group(*platform::Text<1, 100>::accept(name)).value().id;
    }

    platform::Result<customers::Group> create_group(const platform::Text<1, 100>& name) override {
        groups_.push_back({customers::GroupId::make(), name, 0});
        return groups_.back();
    }
    platform::Result<customers::Group> rename_group(const customers::GroupId&,
                                                    const platform::Text<1, 100>&) override {
        throw std::logic_error("not asked for");
    }
    platform::Result<> remove_group(const customers::GroupId&) override { return {}; }
    std::vector<customers::Group> groups(const customers::GroupFilter&) override { return groups_; }
    platform::Result<> join(const customers::GroupId& group, const auth::UserId& user) override {
        members_[user].push_back(group);
        return {};
    }
    platform::Result<> leave(const customers::GroupId&, const auth::UserId&) override { return {}; }
    platform::Result<std::vector<customers::Member>> members(
        const customers::GroupId&, const customers::MemberFilter&) override {
        return std::vector<customers::Member>{};
    }
    std::vector<customers::GroupId> groups_of(const auth::UserId& user) override {
        return members_[user];
    }
    void forget_groups(const std::optional<auth::UserId>&) override {}

private:
    std::vector<customers::Group> groups_;
    std::map<auth::UserId, std::vector<customers::GroupId>> members_;
};

struct Sold {
    catalog::ProductId product;
    catalog::VariantId variant;
    std::string sku;
    std::int64_t price = 0;

    AskedPrice asked(std::int64_t quantity = 1) const { return {variant, quantity, euros(price)}; }
};

inline kontor::test::TestDatabase& database() {
    static kontor::test::TestDatabase made({"inventory", "catalog", "pricing"});
    return made;
}

inline Config usual_config() {
    return {Currencies({eur, usd}), "VAT", 190'000, true, TaxRounding::line, "standard", true};
}

class Office {
public:
    explicit Office(Config with = usual_config()) : config(std::move(with)) {
        subscribe(dispatcher, own, config.coupons_return);
        dispatcher.drain();
        made.superuser().transact([](platform::Tx& tx) {
            tx.run(
                "truncate pricing.price_list, pricing.price_history, pricing.promotion,"
                " pricing.redemption, pricing.buyer, pricing.tax_zone cascade");
        });
        events.on_committed([this](auto facts) {
            for (const auto& fact : facts) refresh(fact, *pricing);
        });
    }

    Sold sell(std::int64_t price) {
        static int number = 0;
        const auto sku = "SKU-" + std::to_string(++number);
        const auto product =
            catalog
                ->create(platform::json::read<catalog::NewProduct>(
                             R"({"title":"Thing )" + sku + R"(","variants":[{"sku":")" + sku +
                             R"(","prices":[{"amount":)" + std::to_string(price) +
                             R"(,"currency":"EUR"}]}]})")
                             .value())
                .value();
        return {product.id, product.variants.front().id, sku, price};
    }
    void reprice(Sold& sold, std::int64_t price) {
        catalog::VariantChange change;
        change.prices = std::vector{euros(price)};
        catalog->change_variant(sold.variant, change).value();
        sold.price = price;
    }

    PriceList list(const std::string& json = "{}") {
        return lists().create(read_named<PriceListBody>(json)).value();
    }
    void put(const PriceList& list, const Sold& sold, std::int64_t amount,
             std::int64_t min_quantity = 1) {
        EntryBody entry{{}, sold.variant, {}, euros(amount)};
        entry.min_quantity = platform::Whole<1, largest_quantity>::accept(min_quantity);
        lists().put(list.id, {entry}).value();
    }
    PriceList replace(const PriceList& list, const std::string& json) {
        return lists()
            .replace(list.id, read_named<PriceListBody>(json),
                     [](const auto&) { return platform::Result<>{}; })
            .value();
    }

    Campaign promotion(const std::string& json) {
        return campaigns().create(read_named<CampaignBody>(json)).value();
    }
    Campaign replace(const Campaign& campaign, const std::string& json) {
        return campaigns()
            .replace(campaign.id, read_named<CampaignBody>(json),
                     [](const auto&) { return platform::Result<>{}; })
            .value();
    }
    void coupon(const Campaign& campaign, const std::string& code,
                const std::string& limit = "null") {
        campaigns()
            .add_coupons(campaign.id, platform::json::read<CouponsBody>(
                                          R"({"code":")" + code + R"(","limit":)" + limit + "}")
                                          .value())
            .value();
    }
    TaxZone zone(const std::string& json) {
        return zones().create(read_named<TaxZoneBody>(json)).value();
    }

    // A body with a name, where it has none.
    template <class Body>
    static Body read_named(const std::string& json) {
        auto tree = boost::json::object();
        const auto given = platform::json::read<boost::json::object>(json).value();
        tree["name"] = "Some";
        for (const auto& [key, value] : given) tree[key] = value;
        return platform::json::from_value<Body>(tree).value();
    }

    // Of one piece, to a stranger.
    std::int64_t price(const Sold& sold, std::int64_t quantity = 1, const Customer& customer = {}) {
        return pricing->unit_prices({sold.asked(quantity)}, eur, customer)
            .front()
            .value()
            .price.amount;
    }
    ShownPrice shown(const Sold& sold) { return pricing->shown({sold.asked()}, eur).front(); }
    QuoteRequest basket(const std::vector<Sold>& goods) {
        QuoteRequest request;
        request.currency = eur;
        for (const auto& sold : goods)
            request.lines.push_back({platform::new_uuid(),
                                     sold.product,
                                     {},
                                     "standard",
                                     1,
                                     euros(sold.price),
                                     std::nullopt});
        return request;
    }

    template <class Fact>
    void announce(const Fact& fact) {
        own.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
    }
    std::size_t repriced(const Sold& sold) {
        return made.superuser().read([&](platform::Reader& reader) {
            return static_cast<std::size_t>(*reader.one<std::int64_t>(
                "select count(*) from platform.event where name = $1 and key = $2",
                ProductRepriced::name, sold.product));
        });
    }
    std::uint64_t round_trips() const { return made.pool().statistics().round_trips; }

    // Another process, which nobody tells of anything.
    struct Elsewhere {
        explicit Elsewhere(Office& office)
            : pricing(make_pricing(office.own, office.clock, office.clientele, office.config)) {}
        std::unique_ptr<Pricing> pricing;
    };

    Backing backing() { return {own, events, clock, *catalog, *batches, clientele}; }
    PriceLists lists() { return {backing(), config.currencies}; }
    Campaigns campaigns() { return {backing(), config.currencies}; }
    TaxZones zones() { return TaxZones(backing()); }

    kontor::test::TestDatabase& made = database();
    Config config;
    platform::Database own = made.database("pricing");
    platform::Database inventory_database = made.database("inventory");
    platform::Database catalog_database = made.database("catalog");
    platform::Database platform_database = made.database("platform");
    platform::EventLog events;
    kontor::test::ManualClock clock;
    Clientele clientele;
    std::unique_ptr<inventory::Inventory> inventory =
        inventory::make_inventory(inventory_database, events, clock);
    std::unique_ptr<catalog::Catalog> catalog =
        catalog::make_catalog(catalog_database, events, clock, *inventory);
    std::unique_ptr<catalog::Batches> batches =
        catalog::make_batches(catalog_database, events, clock);
    std::unique_ptr<Pricing> pricing = make_pricing(own, clock, clientele, config);
    platform::Dispatcher dispatcher{events, platform_database, clock};
};

}  // namespace kontor::pricing::test
