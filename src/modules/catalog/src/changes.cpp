// The use cases that change a product that exists.
#include "catalog/events.hpp"
#include "checks.hpp"
#include "intake.hpp"
#include "service.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::catalog {

using platform::Error;
using platform::ErrorKind;
using platform::Money;
using platform::Result;
using platform::Tx;

namespace {

Error no_such_product(const ProductId& id) {
    return {ErrorKind::not_found, "catalog.no_such_product", "there is no product " + id.text()};
}

Error no_such_variant(const VariantId& id) {
    return {ErrorKind::not_found, "catalog.no_such_variant", "there is no variant " + id.text()};
}

Error changed_meanwhile(const Product& product) {
    return {ErrorKind::precondition_failed, "catalog.changed_meanwhile",
            "the product was changed at " + platform::to_rfc3339(product.updated_at) +
                ", after it had been read: read it again, then repeat the change"};
}

bool is_stale(const std::optional<platform::Time>& unchanged_since, const Product& product) {
    return unchanged_since && *unchanged_since != product.updated_at;
}

// Later than before, whatever the clock says, so that no two states have the same time.
void touch(Product& product, platform::Time now) {
    product.updated_at = std::max(now, product.updated_at + std::chrono::milliseconds(1));
}

Result<> apply(Tx& tx, const ProductChange& change, Product& product) {
    if (change.slug && change.slug->value() != product.slug) {
        if (!store::taken_slugs(tx, {*change.slug}).empty()) return slug_taken(*change.slug);
        product.slug = *change.slug;
    }
    if (change.title) product.title = *change.title;
    if (change.description) product.description = *change.description;
    if (change.status) product.status = *change.status;
    if (change.attributes) product.attributes = *change.attributes;
    if (change.images) product.images = images_of(*change.images);
    if (change.seo) product.seo = *change.seo;
    if (change.categories) {
        auto categories = resolve_categories(tx, *change.categories);
        if (!categories) return categories.error();
        product.categories = *std::move(categories);
        store::replace_categories(tx, product);
    }
    return {};
}

void apply(const VariantChange& change, Variant& variant) {
    if (change.title) variant.title = *change.title;
    if (change.weight_grams) variant.weight_grams = change.weight_grams->value();
    if (change.prices) variant.prices = *change.prices;
    if (change.compare_at) variant.compare_at = *change.compare_at;
    std::ranges::sort(variant.prices, {}, &Money::currency);
    std::ranges::sort(variant.compare_at, {}, &Money::currency);
}

void announce_prices(Tx& tx, platform::EventLog& events, const ProductId& product,
                     const Variant& before, const Variant& after) {
    for (const auto& price : after.prices) {
        const auto old = std::ranges::find(before.prices, price.currency, &Money::currency);
        if (old != before.prices.end() && *old != price)
            events.publish(tx, PriceChanged{product, after.id, *old, price});
    }
}

}  // namespace

Result<Product> Service::change(const ProductId& id, const ProductChange& change) {
    if (auto checked = check(change); !checked) return checked.error();
    try {
        return database_.transact([&](Tx& tx) -> Result<Product> {
            auto product = store::product_for_update(tx, id);
            if (!product) return no_such_product(id);
            if (is_stale(change.unchanged_since, *product)) return changed_meanwhile(*product);
            const auto before = *product;
            if (auto applied = apply(tx, change, *product); !applied) return applied.error();
            if (*product == before) return *std::move(product);

            touch(*product, now());
            store::update(tx, *product);
            events_.publish(tx, ProductChanged{id});
            return *std::move(product);
        });
    } catch (const platform::StatementError& error) {
        if (error.unique_violation() && change.slug) return slug_taken(*change.slug);
        throw;
    }
}

Result<Product> Service::change_variant(const VariantId& id, const VariantChange& change) {
    if (auto checked = check(change); !checked) return checked.error();
    return database_.transact([&](Tx& tx) -> Result<Product> {
        const auto owner = store::product_of(tx, id);
        if (!owner) return no_such_variant(id);
        auto product = store::product_for_update(tx, *owner);
        if (!product) return no_such_variant(id);
        const auto variant = std::ranges::find(product->variants, id, &Variant::id);
        if (variant == product->variants.end()) return no_such_variant(id);
        if (is_stale(change.unchanged_since, *product)) return changed_meanwhile(*product);

        const auto before = *variant;
        apply(change, *variant);
        if (*variant == before) return *std::move(product);
        store::update_variant(tx, *variant);
        touch(*product, now());
        store::update(tx, *product);
        announce_prices(tx, events_, *owner, before, *variant);
        events_.publish(tx, ProductChanged{*owner});
        return *std::move(product);
    });
}

Result<> Service::remove(const ProductId& id,
                         const std::optional<platform::Time>& unchanged_since) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto product = store::product_for_update(tx, id);
        if (!product) return no_such_product(id);
        if (is_stale(unchanged_since, *product)) return changed_meanwhile(*product);
        store::remove(tx, id);
        events_.publish(tx, ProductDeleted{id});
        return {};
    });
}

}  // namespace kontor::catalog
