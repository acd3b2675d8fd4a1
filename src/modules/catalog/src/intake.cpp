#include "intake.hpp"

#include "catalog/events.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::catalog {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

namespace {

using Refusals = std::vector<std::optional<Error>>;

Error sku_taken(const std::string& sku, std::size_t variant) {
    return {ErrorKind::conflict,
            "catalog.sku_taken",
            "another variant has the SKU '" + sku + "'",
            {{"/variants/" + std::to_string(variant) + "/sku", "taken",
              "a SKU that no other variant has"}}};
}

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
            refusals[index] =
                sku_taken(twice->sku, static_cast<std::size_t>(twice - variants.begin()));
        else
            for (const auto& variant : variants) taken.insert(variant.sku);
    }
}

// Given slugs come first: one that was made from a title gives way.
void settle_slugs(Tx& tx, std::vector<Draft>& drafts, Refusals& refusals) {
    std::vector<std::string> wanted;
    for (const auto& draft : drafts) wanted.push_back(draft.product.slug);
    auto taken = store::taken_slugs(tx, wanted);
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        const auto& slug = drafts[index].product.slug;
        if (!drafts[index].slug_is_given || refusals[index]) continue;
        if (!taken.insert(slug).second) refusals[index] = slug_taken(slug);
    }

    auto seen = taken;
    std::vector<std::string> colliding;
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!drafts[index].slug_is_given && !seen.insert(drafts[index].product.slug).second)
            colliding.push_back(drafts[index].product.slug);
    if (!colliding.empty()) taken.merge(store::numbered_slugs(tx, colliding));
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        if (drafts[index].slug_is_given || refusals[index]) continue;
        auto& slug = drafts[index].product.slug;
        slug = free_slug(slug, taken);
        taken.insert(slug);
    }
}

using CategoriesByName = std::map<std::string, CategoryReference>;

// Under its slug and its id.
void add_category(CategoriesByName& known, const CategoryReference& category) {
    known.emplace(category.slug, category);
    known.emplace(category.id.text(), category);
}

CategoriesByName find_or_create_categories(Tx& tx, const std::set<std::string>& names) {
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
    for (const auto& category : store::categories(tx, slugs, ids)) add_category(known, category);
    std::erase_if(slugs, [&](const std::string& slug) { return known.contains(slug); });
    if (!slugs.empty())
        for (const auto& category : store::create_categories(tx, slugs))
            add_category(known, category);
    return known;
}

Result<std::vector<CategoryReference>> pick_categories(const CategoriesByName& known,
                                                       const std::vector<std::string>& names) {
    std::vector<CategoryReference> picked;
    for (std::size_t index = 0; index < names.size(); ++index) {
        const auto found = known.find(names[index]);
        if (found == known.end()) return no_such_category(names[index], index);
        if (std::ranges::find(picked, found->second.id, &CategoryReference::id) == picked.end())
            picked.push_back(found->second);
    }
    return picked;
}

void settle_categories(Tx& tx, std::vector<Draft>& drafts, Refusals& refusals) {
    std::set<std::string> names;
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!refusals[index])
            names.insert(drafts[index].categories.begin(), drafts[index].categories.end());
    const auto known = find_or_create_categories(tx, names);
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        if (refusals[index]) continue;
        auto categories = pick_categories(known, drafts[index].categories);
        if (categories)
            drafts[index].product.categories = *std::move(categories);
        else
            refusals[index] = categories.error();
    }
}

void announce(Tx& tx, platform::EventLog& events, const Draft& draft) {
    const auto& product = draft.product;
    events.publish(tx, ProductCreated{product.id});
    for (std::size_t index = 0; index < product.variants.size(); ++index)
        events.publish(tx, VariantAdded{product.id, product.variants[index].id,
                                        product.variants[index].sku, draft.stocks[index]});
}

}  // namespace

Error slug_taken(const std::string& slug) {
    return {ErrorKind::conflict,
            "catalog.slug_taken",
            "another product has the slug '" + slug + "'",
            {{"/slug", "taken", "a slug that no other product has"}}};
}

std::vector<std::optional<Error>> take_in(Tx& tx, platform::EventLog& events,
                                          std::vector<Draft>& drafts) {
    Refusals refusals(drafts.size());
    refuse_taken_skus(tx, drafts, refusals);
    settle_categories(tx, drafts, refusals);
    settle_slugs(tx, drafts, refusals);

    std::vector<const Product*> kept;
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!refusals[index]) kept.push_back(&drafts[index].product);
    store::insert(tx, kept);
    for (std::size_t index = 0; index < drafts.size(); ++index)
        if (!refusals[index]) announce(tx, events, drafts[index]);
    return refusals;
}

Result<std::vector<CategoryReference>> resolve_categories(Tx& tx,
                                                          const std::vector<std::string>& names) {
    return pick_categories(find_or_create_categories(tx, {names.begin(), names.end()}), names);
}

}  // namespace kontor::catalog
