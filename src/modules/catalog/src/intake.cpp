#include "intake.hpp"

#include "attribute_store.hpp"
#include "attributes.hpp"
#include "catalog/events.hpp"
#include "category_store.hpp"
#include "refusals.hpp"
#include "slugs.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::catalog {

using namespace platform;

namespace {

Error no_such_category(const std::string& name, std::size_t index) {
    return {ErrorKind::invalid,
            "catalog.no_such_category",
            "there is no category " + name,
            {{"/categories/" + std::to_string(index), "not_one_of",
              "the id of a category, or a slug"}}};
}

void refuse_taken_skus(Tx& tx, const std::vector<Draft>& drafts, Refusals& refusals) {
    std::vector<std::string> skus;
    for (const auto& draft : drafts)
        for (const auto& variant : draft.product.variants) skus.push_back(variant.sku);
    auto taken = store::taken_skus(tx, skus);
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        const auto& variants = drafts[index].product.variants;
        const auto twice = std::ranges::find_if(
            variants, [&](const Variant& variant) { return taken.contains(variant.sku); });
        if (twice != variants.end())
            refusals[index] = sku_taken(
                twice->sku,
                at("/variants", static_cast<std::size_t>(twice - variants.begin())) + "/sku");
        else
            for (const auto& variant : variants) taken.insert(variant.sku);
    }
}

store::SlugColumns claims_of(const std::vector<const Product*>& products) {
    store::SlugColumns claims;
    for (const auto* product : products) {
        std::set<std::string> own;
        for (const auto& placed : slugs_of(*product))
            if (own.insert(placed.slug).second) claims.add(product->id.uuid(), placed.slug);
    }
    return claims;
}

// What nobody may have but this product: all its slugs, or only the translated ones.
std::vector<PlacedSlug> demanded_slugs(const Draft& draft) {
    auto slugs = slugs_of(draft.product);
    if (!draft.slug_is_given) slugs.erase(slugs.begin());
    return slugs;
}

void refuse_taken_slugs(const std::vector<Draft>& drafts, std::set<std::string>& taken,
                        Refusals& refusals) {
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        if (refusals[index]) continue;
        const auto demanded = demanded_slugs(drafts[index]);
        const auto twice = std::ranges::find_if(
            demanded, [&](const PlacedSlug& placed) { return taken.contains(placed.slug); });
        if (twice != demanded.end())
            refusals[index] = slug_taken(SlugKind::product, *twice);
        else
            for (const auto& placed : demanded) taken.insert(placed.slug);
    }
}

// Given slugs come first: one that was made from a title gives way.
void settle_slugs(Tx& tx, std::vector<Draft>& drafts, Refusals& refusals) {
    std::vector<std::string> wanted;
    for (const auto& draft : drafts)
        for (const auto& placed : slugs_of(draft.product)) wanted.push_back(placed.slug);
    auto taken = store::taken_slugs(tx, SlugKind::product, wanted);
    refuse_taken_slugs(drafts, taken, refusals);

    auto seen = taken;
    std::vector<std::string> colliding;
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!drafts[index].slug_is_given && !seen.insert(drafts[index].product.slug).second)
            colliding.push_back(drafts[index].product.slug);
    if (!colliding.empty()) taken.merge(store::numbered_slugs(tx, SlugKind::product, colliding));
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        if (drafts[index].slug_is_given || refusals[index]) continue;
        auto& slug = drafts[index].product.slug;
        slug = free_slug(slug, taken);
        taken.insert(slug);
    }
}

CategoriesByName named_categories(Tx& tx, const std::set<std::string>& names) {
    std::vector<std::string> slugs;
    std::vector<CategoryId> ids;
    for (const auto& name : names) {
        if (const auto id = CategoryId::parse(name))
            ids.push_back(*id);
        else
            slugs.push_back(name);
    }
    CategoriesByName known;
    if (names.empty()) return known;
    for (auto& [asked, category] : store::named_categories(tx, slugs, ids))
        known.emplace(asked.empty() ? category.id.text() : asked, category);
    return known;
}

