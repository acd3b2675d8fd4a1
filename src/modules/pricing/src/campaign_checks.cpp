#include "campaign_checks.hpp"

#include "complaints.hpp"

#include <algorithm>
#include <set>

namespace kontor::pricing {

using platform::Currency;
using platform::Result;

namespace {

constexpr std::size_t most_named = 1000;  // products, categories, groups of one promotion

// Which members of a benefit its kind knows.
struct Members {
    bool target = false;
    bool percentage = false;
    bool amounts = false;
    bool pieces = false;
};

Members members_of(PromotionKind kind) {
    using enum PromotionKind;
    switch (kind) {
        case percentage:
            return {.target = true, .percentage = true};
        case fixed_amount:
            return {.target = true, .amounts = true};
        case free_shipping:
            break;
        case shipping_discount:
            return {.percentage = true, .amounts = true};
        case buy_x_get_y:
            return {.percentage = true, .pieces = true};
    }
    return {};
}

void check_unknown(const BenefitBody& benefit, const Members& known, Complaints& complaints) {
    const auto refuse = [&](bool is_given, bool is_known, const std::string& member) {
        complaints.unless(!is_given || is_known, "/benefit/" + member, "contradiction",
                          "must be left out: " + std::string(platform::enum_name(benefit.kind)) +
                              " does not know it");
    };
    refuse(benefit.target.has_value(), known.target, "target");
    refuse(benefit.percentage_ppm.has_value(), known.percentage, "percentage_ppm");
    refuse(benefit.amounts.has_value(), known.amounts, "amounts");
    refuse(benefit.buy.has_value(), known.pieces, "buy");
    refuse(benefit.get.has_value(), known.pieces, "get");
}

void check_needed(const BenefitBody& benefit, const Members& known, Complaints& complaints) {
    const bool has_amounts = benefit.amounts && !benefit.amounts->empty();
    if (known.percentage && known.amounts)
        complaints.unless(benefit.percentage_ppm.has_value() != has_amounts, "/benefit",
                          "contradiction", "must have exactly one of percentage_ppm and amounts");
    else if (known.amounts)
        complaints.unless(has_amounts, "/benefit/amounts", "required",
                          "must have an amount, for each currency in which it holds");
    else if (known.percentage && !known.pieces)
        complaints.unless(benefit.percentage_ppm.has_value(), "/benefit/percentage_ppm", "required",
                          "must say how much is given");
    const auto need_pieces = [&](const std::optional<std::int64_t>& pieces, const char* member) {
        complaints.unless(pieces && *pieces >= 1 && *pieces <= largest_quantity,
                          std::string("/benefit/") + member, "range",
                          "must be a whole number from 1 to " + std::to_string(largest_quantity));
    };
    if (!known.pieces) return;
    need_pieces(benefit.buy, "buy");
    need_pieces(benefit.get, "get");
}

void check_benefit(const BenefitBody& benefit, const Currencies& currencies,
                   Complaints& complaints) {
    const auto known = members_of(benefit.kind);
    check_unknown(benefit, known, complaints);
    check_needed(benefit, known, complaints);
    if (benefit.percentage_ppm)
        complaints.unless(*benefit.percentage_ppm >= 1 && *benefit.percentage_ppm <= whole,
                          "/benefit/percentage_ppm", "range",
                          "must be a whole number from 1 to 1000000, which is 100 %");
    if (benefit.amounts) complaints.check_amounts(*benefit.amounts, "/benefit/amounts", currencies);
}

template <class Id>
void check_number(const std::optional<std::vector<Id>>& ids, const std::string& member,
                  Complaints& complaints) {
    complaints.unless(!ids || ids->size() <= most_named, "/conditions/" + member, "length",
                      "must name at most " + std::to_string(most_named));
}

void check_products(const ConditionsBody& conditions, Complaints& complaints) {
    check_number(conditions.products, "products", complaints);
    check_number(conditions.categories, "categories", complaints);
    check_number(conditions.except_products, "except_products", complaints);
    check_number(conditions.groups, "groups", complaints);
    if (!conditions.products || !conditions.except_products) return;
    const auto& products = *conditions.products;
    const auto& except = *conditions.except_products;
    for (std::size_t i = 0; i < std::min(except.size(), most_named); ++i)
        complaints.unless(std::ranges::find(products, except[i]) == products.end(),
                          "/conditions/except_products/" + std::to_string(i), "contradiction",
                          "must not be among the products");
}

template <class Id>
std::vector<Id> few(const std::optional<std::vector<Id>>& ids) {
    return ids && ids->size() <= most_named ? *ids : std::vector<Id>{};
}

template <class Id>
void check_known(const std::vector<Id>& ids, const std::set<Id>& known, const std::string& member,
                 const std::string& rule, Complaints& complaints) {
    for (std::size_t i = 0; i < ids.size(); ++i)
        complaints.unless(known.contains(ids[i]), "/conditions/" + member + "/" + std::to_string(i),
                          "unknown", rule);
}

// What names nothing would never be met.
void check_goods(const ConditionsBody& conditions, catalog::Catalog& catalog,
                 Complaints& complaints) {
    const auto wanted = few(conditions.products);
    const auto except = few(conditions.except_products);
    auto asked = wanted;
    asked.insert(asked.end(), except.begin(), except.end());
    std::set<catalog::ProductId> products;
    if (!asked.empty())
        for (const auto& product : catalog.products(asked)) products.insert(product.id);
    check_known(wanted, products, "products", "must be a product that exists", complaints);
    check_known(except, products, "except_products", "must be a product that exists", complaints);

    const auto within = few(conditions.categories);
    std::set<catalog::CategoryId> categories;
    if (!within.empty())
        for (const auto& category : catalog.categories()) categories.insert(category.id);
    check_known(within, categories, "categories", "must be a category that exists", complaints);
}

void check_conditions(const ConditionsBody& conditions, const Currencies& currencies,
                      catalog::Catalog& catalog, customers::Customers& customers,
                      Complaints& complaints) {
    check_products(conditions, complaints);
    check_goods(conditions, catalog, complaints);
    if (conditions.minimum)
        complaints.check_amounts(*conditions.minimum, "/conditions/minimum", currencies);
    complaints.check_period(conditions.starts_at, conditions.ends_at, "/conditions");
    const auto groups = conditions.groups.value_or(std::vector<customers::GroupId>{});
    if (groups.size() > most_named) return;
    for (std::size_t i = 0; i < groups.size(); ++i)
        complaints.check_group(groups[i], "/conditions/groups/" + std::to_string(i), customers);
}

}  // namespace

Result<> check(const CampaignBody& body, const Currencies& currencies, catalog::Catalog& catalog,
               customers::Customers& customers) {
    Complaints complaints;
    check_benefit(body.benefit, currencies, complaints);
    if (body.conditions)
        check_conditions(*body.conditions, currencies, catalog, customers, complaints);
    complaints.unless(!body.limit_total || !body.limit_per_customer ||
                          body.limit_per_customer->value() <= body.limit_total->value(),
                      "/limit_per_customer", "contradiction", "must not be above limit_total");
    return complaints.result("pricing.bad_promotion");
}

Benefit benefit_of(const BenefitBody& body) {
    const auto share = body.kind == PromotionKind::buy_x_get_y ? whole : 0;
    return {body.kind,
            body.target.value_or(PromotionTarget::order),
            body.percentage_ppm.value_or(share),
            body.amounts.value_or(std::vector<platform::Money>{}),
            body.buy.value_or(0),
            body.get.value_or(0)};
}

Conditions conditions_of(const ConditionsBody& body) {
    Conditions conditions;
    conditions.products = body.products.value_or(conditions.products);
    conditions.categories = body.categories.value_or(conditions.categories);
    conditions.except_products = body.except_products.value_or(conditions.except_products);
    conditions.minimum = body.minimum.value_or(conditions.minimum);
    if (body.minimum_quantity) conditions.minimum_quantity = body.minimum_quantity->value();
    conditions.groups = body.groups.value_or(conditions.groups);
    conditions.first_order = body.first_order.value_or(false);
    conditions.starts_at = body.starts_at;
    conditions.ends_at = body.ends_at;
    return conditions;
}

}  // namespace kontor::pricing
