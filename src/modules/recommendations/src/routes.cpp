#include "routes.hpp"

#include "recommendations/module.hpp"
#include "scoring.hpp"

#include <algorithm>
#include <cctype>

namespace kontor::recommendations {

using catalog::ProductId;
using platform::Error;
using platform::ErrorKind;
using platform::Result;
using namespace platform::http;

namespace {

// What a client without an account calls itself, at random and for as long as it likes.
class VisitorId {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "format";
    static constexpr std::size_t min = 8;
    static constexpr std::size_t max = 64;
    static constexpr std::string_view pattern = "^[A-Za-z0-9_-]{8,64}$";

    VisitorId() = default;
    static std::optional<VisitorId> accept(std::string text) {
        const auto is_allowed = [](unsigned char letter) {
            return std::isalnum(letter) != 0 || letter == '_' || letter == '-';
        };
        if (text.size() < min || text.size() > max || !std::ranges::all_of(text, is_allowed))
            return std::nullopt;
        VisitorId id;
        id.value_ = std::move(text);
        return id;
    }
    static std::string rule() { return "8 to 64 letters, digits, hyphens and underscores"; }

    const std::string& value() const { return value_; }

private:
    std::string value_;
};

using Limit = platform::Whole<1, 30>;

struct ProductPath {
    ProductId product;
};
BOOST_DESCRIBE_STRUCT(ProductPath, (), (product))

struct BesideQuery {
    std::optional<Limit> limit;
    std::optional<VisitorId> visitor;
};
BOOST_DESCRIBE_STRUCT(BesideQuery, (), (limit, visitor))

struct RecommendQuery {
    std::optional<std::string> products;
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

Result<std::vector<ProductId>> products_in(const std::string& list) {
    std::vector<ProductId> products;
    std::size_t from = 0;
    while (from <= list.size()) {
        const auto to = std::min(list.find(',', from), list.size());
        const auto product = ProductId::parse(std::string_view(list).substr(from, to - from));
        if (!product || products.size() == most_seeds)
            return Error{ErrorKind::invalid,
                         "http.invalid_query",
                         "The query has values that this address does not take.",
                         {{"/query/products", "format",
                           "must be 1 to 40 ids of products with commas between them"}}};
        products.push_back(*product);
        from = to + 1;
    }
    return products;
}

}  // namespace

void add_routes(Router& router, Recommendations& recommendations, Experiments& experiments,
                const std::string& cursor_secret) {
    router.add(Route(Method::get, "/v1/products/{product}/recommendations", "recommend_beside",
                     "What is bought with this product and what is like it, best first")
                   .by(Access::shopper())
                   .tag("Recommendations")
                   .localised(),
               [&recommendations](
                   const Call<ProductPath, Nothing, BesideQuery>& call) -> Result<RecommendedPage> {
                   auto found = recommendations.beside(call.path.product, asked_of(call));
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
                   const auto products = products_in(*call.query.products);
                   if (!products) return products.error();
                   return to_page(recommendations.beside_basket(*products, asked_of(call)));
               });

    router.add(Route(Method::post, "/v1/recommendations/clicks", "count_click",
                     "Says that a recommended product was chosen")
                   .by(Access::shopper())
                   .tag("Recommendations")
                   .may_answer(404, "recommendations.no_such_experiment")
                   .may_answer(409, "recommendations.not_running"),
               [&experiments](const Call<Nothing, ClickBody>& call) -> Result<> {
                   return experiments.click({call.body.experiment, call.body.product},
                                            visitor_of(call.caller, call.body.visitor));
               });

    add_staff_routes(router, experiments, cursor_secret);
}

}  // namespace kontor::recommendations
