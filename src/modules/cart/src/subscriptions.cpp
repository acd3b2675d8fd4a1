#include "cart/module.hpp"
#include "catalog/events.hpp"
#include "store.hpp"

#include <algorithm>
#include <map>

namespace kontor::cart {

using platform::Delivery;
using platform::Tx;

namespace {

// Whether it is published is nowhere in the fact.
void follow_products(Tx& tx, catalog::Catalog& catalog, std::span<const Delivery> deliveries) {
    std::vector<catalog::ProductId> changed;
    for (const auto& delivery : deliveries)
        changed.push_back(delivery.read<catalog::ProductChanged>().product);
    std::map<std::string, std::vector<catalog::VariantId>> by_currency;
    for (const auto& wanted : store::wanted_of(tx, changed))
        by_currency[std::string(wanted.currency.code())].push_back(wanted.variant);
    for (const auto& [code, variants] : by_currency) {
        const auto currency = *platform::Currency::parse(code);
        std::vector<catalog::VariantId> sold;
        for (const auto& variant : catalog.sellable(variants, currency))
            if (variant.published) sold.push_back(variant.id);
        store::note_offers(tx, variants, sold, currency);
    }
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               catalog::Catalog& catalog) {
    platform::Subscription offers("cart.offers", database);
    offers.on<catalog::PriceChanged>(
        [](Tx& tx, const catalog::PriceChanged& fact, const Delivery&) {
            store::note_price(tx, fact.variant, fact.after);
        });
    offers.on<catalog::ProductDeleted>(
        [](Tx& tx, const catalog::ProductDeleted& fact, const Delivery&) {
            store::note_withdrawal(tx, fact.product);
        });
    offers.on<catalog::VariantRemoved>(
        [](Tx& tx, const catalog::VariantRemoved& fact, const Delivery&) {
            store::note_withdrawal(tx, fact.variant);
        });
    offers.on_batch<catalog::ProductChanged>(
        [&catalog](Tx& tx, std::span<const Delivery> deliveries) {
            follow_products(tx, catalog, deliveries);
        });
    dispatcher.add(std::move(offers));
}

}  // namespace kontor::cart
