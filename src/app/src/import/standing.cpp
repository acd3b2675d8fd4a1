#include "import/standing.hpp"

#include "platform/json/json.hpp"

#include <algorithm>

namespace kontor::app {

using platform::Money;

namespace {

constexpr auto of_variant = "variants/-/";

template <class T>
void keep(std::optional<T>& wanted, const std::optional<T>& standing, bool is_covered) {
    if (!is_covered) wanted = standing;
}

// Whatever has a name of its own, and so a column of its own.
template <class Value>
void keep_named(std::optional<std::map<std::string, Value>>& wanted,
                const std::optional<std::map<std::string, Value>>& standing,
                const std::string& path, const CoveredParts& covered) {
    if (!standing) return;
    for (const auto& [name, value] : *standing) {
        if (covered.has(path + name)) continue;
        if (!wanted) wanted.emplace();
        wanted->emplace(name, value);
    }
}

void keep_prices(std::vector<Money>& wanted, const std::vector<Money>& standing,
                 const std::string& path, const CoveredParts& covered) {
    for (const auto& price : standing)
        if (!covered.has(path + std::string(price.currency.code())) &&
            std::ranges::find(wanted, price.currency, &Money::currency) == wanted.end())
            wanted.push_back(price);
}

void keep_seo(std::optional<catalog::Seo>& wanted, const std::optional<catalog::Seo>& standing,
              const std::string& path, const CoveredParts& covered) {
    if (!standing) return;
    auto seo = wanted.value_or(catalog::Seo{});
    keep(seo.title, standing->title, covered.has(path + "title"));
    keep(seo.description, standing->description, covered.has(path + "description"));
    keep(seo.canonical, standing->canonical, covered.has(path + "canonical"));
    if (seo != catalog::Seo{}) wanted = std::move(seo);
}

template <class Translation>
bool is_empty(const Translation& translation) {
    return platform::json::write(translation) == "{}";
}

void keep_own(catalog::NewProductTranslation& wanted, const catalog::NewProductTranslation& said,
              const std::string& path, const CoveredParts& covered) {
    keep(wanted.title, said.title, covered.has(path + "title"));
    keep(wanted.description, said.description, covered.has(path + "description"));
}

void keep_own(catalog::NewCategoryTranslation& wanted, const catalog::NewCategoryTranslation& said,
              const std::string& path, const CoveredParts& covered) {
    keep(wanted.name, said.name, covered.has(path + "name"));
}

template <class Translation>
void keep_translations(std::optional<std::map<std::string, Translation>>& wanted,
                       const std::optional<std::map<std::string, Translation>>& standing,
                       const CoveredParts& covered) {
    if (!standing) return;
    for (const auto& [language, said] : *standing) {
        const auto path = "translations/" + language + "/";
        auto translation =
            wanted && wanted->contains(language) ? wanted->at(language) : Translation{};
        keep_own(translation, said, path, covered);
        keep(translation.slug, said.slug, covered.has(path + "slug"));
        keep_seo(translation.seo, said.seo, path + "seo/", covered);
        if (is_empty(translation)) continue;
        if (!wanted) wanted.emplace();
        wanted->insert_or_assign(language, std::move(translation));
    }
}

void keep_variant(catalog::NewVariant& wanted, const catalog::NewVariant& standing,
                  const CoveredParts& covered) {
    const auto has = [&](const char* member) {
        return covered.has(std::string(of_variant) + member);
    };
    keep(wanted.title, standing.title, has("title"));
    keep(wanted.weight_grams, standing.weight_grams, has("weight_grams"));
    keep(wanted.barcode, standing.barcode, has("barcode"));
    keep(wanted.dimensions, standing.dimensions, has("dimensions"));
    keep_named(wanted.options, standing.options, std::string(of_variant) + "options/", covered);
    keep_prices(wanted.prices, standing.prices, std::string(of_variant) + "prices/", covered);
    auto compare_at = wanted.compare_at.value_or(std::vector<Money>{});
    if (standing.compare_at && !has("compare_at/*"))
        keep_prices(compare_at, *standing.compare_at, std::string(of_variant) + "compare_at/",
                    covered);
    if (!compare_at.empty()) wanted.compare_at = std::move(compare_at);
}

}  // namespace

void CoveredParts::add(const Path& path) {
    std::string joined;
    for (const auto& step : path) joined.append(joined.empty() ? "" : "/").append(step);
    paths_.insert(std::move(joined));
}

bool CoveredParts::has(const std::string& path) const {
    const auto found = paths_.lower_bound(path);
    if (found == paths_.end()) return false;
    return *found == path || paths_.lower_bound(path + "/") != paths_.lower_bound(path + "0");
}

void keep_standing(catalog::NewProduct& wanted, const catalog::NewProduct& standing,
                   const CoveredParts& covered) {
    keep(wanted.slug, standing.slug, wanted.slug.has_value());
    keep(wanted.description, standing.description, covered.has("description"));
    keep(wanted.status, standing.status, covered.has("status"));
    keep(wanted.publish_at, standing.publish_at, covered.has("publish_at"));
    keep(wanted.unpublish_at, standing.unpublish_at, covered.has("unpublish_at"));
    keep(wanted.tax_class, standing.tax_class, covered.has("tax_class"));
    keep(wanted.categories, standing.categories, covered.has("categories"));
    keep(wanted.images, standing.images, covered.has("images"));
    keep(wanted.options, standing.options,
         covered.has("options") || covered.has(std::string(of_variant) + "options"));
    keep_seo(wanted.seo, standing.seo, "seo/", covered);
    keep_named(wanted.attributes, standing.attributes, "attributes/", covered);
    keep_translations(wanted.translations, standing.translations, covered);

    for (const auto& variant : standing.variants) {
        const auto found =
            std::ranges::find(wanted.variants, variant.sku, &catalog::NewVariant::sku);
        if (found == wanted.variants.end())
            wanted.variants.push_back(variant);
        else
            keep_variant(*found, variant, covered);
    }
}

void keep_standing(CategoryRecord& wanted, const CategoryRecord& standing,
                   const CoveredParts& covered) {
    if (wanted.seo && standing.seo)
        keep_seo(wanted.seo->value, standing.seo->value, "seo/", covered);
    if (wanted.translations && standing.translations)
        keep_translations(wanted.translations->value, standing.translations->value, covered);
}

}  // namespace kontor::app