void create_missing(Tx& tx, platform::EventLog& events, const std::set<std::string>& names,
                    CategoriesByName& known) {
    std::vector<std::string> slugs;
    for (const auto& name : names)
        if (!known.contains(name) && !CategoryId::parse(name)) slugs.push_back(name);
    for (const auto& category : store::create_categories(tx, slugs)) {
        known.emplace(category.slug, category);
        events.publish(tx, CategoryChanged{category.id});
    }
}

std::optional<Error> unknown_category(const CategoriesByName& known,
                                      const std::vector<std::string>& names) {
    for (std::size_t index = 0; index < names.size(); ++index)
        if (CategoryId::parse(names[index]) && !known.contains(names[index]))
            return no_such_category(names[index], index);
    return std::nullopt;
}

std::vector<CategoryReference> pick_categories(const CategoriesByName& known,
                                               const std::vector<std::string>& names) {
    std::vector<CategoryReference> picked;
    for (const auto& name : names) {
        const auto& category = known.at(name);
        if (std::ranges::find(picked, category.id, &CategoryReference::id) == picked.end())
            picked.push_back(category);
    }
    return picked;
}

// Whatever drafts that are not refused name.
std::set<std::string> names_in(const std::vector<Draft>& drafts, const Refusals& refusals) {
    std::set<std::string> names;
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!refusals[index])
            names.insert(drafts[index].categories.begin(), drafts[index].categories.end());
    return names;
}

void announce(Tx& tx, platform::EventLog& events, const std::vector<Draft>& drafts,
              const Refusals& refusals) {
    std::vector<ProductCreated> created;
    std::vector<VariantAdded> added;
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        if (refusals[index]) continue;
        const auto& product = drafts[index].product;
        created.push_back({product.id});
        for (std::size_t place = 0; place < product.variants.size(); ++place)
            added.push_back({product.id, product.variants[place].id, product.variants[place].sku,
                             drafts[index].stocks[place]});
    }
    events.publish_all(tx, created);
    events.publish_all(tx, added);
}

}  // namespace

CategoriesByName find_categories(Tx& tx, const std::vector<Draft>& drafts, Refusals& refusals) {
    auto known = named_categories(tx, names_in(drafts, refusals));
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!refusals[index]) refusals[index] = unknown_category(known, drafts[index].categories);
    return known;
}

void settle_categories(Tx& tx, platform::EventLog& events, CategoriesByName known,
                       std::vector<Draft>& drafts, const Refusals& refusals) {
    create_missing(tx, events, names_in(drafts, refusals), known);
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!refusals[index])
            drafts[index].product.categories = pick_categories(known, drafts[index].categories);
}

void refuse_unfit_attributes(Tx& tx, const std::vector<Draft>& drafts, Refusals& refusals) {
    const auto have_attributes = std::ranges::any_of(
        drafts, [](const Draft& draft) { return !draft.product.attributes.empty(); });
    if (!have_attributes) return;
    const auto definitions = store::attributes(tx);
    if (definitions.empty()) return;
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!refusals[index])
            if (const auto fits = check_values(definitions, drafts[index].product.attributes);
                !fits)
                refusals[index] = fits.error();
}

Refusals take_in(Tx& tx, platform::EventLog& events, std::vector<Draft>& drafts) {
    Refusals refusals(drafts.size());
    refuse_taken_skus(tx, drafts, refusals);
    refuse_unfit_attributes(tx, drafts, refusals);
    auto categories = find_categories(tx, drafts, refusals);
    settle_slugs(tx, drafts, refusals);
    settle_categories(tx, events, std::move(categories), drafts, refusals);

    std::vector<const Product*> kept;
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!refusals[index]) kept.push_back(&drafts[index].product);
    store::insert(tx, kept);
    store::claim_slugs(tx, SlugKind::product, claims_of(kept));
    announce(tx, events, drafts, refusals);
    return refusals;
}

Result<std::vector<CategoryReference>> resolve_categories(Tx& tx, platform::EventLog& events,
                                                          const std::vector<std::string>& names) {
    const std::set<std::string> wanted(names.begin(), names.end());
    auto known = named_categories(tx, wanted);
    if (auto unknown = unknown_category(known, names)) return *std::move(unknown);
    create_missing(tx, events, wanted, known);
    return pick_categories(known, names);
}

}  // namespace kontor::catalog
