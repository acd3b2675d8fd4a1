#pragma once

#include "platform/http/counted_paging.hpp"
#include "storefront/module.hpp"
#include "view.hpp"

namespace kontor::storefront {

struct ProductPath {
    std::string product;  // id or slug
};
BOOST_DESCRIBE_STRUCT(ProductPath, (), (product))

struct ProductQuery {
    std::optional<platform::Currency> currency;
};
BOOST_DESCRIBE_STRUCT(ProductQuery, (), (currency))

struct CollectionPath {
    std::string collection;  // id or slug
};
BOOST_DESCRIBE_STRUCT(CollectionPath, (), (collection))

using ShowProduct = platform::http::Call<ProductPath, platform::http::Nothing, ProductQuery>;
using ListCollection =
    platform::http::Call<CollectionPath, platform::http::Nothing, platform::http::CountedQuery>;

// The page, or where it has moved to.
template <class Page>
using Shown = std::variant<platform::http::Answer<200, Page>, platform::http::Answer<301>>;
using Summaries = platform::http::CountedPage<search::Summary>;

// What shoppers see, put together from what the departments know.
class Pages {
public:
    Pages(const Departments& departments, pricing::Currencies currencies,
          std::string first_language, const std::string& cursor_secret)
        : shop_(departments),
          currencies_(std::move(currencies)),
          first_language_(std::move(first_language)),
          cursors_(cursor_secret) {}

    // Refuses catalog.no_such_product, pricing.no_such_currency (invalid).
    platform::Result<Shown<ProductView>> product(const ShowProduct& call) const;
    // Refuses catalog.no_such_collection.
    platform::Result<Shown<Summaries>> collection(const ListCollection& call) const;

private:
    platform::Result<Summaries> products_of(const catalog::CollectionId& collection,
                                            const ListCollection& call) const;
    std::vector<pricing::ShownPrice> prices_of(const catalog::Product& product,
                                               platform::Currency currency) const;
    std::optional<reviews::Stars> rating_of(const catalog::ProductId& product) const;
    catalog::Product localised(catalog::Product product, const std::string& language) const;

    Departments shop_;
    pricing::Currencies currencies_;
    std::string first_language_;
    platform::http::Cursors cursors_;
};

}  // namespace kontor::storefront
