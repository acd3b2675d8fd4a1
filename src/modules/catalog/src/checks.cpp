#include "checks.hpp"

#include "parts.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace kontor::catalog {

using namespace platform;

namespace {

constexpr std::int64_t highest_price = 1'000'000'000'000;
constexpr std::size_t longest_name = 100;
constexpr std::size_t most_variants = 500;
constexpr std::size_t most_others = 100;

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
        check_currency(findings, prices[index].currency, at(pointer, index) + "/currency");
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

// The last digit of a GTIN makes the others, three times and once in turn, a multiple of ten.
bool is_barcode(const std::string& code) {
    const bool is_number = std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
    constexpr std::array<std::size_t, 4> lengths_of_gtin{8, 12, 13, 14};
    if (!is_number || std::ranges::find(lengths_of_gtin, code.size()) == lengths_of_gtin.end())
        return code.find_first_of(" \t\r\n") == code.npos;
    int sum = 0;
    int weight = 1;
    for (auto digit = code.rbegin(); digit != code.rend(); ++digit, weight = 4 - weight)
        sum += (*digit - '0') * weight;
    return sum % 10 == 0;
}

void check_barcode(Findings& findings, const std::string& code, const std::string& pointer) {
    if (!is_barcode(code))
        findings.add("catalog.bad_barcode",
                     "a barcode has no blanks, and one of 8, 12, 13 or 14 digits is a GTIN",
                     {pointer, "format", "a GTIN whose last digit is right, or another code"});
}

void check_variant(Findings& findings, const NewVariant& variant, const std::string& pointer) {
    check_sku(findings, variant.sku, pointer + "/sku");
    check_selling_prices(findings, variant.prices, pointer + "/prices");
    check_prices(findings, variant.compare_at.value_or(std::vector<Money>{}),
                 pointer + "/compare_at");
    if (variant.barcode) check_barcode(findings, *variant.barcode, pointer + "/barcode");
}

void check_variants(Findings& findings, const std::vector<NewVariant>& variants) {
    check_count(findings, variants.size(), most_variants, "/variants");
    if (variants.empty())
        findings.add("catalog.no_variants", "a product needs at least one variant to be sold",
                     {"/variants", "length", "at least one variant"});
    for (std::size_t index = 0; index < variants.size(); ++index) {
        const auto pointer = at("/variants", index);
        check_variant(findings, variants[index], pointer);
        check_options(findings, variants[index].options.value_or(Options{}),
                      variants.front().options.value_or(Options{}), pointer + "/options");
    }
}

// Absent, or null, or a value: the value where there is one.
template <class T>
const T* given(const std::optional<T>& member) {
    return member ? &*member : nullptr;
}
template <class T>
const T* given(const platform::Change<T>& member) {
    return member ? given(member->value) : nullptr;
}

// What new products and changed ones have in common.
void check_parts(Findings& findings, const auto& request) {
    if (const auto* names = given(request.categories))
        check_category_names(findings, *names, "/categories");
    if (const auto* attributes = given(request.attributes))
        check_attributes(findings, *attributes, "/attributes");
    if (const auto* images = given(request.images)) check_images(findings, *images);
    if (const auto* seo = given(request.seo)) check_seo(findings, *seo, "/seo");
    if (const auto* translations = given(request.translations))
        check_translations(findings, *translations);
}

}  // namespace

Result<> check(const NewProduct& request) {
    Findings findings;
    check_variants(findings, request.variants);
    check_parts(findings, request);
    if (auto checked = findings.result(); !checked) return checked;
    return check_skus_differ(request.variants);
}

Result<> check(const NewVariant& request) {
    Findings findings;
    check_variant(findings, request, "");
    return findings.result();
}

Result<> check(const ProductChange& change) {
    Findings findings;
    check_parts(findings, change);
    return findings.result();
}

Result<> check(const VariantChange& change) {
    Findings findings;
    if (change.prices) check_selling_prices(findings, *change.prices, "/prices");
    if (const auto* prices = given(change.compare_at))
        check_prices(findings, *prices, "/compare_at");
    if (const auto* code = given(change.barcode)) check_barcode(findings, *code, "/barcode");
    return findings.result();
}

Result<> check_schedule(const Product& product) {
    Findings findings;
    if (product.status == Status::scheduled && !product.publish_at)
        findings.add("catalog.no_publish_at", "what is scheduled has a time to be published at",
                     {"/publish_at", "required", "a time such as 2026-01-31T12:00:00Z"});
    if (product.publish_at && product.unpublish_at && *product.unpublish_at <= *product.publish_at)
        findings.add("catalog.bad_schedule", "a product is withdrawn after it was published",
                     {"/unpublish_at", "range", "a time after publish_at"});
    return findings.result();
}

Result<> check_variants(const std::vector<Variant>& variants) {
    Findings findings;
    check_count(findings, variants.size(), most_variants, "/variants");
    std::set<Options> seen;
    for (std::size_t index = 0; index < variants.size(); ++index) {
        const auto& options = variants[index].options;
        const auto pointer = at("/variants", index) + "/options";
        check_options(findings, options, variants.front().options, pointer);
        if (!options.empty() && !seen.insert(options).second)
            findings.add("catalog.options_twice", "two variants are the same choice",
                         {pointer, "twice", "values that no other variant has"});
    }
    return findings.result();
}

Result<> check_arrangement(const std::vector<Option>& wanted, const std::vector<Option>& options) {
    Findings findings;
    std::set<std::string> names;
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        const auto pointer = at("/options", index);
        const auto& [name, values] = wanted[index];
        const auto option = std::ranges::find(options, name, &Option::name);
        if (option == options.end() || !names.insert(name).second) {
            findings.add("catalog.bad_option", "no variant has the option '" + name + "'",
                         {pointer + "/name", "not_one_of", "each of the variants' options, once"});
            continue;
        }
        std::set<std::string> seen;
        for (std::size_t place = 0; place < values.size(); ++place)
            if (std::ranges::find(option->values, values[place]) == option->values.end() ||
                !seen.insert(values[place]).second)
                findings.add("catalog.bad_option",
                             "no variant has the value '" + values[place] + "'",
                             {at(pointer + "/values", place), "not_one_of",
                              "each of the values that variants have, once"});
    }
    return findings.result();
}

}  // namespace kontor::catalog
