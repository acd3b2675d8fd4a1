// The use cases that change a product that exists.
#include "attribute_store.hpp"
#include "attributes.hpp"
#include "catalog/events.hpp"
#include "checks.hpp"
#include "intake.hpp"
#include "platform/audit/deed.hpp"
#include "refusals.hpp"
#include "service.hpp"
#include "slugs.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::catalog {

using namespace platform;

namespace {

Error changed_meanwhile(const Product& product) {
    return {ErrorKind::precondition_failed, "catalog.changed_meanwhile",
            "the product was changed at " + platform::to_rfc3339(product.updated_at) +
                ", after it had been read: read it again, then repeat the change"};
}

Error last_variant(const Variant& variant) {
    return {ErrorKind::conflict, "catalog.last_variant",
            "'" + variant.sku +
                "' is the product's only variant: give it another first, or remove the product"};
}

bool is_stale(const std::optional<platform::Time>& unchanged_since, const Product& product) {
    return unchanged_since && *unchanged_since != product.updated_at;
}

// What is given, or what it is when cleared, or nothing new.
template <class To, class T, class Convert = std::identity>
void apply(To& to, const Change<T>& change, To cleared = {}, Convert convert = {}) {
    if (change) to = change->value ? To(convert(*change->value)) : std::move(cleared);
}

void describe(Product& product, const ProductChange& change) {
    if (change.slug) product.slug = *change.slug;
    if (change.title) product.title = *change.title;
    if (change.status) product.status = *change.status;
    apply(product.description, change.description);
    apply(product.publish_at, change.publish_at);
    apply(product.unpublish_at, change.unpublish_at);
    apply(product.tax_class, change.tax_class, std::string("standard"));
    apply(product.attributes, change.attributes);
    apply(product.seo, change.seo);
    apply(product.translations, change.translations, {},
          translations_of<ProductTranslation, NewProductTranslation>);
}

Result<> apply(Tx& tx, platform::EventLog& events, const ProductChange& change,
               const Pictures& pictures, Product& product) {
    const auto former_slugs = slugs_of(product);
    describe(product, change);
    if (change.images) {
        auto images = images_of(change.images->value.value_or(std::vector<NewImage>{}), pictures);
        if (!images) return images.error();
        product.images = *std::move(images);
    }
    if (change.options) {
        auto options = arranged_options(*change.options, product.variants);
        if (!options) return options.error();
        product.options = *std::move(options);
    }
    if (auto checked = check_schedule(product); !checked) return checked;
    if (change.attributes)
        if (auto fits = check_values(store::attributes(tx), product.attributes); !fits) return fits;
    if (change.slug || change.translations)
        if (auto changed = change_slugs(tx, SlugKind::product, product.id.uuid(), former_slugs,
                                        slugs_of(product));
            !changed)
            return changed;
    if (change.categories) {
        auto categories = resolve_categories(
            tx, events, change.categories->value.value_or(std::vector<std::string>{}));
        if (!categories) return categories.error();
        product.categories = *std::move(categories);
        store::replace_categories(tx, {&product});
    }
    return {};
}

std::vector<NewImage> images_in(const ProductChange& change) {
    if (!change.images || !change.images->value) return {};
    return *change.images->value;
}

}  // namespace

void apply(const VariantChange& change, Variant& variant) {
    if (change.title) variant.title = *change.title;
    if (change.options) variant.options = *change.options;
    if (change.prices) variant.prices = *change.prices;
    apply(variant.compare_at, change.compare_at);
    apply(variant.weight_grams, change.weight_grams);
    apply(variant.barcode, change.barcode);
    apply(variant.dimensions, change.dimensions, {}, dimensions_of);
    std::ranges::sort(variant.prices, {}, &Money::currency);
    std::ranges::sort(variant.compare_at, {}, &Money::currency);
}

void touch(Product& product, platform::Time now) {
    product.updated_at = std::max(now, product.updated_at + std::chrono::milliseconds(1));
}

void announce_prices(Tx& tx, platform::EventLog& events, const ProductId& product,
                     const Variant& before, const Variant& after) {
    for (const auto& price : after.prices) {
        const auto old = std::ranges::find(before.prices, price.currency, &Money::currency);
        if (old != before.prices.end() && *old != price)
            events.publish(tx, PriceChanged{product, after.id, *old, price});
    }
}

