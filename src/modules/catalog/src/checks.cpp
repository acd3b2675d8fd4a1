#include "checks.hpp"

#include <algorithm>
#include <set>

namespace kontor::catalog {

using platform::Error;
using platform::ErrorKind;
using platform::is_plain_text;
using platform::Money;
using platform::Problem;
using platform::Result;
using platform::Slug;

namespace {

constexpr std::int64_t highest_price = 1'000'000'000'000;
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_value = 1000;
constexpr std::size_t most_variants = 500;
constexpr std::size_t most_attributes = 100;
constexpr std::size_t most_others = 100;

std::string at(const std::string& list, std::size_t index) {
    return list + "/" + std::to_string(index);
}

// The first finding gives the refusal its name, all of them are told.
class Findings {
public:
    void add(std::string code, std::string message, Problem problem,
             ErrorKind kind = ErrorKind::invalid) {
        constexpr std::size_t most_told = 100;
        if (!error_) error_ = Error{kind, std::move(code), std::move(message)};
        if (error_->problems.size() < most_told) error_->problems.push_back(std::move(problem));
    }

    Result<> result() const {
        if (error_) return *error_;
        return {};
    }

private:
    std::optional<Error> error_;
};

void check_count(Findings& findings, std::size_t count, std::size_t most,
                 const std::string& pointer) {
    if (count > most)
        findings.add("catalog.too_many", "there are " + std::to_string(count) + " of " + pointer,
                     {pointer, "length", "at most " + std::to_string(most)});
}

void check_price(Findings& findings, const Money& price, const std::string& pointer) {
    if (price.amount <= 0 || price.amount > highest_price)
        findings.add("catalog.price_not_positive",
                     "prices are whole minor units of the currency and more than nothing",
                     {pointer + "/amount", "range",
                      "a whole number from 1 to " + std::to_string(highest_price)});
}

void check_prices(Findings& findings, const std::vector<Money>& prices,
                  const std::string& pointer) {
    std::set<platform::Currency> seen;
    for (std::size_t index = 0; index < prices.size(); ++index) {
        check_price(findings, prices[index], at(pointer, index));
        if (!seen.insert(prices[index].currency).second)
            findings.add("catalog.price_twice",
                         "there are two prices in " + std::string(prices[index].currency.code()),
                         {at(pointer, index) + "/currency", "twice", "one price per currency"});
    }
}

void check_selling_prices(Findings& findings, const std::vector<Money>& prices,
                          const std::string& pointer) {
    if (prices.empty())
        findings.add("catalog.no_prices", "a variant needs a price in at least one currency",
                     {pointer, "length", "at least one price"});
    check_prices(findings, prices, pointer);
}

// A SKU stands on labels and in addresses, beside ids.
void check_sku(Findings& findings, const std::string& sku, const std::string& pointer) {
    const bool has_breaks = sku.find_first_of("\t\r\n") != sku.npos;
    const bool has_blank_ends = !sku.empty() && (sku.front() == ' ' || sku.back() == ' ');
    if (has_breaks || has_blank_ends || VariantId::parse(sku))
        findings.add("catalog.bad_sku",
                     "a SKU is one line without blanks around it, and no id of a variant",
                     {pointer, "format", "a SKU such as SHIRT-M"});
}

using Options = std::map<std::string, std::string>;

bool have_same_names(const Options& left, const Options& right) {
    return std::ranges::equal(left, right, {}, &Options::value_type::first,
                              &Options::value_type::first);
}

void check_options(Findings& findings, const Options& options, const Options& first,
                   const std::string& pointer) {
    check_count(findings, options.size(), most_others, pointer);
    if (!have_same_names(options, first))
        findings.add("catalog.options_differ",
                     "every variant of a product must give a value for the same options",
                     {pointer, "options_differ", "the options that the first variant has"});
    for (const auto& [name, value] : options)
        if (!is_plain_text(name, 1, longest_name) || !is_plain_text(value, 1, longest_name))
            findings.add("catalog.bad_option", "options are named texts such as {\"size\": \"XL\"}",
                         {pointer, "length", "names and values of 1 to 100 characters"});
}

void check_variants(Findings& findings, const std::vector<NewVariant>& variants) {
    check_count(findings, variants.size(), most_variants, "/variants");
    if (variants.empty())
        findings.add("catalog.no_variants", "a product needs at least one variant to be sold",
                     {"/variants", "length", "at least one variant"});
    for (std::size_t index = 0; index < variants.size(); ++index) {
        const auto& variant = variants[index];
        const auto pointer = at("/variants", index);
        check_sku(findings, variant.sku, pointer + "/sku");
        check_selling_prices(findings, variant.prices, pointer + "/prices");
        check_prices(findings, variant.compare_at.value_or(std::vector<Money>{}),
                     pointer + "/compare_at");
        check_options(findings, variant.options.value_or(Options{}),
                      variants.front().options.value_or(Options{}), pointer + "/options");
    }
}

Result<> check_skus_differ(const std::vector<NewVariant>& variants) {
    Findings findings;
    std::set<std::string> seen;
    for (std::size_t index = 0; index < variants.size(); ++index)
        if (!seen.insert(variants[index].sku).second)
            findings.add(
                "catalog.sku_taken", "the SKU '" + variants[index].sku.value() + "' is given twice",
                {at("/variants", index) + "/sku", "taken", "a SKU of its own for each variant"},
                ErrorKind::conflict);
    return findings.result();
}

// Names are slugs or TypeIDs.
void check_categories(Findings& findings, const std::vector<std::string>& names) {
    check_count(findings, names.size(), most_others, "/categories");
    for (std::size_t index = 0; index < names.size(); ++index)
        if (!CategoryId::parse(names[index]) && !Slug::accept(names[index]))
            findings.add("catalog.not_a_slug",
                         "categories are named by slug, such as science-fiction, or by id",
                         {at("/categories", index), "format", Slug::rule()});
}

void check_attributes(Findings& findings, const std::map<std::string, AttributeValue>& attributes) {
    check_count(findings, attributes.size(), most_attributes, "/attributes");
    for (const auto& [name, value] : attributes) {
        const auto* text = std::get_if<std::string>(&value);
        if (!is_plain_text(name, 1, longest_name) ||
            (text && !is_plain_text(*text, 0, longest_value)))
            findings.add("catalog.bad_attribute",
                         "attributes have names of 1 to 100 characters, and their texts are at "
                         "most 1000 characters long",
                         {"/attributes", "length", "shorter names and texts"});
    }
}

void check_seo(Findings& findings, const Seo& seo) {
    const auto check = [&](const std::optional<std::string>& text, const std::string& pointer) {
        if (text && !is_plain_text(*text, 0, longest_value))
            findings.add("catalog.bad_seo", "texts for search engines are short",
                         {pointer, "length", "at most 1000 characters"});
    };
    check(seo.title, "/seo/title");
    check(seo.description, "/seo/description");
}

// What new products and changed ones have in common.
void check_parts(Findings& findings, const auto& request) {
    if (request.categories) check_categories(findings, *request.categories);
    if (request.attributes) check_attributes(findings, *request.attributes);
    if (request.images) check_count(findings, request.images->size(), most_others, "/images");
    if (request.seo) check_seo(findings, *request.seo);
}

}  // namespace

Result<> check(const NewProduct& request) {
    Findings findings;
    check_variants(findings, request.variants);
    check_parts(findings, request);
    if (auto checked = findings.result(); !checked) return checked;
    return check_skus_differ(request.variants);
}

Result<> check(const ProductChange& change) {
    Findings findings;
    check_parts(findings, change);
    return findings.result();
}

Result<> check(const VariantChange& change) {
    Findings findings;
    if (change.prices) check_selling_prices(findings, *change.prices, "/prices");
    if (change.compare_at) check_prices(findings, *change.compare_at, "/compare_at");
    return findings.result();
}

}  // namespace kontor::catalog
