#include "rules.hpp"

#include "parts.hpp"

namespace kontor::catalog {

using namespace platform;

namespace {

constexpr std::size_t most_products = 10'000;
constexpr std::size_t most_values = 100;
constexpr std::size_t longest_title = 200;
constexpr std::int64_t highest_price = 1'000'000'000'000;

void check_bound(Findings& findings, const std::optional<Money>& price,
                 const std::string& pointer) {
    if (price) check_currency(findings, price->currency, pointer + "/currency");
    if (price && (price->amount < 0 || price->amount > highest_price))
        findings.add("catalog.bad_rule", "the bounds of prices are minor units of the currency",
                     {pointer + "/amount", "range",
                      "a whole number from 0 to " + std::to_string(highest_price)});
}

void check_prices(Findings& findings, const CollectionRule& rule) {
    check_bound(findings, rule.price_min, "/rule/price_min");
    check_bound(findings, rule.price_max, "/rule/price_max");
    if (!rule.price_min || !rule.price_max) return;
    if (rule.price_min->currency != rule.price_max->currency)
        findings.add("catalog.bad_rule", "both bounds of the price are in one currency",
                     {"/rule/price_max/currency", "differs", "the currency of price_min"});
    else if (rule.price_min->amount > rule.price_max->amount)
        findings.add("catalog.bad_rule", "no price is within these bounds",
                     {"/rule/price_max/amount", "range", "not less than price_min"});
}

void check_wanted(Findings& findings,
                  const std::map<std::string, std::vector<AttributeValue>>& attributes) {
    check_count(findings, attributes.size(), most_values, "/rule/attributes");
    for (const auto& [name, values] : attributes) {
        const auto pointer = at("/rule/attributes", name);
        check_count(findings, values.size(), most_values, pointer);
        if (values.empty())
            findings.add("catalog.bad_rule", "no product has none of no values",
                         {pointer, "length", "at least one value"});
        for (const auto& value : values)
            check_attributes(findings, {{name, value}}, "/rule/attributes");
    }
}

void check_rule(Findings& findings, const CollectionRule& rule) {
    if (rule == CollectionRule{})
        findings.add("catalog.bad_rule", "a rule says which products it wants",
                     {"/rule", "length", "categories, attributes, price_min, price_max or title"});
    if (rule.categories) {
        check_category_names(findings, *rule.categories, "/rule/categories");
        if (rule.categories->empty())
            findings.add("catalog.bad_rule", "no product is in none of no categories",
                         {"/rule/categories", "length", "at least one category"});
    }
    if (rule.attributes) check_wanted(findings, *rule.attributes);
    if (rule.title && !platform::is_plain_text(*rule.title, 1, longest_title))
        findings.add("catalog.bad_rule", "a part of a title is a text",
                     {"/rule/title", "length", "1 to 200 characters"});
    check_prices(findings, rule);
}

void check_products(Findings& findings, const std::vector<ProductId>& products) {
    check_count(findings, products.size(), most_products, "/products");
    std::set<ProductId> seen;
    for (std::size_t index = 0; index < products.size(); ++index)
        if (!seen.insert(products[index]).second)
            findings.add("catalog.product_twice", "a product is there twice",
                         {at("/products", index), "twice", "each product once"});
}

}  // namespace

Error rule_or_products() {
    return {ErrorKind::invalid,
            "catalog.rule_or_products",
            "products are chosen by a rule or by hand, not both",
            {{"/products", "either", "no products, or rule null"}}};
}

Result<> check(const NewCollection& request) {
    if (request.rule && request.products) return rule_or_products();
    Findings findings;
    if (request.rule) check_rule(findings, *request.rule);
    if (request.products) check_products(findings, *request.products);
    if (request.seo) check_seo(findings, *request.seo, "/seo");
    if (request.translations) check_translations(findings, *request.translations);
    return findings.result();
}

Result<> check(const CollectionChange& change) {
    Findings findings;
    if (change.rule && change.rule->value) check_rule(findings, *change.rule->value);
    if (change.products) check_products(findings, *change.products);
    if (change.seo && change.seo->value) check_seo(findings, *change.seo->value, "/seo");
    if (change.translations && change.translations->value)
        check_translations(findings, *change.translations->value);
    return findings.result();
}

}  // namespace kontor::catalog