Result<Product> Service::change(const ProductId& id, const ProductChange& change) {
    if (auto checked = check(change); !checked) return checked.error();
    const auto pictures = pictures_of(images_in(change));
    return again_when_taken([&] {
        return database_.transact([&](Tx& tx) -> Result<Product> {
            auto product = store::product_for_update(tx, id);
            if (!product) return no_such_product(id.text());
            if (is_stale(change.unchanged_since, *product)) return changed_meanwhile(*product);
            const auto before = *product;
            if (auto applied = apply(tx, events_, change, pictures, *product); !applied)
                return applied.error();
            if (*product == before) return *std::move(product);

            platform::audit::changed(before, *product);
            touch(*product, now());
            store::update(tx, {&*product});
            events_.publish(tx, ProductChanged{id});
            return *std::move(product);
        });
    });
}

Result<Product> Service::with_variant(
    const VariantId& id, const std::optional<platform::Time>& unchanged_since,
    const std::function<Result<bool>(Tx&, Product&, std::vector<Variant>::iterator)>& change) {
    return database_.transact([&](Tx& tx) -> Result<Product> {
        const auto owner = store::product_of(tx, id);
        if (!owner) return no_such_variant(id.text());
        auto product = store::product_for_update(tx, *owner);
        if (!product) return no_such_variant(id.text());
        const auto variant = std::ranges::find(product->variants, id, &Variant::id);
        if (variant == product->variants.end()) return no_such_variant(id.text());
        if (is_stale(unchanged_since, *product)) return changed_meanwhile(*product);

        const auto has_changed = change(tx, *product, variant);
        if (!has_changed) return has_changed.error();
        if (*has_changed) keep_variants(tx, *product);
        return *std::move(product);
    });
}

void Service::keep_variants(Tx& tx, Product& product) {
    product.options = arrange(options_of(product.variants), product.options);
    touch(product, now());
    store::update(tx, {&product});
    store::replace_variants(tx, {&product});
    events_.publish(tx, ProductChanged{product.id});
}

Result<Product> Service::change_variant(const VariantId& id, const VariantChange& change) {
    if (auto checked = check(change); !checked) return checked.error();
    return with_variant(id, change.unchanged_since,
                        [&](Tx& tx, Product& product, auto variant) -> Result<bool> {
                            const auto before = *variant;
                            apply(change, *variant);
                            if (*variant == before) return false;
                            if (auto checked = check_variants(product.variants); !checked)
                                return checked.error();
                            announce_prices(tx, events_, product.id, before, *variant);
                            platform::audit::changed(before, *variant);
                            return true;
                        });
}

Result<Product> Service::remove_variant(const VariantId& id,
                                        const std::optional<platform::Time>& unchanged_since) {
    return with_variant(
        id, unchanged_since, [&](Tx& tx, Product& product, auto variant) -> Result<bool> {
            if (product.variants.size() == 1) return last_variant(*variant);
            events_.publish(tx, VariantRemoved{product.id, variant->id, variant->sku});
            platform::audit::removed(*variant);
            product.variants.erase(variant);
            return true;
        });
}

Result<Product> Service::add_variant(const ProductId& id, const NewVariant& request) {
    if (auto checked = check(request); !checked) return checked.error();
    const auto stock = request.stock ? request.stock->value() : 0;
    auto added = again_when_taken([&] {
        return database_.transact([&](Tx& tx) -> Result<Product> {
            auto product = store::product_for_update(tx, id);
            if (!product) return no_such_product(id.text());
            if (!store::taken_skus(tx, {request.sku}).empty())
                return sku_taken(request.sku, "/sku");
            const auto& variant =
                product->variants.emplace_back(variant_of(request, product->title));
            if (auto checked = check_variants(product->variants); !checked) return checked.error();
            events_.publish(tx, VariantAdded{id, variant.id, variant.sku, stock});
            keep_variants(tx, *product);
            return *std::move(product);
        });
    });
    if (added) inventory_.introduce({{added->variants.back().id, request.sku, stock}});
    return added;
}

Result<> Service::remove(const ProductId& id,
                         const std::optional<platform::Time>& unchanged_since) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto product = store::product_for_update(tx, id);
        if (!product) return no_such_product(id.text());
        if (is_stale(unchanged_since, *product)) return changed_meanwhile(*product);
        store::remove(tx, id);
        store::forget_slugs(tx, id.uuid());
        events_.publish(tx, ProductDeleted{id});
        platform::audit::removed(*product);
        return {};
    });
}

std::size_t Service::keep_schedule() {
    return database_.transact([&](Tx& tx) {
        auto changed = store::publish_due(tx, now());
        std::ranges::move(store::withdraw_due(tx, now()), std::back_inserter(changed));
        for (const auto& id : changed) events_.publish(tx, ProductChanged{id});
        return changed.size();
    });
}

}  // namespace kontor::catalog
