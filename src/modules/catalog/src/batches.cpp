#include "batches.hpp"

#include "catalog/events.hpp"
#include "checks.hpp"
#include "intake.hpp"
#include "store.hpp"

#include <algorithm>
#include <unordered_map>

namespace kontor::catalog {

using namespace platform;

namespace {

Error no_such_sku(const std::string& sku) {
    return {ErrorKind::not_found,
            "catalog.no_such_sku",
            "there is no variant with the SKU '" + sku + "'",
            {{"/sku", "not_one_of", "the SKU of a variant"}}};
}

// Products that a transaction has locked, as they were and as they are to be.
class Shelf {
public:
    Shelf(Tx& tx, const std::vector<std::string>& skus)
        : before_(store::products_for_update(tx, {}, skus)), after_(before_) {
        for (auto& product : after_)
            for (auto& variant : product.variants) places_[variant.sku] = {&product, &variant};
    }

    const Variant* find(const std::string& sku) const {
        const auto place = places_.find(sku);
        return place == places_.end() ? nullptr : place->second.variant;
    }

    // Whether that is another variant than before; a refused one stays as it was.
    Result<bool> change(const std::string& sku, const VariantChange& change) {
        if (auto checked = check(change); !checked) return checked.error();
        auto& [product, variant] = places_.at(sku);
        const auto before = *variant;
        apply(change, *variant);
        if (*variant == before) return false;
        if (auto checked = check_variants(product->variants); !checked) {
            *variant = before;
            return checked.error();
        }
        return true;
    }

    void keep(Tx& tx, platform::EventLog& events, platform::Time now) {
        std::vector<const Product*> changed;
        for (std::size_t index = 0; index < after_.size(); ++index) {
            auto& product = after_[index];
            const auto& before = before_[index];
            if (product.variants == before.variants) continue;
            product.options = arrange(options_of(product.variants), product.options);
            touch(product, now);
            for (std::size_t place = 0; place < product.variants.size(); ++place)
                announce_prices(tx, events, product.id, before.variants[place],
                                product.variants[place]);
            events.publish(tx, ProductChanged{product.id});
            changed.push_back(&product);
        }
        store::update(tx, changed);
        store::replace_variants(tx, changed);
    }

private:
    struct Place {
        Product* product = nullptr;
        Variant* variant = nullptr;
    };

    std::vector<Product> before_, after_;
    std::unordered_map<std::string, Place> places_;
};

void put(std::vector<Money>& prices, const Money& price) {
    const auto found = std::ranges::find(prices, price.currency, &Money::currency);
    if (found == prices.end())
        prices.push_back(price);
    else
        *found = price;
}

VariantChange change_to(const SkuPrice& wanted, const Variant& variant) {
    VariantChange change;
    put(change.prices.emplace(variant.prices), wanted.price);
    if (!wanted.compare_at) return change;
    auto& compare_at = change.compare_at.emplace().value.emplace(variant.compare_at);
    if (const auto& amount = wanted.compare_at->value)
        put(compare_at, {*amount, wanted.price.currency});
    else
        std::erase_if(compare_at,
                      [&](const Money& price) { return price.currency == wanted.price.currency; });
    return change;
}

}  // namespace

std::vector<Product> BatchService::products_with(const std::vector<std::string>& slugs,
                                                 const std::vector<std::string>& skus) {
    return database_.read([&](platform::Reader& reader) {
        return store::products(reader, store::ids_with(reader, slugs, skus));
    });
}

std::vector<Result<bool>> BatchService::change_each(const std::vector<std::string>& skus,
                                                    const ChangeOf& change_of) {
    if (skus.empty()) return {};
    const auto now = std::chrono::floor<std::chrono::milliseconds>(clock_.now());
    return database_.transact([&](Tx& tx) {
        Shelf shelf(tx, skus);
        std::vector<Result<bool>> answers;
        for (std::size_t index = 0; index < skus.size(); ++index) {
            if (const auto* variant = shelf.find(skus[index]))
                answers.push_back(shelf.change(skus[index], change_of(index, *variant)));
            else
                answers.emplace_back(no_such_sku(skus[index]));
        }
        shelf.keep(tx, events_, now);
        return answers;
    });
}

std::vector<Result<bool>> BatchService::change_variants(const std::vector<SkuChange>& changes) {
    std::vector<std::string> skus;
    for (const auto& change : changes) skus.push_back(change.sku);
    return change_each(skus,
                       [&](std::size_t index, const Variant&) { return changes[index].change; });
}

std::vector<Result<bool>> BatchService::change_prices(const std::vector<SkuPrice>& prices) {
    std::vector<std::string> skus;
    for (const auto& price : prices) skus.push_back(price.sku);
    return change_each(skus, [&](std::size_t index, const Variant& variant) {
        return change_to(prices[index], variant);
    });
}

}  // namespace kontor::catalog
