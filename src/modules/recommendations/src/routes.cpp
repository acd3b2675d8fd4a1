#include "routes.hpp"

#include "recommendations/module.hpp"
#include "scoring.hpp"

#include <algorithm>
#include <cctype>

namespace kontor::recommendations {

using catalog::ProductId;
using namespace platform;
using namespace platform::http;

namespace {

// What a client without an account calls itself, at random and for as long as it likes.
struct VisitorIdRule {
    static constexpr std::string_view broken = "format";
    static constexpr std::size_t min = 8;
    static constexpr std::size_t max = 64;
    static constexpr std::string_view pattern = "^[A-Za-z0-9_-]{8,64}$";

    static bool normalise(const std::string& text) {
        const auto is_allowed = [](unsigned char letter) {
            return std::isalnum(letter) != 0 || letter == '_' || letter == '-';
        };
        return text.size() >= min && text.size() <= max && std::ranges::all_of(text, is_allowed);
    }
    static std::string rule() { return "8 to 64 letters, digits, hyphens and underscores"; }
};
using VisitorId = ConstrainedText<VisitorIdRule>;

// Ids with commas between them.
class ProductList {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "format";
    static constexpr std::string_view pattern =
        "^prod_[0-7][0-9a-hjkmnp-tv-z]{25}(,prod_[0-7][0-9a-hjkmnp-tv-z]{25}){0,39}$";

    ProductList() = default;
    static std::optional<ProductList> accept(const std::string& text) {
        ProductList list;
        for (std::size_t from = 0; from <= text.size();) {
            const auto to = std::min(text.find(',', from), text.size());
            const auto product = ProductId::parse(std::string_view(text).substr(from, to - from));
            if (!product || list.products_.size() == most_seeds) return std::nullopt;
            list.products_.push_back(*product);
            from = to + 1;
        }
        return list;
    }
    static std::string rule() { return "1 to 40 ids of products with commas between them"; }

    const std::vector<ProductId>& products() const { return products_; }

private:
    std::vector<ProductId> products_;
};

using Limit = platform::Whole<1, 30>;

struct ProductPath {
    std::string product;  // id or slug
};
BOOST_DESCRIBE_STRUCT(ProductPath, (), (product))

struct BesideQuery {
    std::optional<Limit> limit;
    std::optional<VisitorId> visitor;
};
BOOST_DESCRIBE_STRUCT(BesideQuery, (), (limit, visitor))

struct RecommendQuery {
    std::optional<ProductList> products;
    std::optional<Limit> limit;
    std::optional<VisitorId> visitor;
};
BOOST_DESCRIBE_STRUCT(RecommendQuery, (), (products, limit, visitor))

struct ClickBody {
    ExperimentId experiment;
    ProductId product;
    std::optional<VisitorId> visitor;
};
BOOST_DESCRIBE_STRUCT(ClickBody, (), (experiment, product, visitor))

struct RecommendedPage {
    std::vector<search::Summary> data;
    platform::json::Nullable<std::string> next_cursor;
    std::optional<ExperimentId> experiment;
    std::optional<std::string> variant;
};
BOOST_DESCRIBE_STRUCT(RecommendedPage, (), (data, next_cursor, experiment, variant))

Visitor visitor_of(const Caller& caller, const std::optional<VisitorId>& id) {
    Visitor visitor;
    if (caller.user) visitor.customer = auth::UserId(*caller.user);
    visitor.guest = caller.guest_token_hash;
    visitor.id = id ? id->value() : caller.guest_token_hash;
    return visitor;
}

template <class AnyCall>
Asked asked_of(const AnyCall& call) {
    Asked asked{visitor_of(call.caller, call.query.visitor), 10, call.language};
    if (call.query.limit) asked.limit = static_cast<std::size_t>(call.query.limit->value());
    return asked;
}

RecommendedPage to_page(Recommended recommended) {
    return {
        std::move(recommended.data), {}, recommended.experiment, std::move(recommended.variant)};
}

Result<ProductId> product_named(catalog::Catalog& catalog, const std::string& id_or_slug) {
    if (auto id = ProductId::parse(id_or_slug)) return *id;
    const auto product = catalog.product(id_or_slug);
    if (!product) return product.error();
    return product->id;
}

}  // namespace

void add_routes(Router& router, Recommendations& recommendations, Experiments& experiments,
                catalog::Catalog& catalog, const std::string& cursor_secret) {
    router.add(Route(Method::get, "/v1/products/{product}/recommendations", "recommend_beside",
                     "What is bought with this product and what is like it, best first")
                   .by(Access::shopper())
                   .tag("Recommendations")
                   .localised(),
               [&recommendations, &catalog](
                   const Call<ProductPath, Nothing, BesideQuery>& call) -> Result<RecommendedPage> {
                   const auto product = product_named(catalog, call.path.product);
                   if (!product) return product.error();
                   auto found = recommendations.beside(*product, asked_of(call));
                   if (!found) return found.error();
                   return to_page(*std::move(found));
               });

    router.add(Route(Method::get, "/v1/recommendations", "recommend",
                     "Beside some products; else from what the customer bought; else what is "
                     "popular")
                   .by(Access::shopper())
                   .tag("Recommendations")
                   .localised(),
               [&recommendations](
                   const Call<Nothing, Nothing, RecommendQuery>& call) -> Result<RecommendedPage> {
                   if (!call.query.products)
                       return to_page(recommendations.for_visitor(asked_of(call)));
                   return to_page(recommendations.beside_basket(call.query.products->products(),
                                                                asked_of(call)));
               });

    router.add(Route(Method::post, "/v1/recommendations/clicks", "count_click",
                     "Says that a recommended product was chosen")
                   .by(Access::shopper())
                   .tag("Recommendations")
                   .may_answer(
                       404, "recommendations.no_such_experiment or recommendations.no_such_product")
                   .may_answer(409, "recommendations.not_running"),
               [&experiments](const Call<Nothing, ClickBody>& call) -> Result<> {
                   return experiments.click({call.body.experiment, call.body.product},
                                            visitor_of(call.caller, call.body.visitor));
               });

    add_staff_routes(router, experiments, cursor_secret);
}

}  // namespace kontor::recommendations
