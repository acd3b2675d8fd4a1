#include "pages.hpp"

#include "catalog/localise.hpp"
#include "tags.hpp"

#include <algorithm>

namespace kontor::storefront {

using platform::http::Answer;
using namespace platform;

namespace {

Error no_such_product(const std::string& name) {
    return {ErrorKind::not_found, "catalog.no_such_product", "there is no product " + name};
}

Error no_such_collection(const std::string& name) {
    return {ErrorKind::not_found, "catalog.no_such_collection", "there is no collection " + name};
}

Answer<301> moved_to(std::string path, const platform::http::Request& request) {
    if (const auto query = request.target.find('?'); query != std::string::npos)
        path += request.target.substr(query);
    return {{}, {{"Location", std::move(path)}}};
}

std::optional<Money> in_currency(const std::vector<Money>& prices, Currency currency) {
    const auto found = std::ranges::find(prices, currency, &Money::currency);
    if (found == prices.end()) return std::nullopt;
    return *found;
}

std::vector<catalog::VariantId> variants_of(const catalog::Product& product) {
    std::vector<catalog::VariantId> ids;
    for (const auto& variant : product.variants) ids.push_back(variant.id);
    return ids;
}

void note_dependencies(const ShowProduct& call, const catalog::Product& product) {
    call.depends_on(rules_tag);
    call.depends_on(tag_of(product.id));
    for (const auto& variant : product.variants) call.depends_on(tag_of(variant.id));
    for (const auto& category : product.categories) call.depends_on(tag_of(category.id));
}

}  // namespace

Result<Shown<ProductView>> Pages::product(const ShowProduct& call) const {
    const auto currency = currencies_.choose(call.query.currency, "/query/currency");
    if (!currency) return currency.error();
    auto found = shop_.catalog.resolve(call.path.product);
    if (!found) return found.error();
    if (found->product.status != catalog::Status::published)
        return no_such_product(call.path.product);

    auto product = localised(std::move(found->product), call.language);
    if (found->redirected) return moved_to("/v1/products/" + product.slug, call.request);
    note_dependencies(call, product);
    auto prices = prices_of(product, *currency);
    const auto stock = shop_.inventory.available(variants_of(product));
    const auto rating = rating_of(product.id);
    return Answer<200, ProductView>{view_of(std::move(product), std::move(prices), stock, rating),
                                    {}};
}

Result<Shown<Summaries>> Pages::collection(const ListCollection& call) const {
    const auto found = shop_.collections.resolve(call.path.collection);
    if (!found) return found.error();
    const auto& collection = found->collection;
    if (!collection.published) return no_such_collection(call.path.collection);
    if (found->redirected)
        return moved_to(
            "/v1/collections/" + catalog::in_language(collection, call.language).slug + "/products",
            call.request);

    auto page = products_of(collection.id, call);
    if (!page) return page.error();
    return Answer<200, Summaries>{*std::move(page), {}};
}

Result<Summaries> Pages::products_of(const catalog::CollectionId& collection,
                                     const ListCollection& call) const {
    const platform::http::CountedPaging paging(cursors_, "products of " + collection.text(),
                                               call.query);
    const auto keys = paging.after(2);
    if (!keys) return keys.error();
    std::optional<catalog::CollectionPlace> after;
    if (!keys->empty())
        after = {std::stoll(keys->front()), catalog::ProductId::parse(keys->back()).value()};
    call.depends_on(tag_of(collection));
    call.depends_on(listing_tag);
    auto places = shop_.collections.collection_products(collection, after, paging.rows());
    Summaries page;
    page.next_cursor = paging.cut(places, [](const catalog::CollectionPlace& place) {
        return std::vector{std::to_string(place.position), place.product.text()};
    });
    std::vector<catalog::ProductId> products;
    for (const auto& place : places) products.push_back(place.product);
    if (!products.empty()) page.data = shop_.search.summaries(products, call.language);
    const auto length = [&](std::size_t most) {
        return shop_.collections.collection_products(collection, std::nullopt, most).size();
    };
    if (const auto told = paging.count(page, length); !told) return told.error();
    return page;
}

std::vector<pricing::ShownPrice> Pages::prices_of(const catalog::Product& product,
                                                  Currency currency) const {
    std::vector<pricing::AskedPrice> asked;
    for (const auto& variant : product.variants)
        asked.push_back({variant.id, 1, in_currency(variant.prices, currency),
                         in_currency(variant.compare_at, currency)});
    return shop_.pricing.shown(asked, currency);
}

std::optional<reviews::Stars> Pages::rating_of(const catalog::ProductId& product) const {
    const auto ratings = shop_.reviews.ratings({product});
    if (ratings.empty()) return std::nullopt;
    return reviews::stars_of(ratings.front().average_milli, ratings.front().count);
}

// The product names its categories in the shop's first language.
catalog::Product Pages::localised(catalog::Product product, const std::string& language) const {
    if (language == first_language_) return product;
    product = catalog::in_language(std::move(product), language);
    if (product.categories.empty()) return product;
    const auto all = shop_.categories.all();
    for (auto& category : product.categories) {
        const auto found = std::ranges::find(all, category.id, &catalog::Category::id);
        if (found == all.end()) continue;
        const auto shown = catalog::in_language(*found, language);
        category.slug = shown.slug;
        category.name = shown.name;
    }
    return product;
}

}  // namespace kontor::storefront
