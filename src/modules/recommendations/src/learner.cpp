#include "learner.hpp"

#include "catalog/events.hpp"
#include "orders/events.hpp"
#include "orders/order_claimed.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kontor::recommendations {

using catalog::ProductId;
using orders::OrderPlaced;
using platform::Delivery;
using platform::Tx;

namespace {

Features features_of(const catalog::Product& product) {
    Features features{product.title, {}, product.attributes};
    for (const auto& category : product.categories)
        features.categories.push_back(category.id.text());
    return features;
}

using ProductOfVariant = std::map<catalog::VariantId, ProductId>;

std::vector<ProductId> products_in(const OrderPlaced& order, const ProductOfVariant& known) {
    std::vector<ProductId> products;
    for (const auto& item : order.items) {
        auto product = item.product;
        if (!product)
            if (const auto found = known.find(item.variant); found != known.end())
                product = found->second;
        if (product && std::ranges::find(products, *product) == products.end())
            products.push_back(*product);
    }
    return products;
}

}  // namespace

void describe(Tx& tx, catalog::Catalog& catalog, const std::vector<ProductId>& products) {
    if (products.empty()) return;
    std::map<ProductId, store::Product> described;
    for (const auto& id : products) described.emplace(id, store::Product{id, false, {}});
    for (const auto& product : catalog.products(products))
        if (product.status == catalog::Status::published)
            described[product.id] = {product.id, true, terms_of(features_of(product))};
    std::vector<store::Product> all;
    for (auto& [id, product] : described) all.push_back(std::move(product));
    store::describe(tx, all);
}

// Facts of before they named the product name the variant only.
std::vector<store::Basket> Learner::baskets(std::span<const Delivery> placed) const {
    std::vector<OrderPlaced> orders;
    std::vector<catalog::VariantId> variants;
    for (const auto& delivery : placed) {
        orders.push_back(delivery.read<OrderPlaced>());
        for (const auto& item : orders.back().items)
            if (!item.product) variants.push_back(item.variant);
    }
    ProductOfVariant known;
    if (!variants.empty())
        for (const auto& variant : catalog_.sellable(variants, currency_))
            known.emplace(variant.id, variant.product);

    std::vector<store::Basket> baskets;
    for (std::size_t index = 0; index < orders.size(); ++index) {
        auto products = products_in(orders[index], known);
        if (!products.empty())
            baskets.push_back({orders[index].order, orders[index].customer, orders[index].guest,
                               placed[index].at, std::move(products)});
    }
    return baskets;
}

void Learner::handle(Tx& tx, std::span<const Delivery> deliveries) const {
    std::vector<Delivery> placed;
    std::vector<orders::OrderId> cancelled;
    std::vector<orders::OrderClaimed> claimed;
    std::set<ProductId> products;
    for (const auto& delivery : deliveries) {
        if (delivery.name == OrderPlaced::name)
            placed.push_back(delivery);
        else if (delivery.name == orders::OrderCancelled::name)
            cancelled.emplace_back(delivery.key);
        else if (delivery.name == orders::OrderClaimed::name)
            claimed.push_back(delivery.read<orders::OrderClaimed>());
        else
            products.emplace(delivery.key);
    }
    store::lock(tx);
    if (const auto learned = baskets(placed); !learned.empty())
        for (const auto& unknown : store::learn(tx, learned)) products.insert(unknown);
    if (!claimed.empty()) store::hand_over(tx, claimed);
    if (!cancelled.empty()) store::forget(tx, cancelled);
    describe(tx, catalog_, {products.begin(), products.end()});
}

}  // namespace kontor::recommendations
