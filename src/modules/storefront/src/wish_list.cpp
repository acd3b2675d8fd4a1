#include "wish_list.hpp"

#include <algorithm>

namespace kontor::storefront {

using namespace platform;

namespace {

Error product_or_variant() {
    const std::string message = "Name either a product or a variant.";
    return {ErrorKind::invalid,
            "storefront.product_or_variant",
            message,
            {{"/product_id", "required", message}}};
}

Error unknown(const std::string& what, const std::string& pointer) {
    const auto message = "There is no such " + what + ".";
    return {
        ErrorKind::invalid, "catalog.no_such_" + what, message, {{pointer, "unknown", message}}};
}

WishView view_of(const customers::Wish& wish) {
    WishView view;
    view.id = wish.id;
    view.product_id = wish.product;
    view.variant_id = wish.variant;
    view.added_at = wish.added_at;
    return view;
}

}  // namespace

std::vector<WishView> WishPages::page(const auth::UserId& customer,
                                      const customers::WishFilter& filter,
                                      const std::string& language) const {
    return shown(wishes_.wishes(customer, filter), language);
}

Result<WishView> WishPages::add(const auth::UserId& customer, const NewWish& wish,
                                const std::string& language) const {
    const auto product = product_of(wish);
    if (!product) return product.error();
    const auto kept = wishes_.add(customer, *product, wish.variant_id);
    if (!kept) return kept.error();
    return shown({*kept}, language).front();
}

Result<catalog::ProductId> WishPages::product_of(const NewWish& wish) const {
    if (wish.product_id.has_value() == wish.variant_id.has_value()) return product_or_variant();
    if (wish.variant_id) {
        const auto found = shop_.catalog.sellable(std::vector{*wish.variant_id}, currencies_.own());
        if (found.empty() || !found.front().published) return unknown("variant", "/variant_id");
        return found.front().product;
    }
    const auto found = shop_.catalog.products({*wish.product_id});
    if (found.empty() || found.front().status != catalog::Status::published)
        return unknown("product", "/product_id");
    return *wish.product_id;
}

std::vector<WishView> WishPages::shown(const std::vector<customers::Wish>& wishes,
                                       const std::string& language) const {
    std::vector<WishView> views;
    std::vector<catalog::ProductId> products;
    for (const auto& wish : wishes) {
        views.push_back(view_of(wish));
        products.push_back(wish.product);
    }
    if (views.empty()) return views;
    const auto summaries = shop_.search.summaries(products, language);
    for (auto& view : views) {
        const auto found = std::ranges::find(summaries, view.product_id, &search::Summary::id);
        if (found == summaries.end()) continue;
        view.slug = found->slug;
        view.title = found->title;
        view.image_url = found->image_url;
        view.price = found->price;
        view.available = found->available;
    }
    describe_variants(views);
    return views;
}

void WishPages::describe_variants(std::vector<WishView>& views) const {
    std::vector<catalog::VariantId> variants;
    for (const auto& view : views)
        if (view.variant_id) variants.push_back(*view.variant_id);
    if (variants.empty()) return;
    const auto sold = shop_.catalog.sellable(variants, currencies_.own());
    std::vector<pricing::AskedPrice> asked;
    for (const auto& variant : sold) asked.push_back({variant.id, 1, variant.price, {}});
    const auto prices = shop_.pricing.shown(asked, currencies_.own());
    const auto stock = shop_.inventory.available(variants);
    for (auto& view : views) {
        if (!view.variant_id) continue;
        view.price.reset();
        view.available = false;
        const auto found = std::ranges::find(sold, *view.variant_id, &catalog::SellableVariant::id);
        if (found == sold.end() || !found->published) continue;
        view.sku = found->sku;
        view.price = prices[static_cast<std::size_t>(found - sold.begin())].price;
        const auto left = std::ranges::find(stock, found->id, &inventory::Quantity::variant);
        view.available = view.price && left != stock.end() && left->quantity > 0;
    }
}

}  // namespace kontor::storefront
