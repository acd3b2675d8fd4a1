#include "collection_service.hpp"

#include "catalog/events.hpp"
#include "category_store.hpp"
#include "collection_store.hpp"
#include "platform/audit/deed.hpp"
#include "rules.hpp"
#include "slugs.hpp"

#include <algorithm>

namespace kontor::catalog {

using namespace platform;

namespace {

Error no_such_collection(const std::string& name) {
    return {ErrorKind::not_found, "catalog.no_such_collection", "there is no collection " + name};
}

Error no_such_products() {
    return {ErrorKind::invalid,
            "catalog.no_such_product",
            "some of the products do not exist",
            {{"/products", "not_one_of", "ids of products"}}};
}

// The rule with its categories as ids, which stay the same when they are renamed.
Result<CollectionRule> resolved(Tx& tx, CollectionRule rule) {
    if (!rule.categories) return rule;
    std::vector<std::string> slugs;
    std::vector<CategoryId> ids;
    for (const auto& name : *rule.categories) {
        if (const auto id = CategoryId::parse(name))
            ids.push_back(*id);
        else
            slugs.push_back(name);
    }
    std::map<std::string, std::string> known;
    for (const auto& [asked, category] : store::named_categories(tx, slugs, ids))
        known.emplace(asked.empty() ? category.id.text() : asked, category.id.text());
    Findings findings;
    for (std::size_t index = 0; index < rule.categories->size(); ++index) {
        auto& name = (*rule.categories)[index];
        if (const auto found = known.find(name); found != known.end())
            name = found->second;
        else
            findings.add(
                "catalog.no_such_category", "there is no category " + name,
                {at("/rule/categories", index), "not_one_of", "the id or the slug of a category"});
    }
    if (auto checked = findings.result(); !checked) return checked.error();
    return rule;
}

// By rule or by hand, as it is now.
Result<> choose(Tx& tx, const Collection& collection,
                const std::optional<std::vector<ProductId>>& products) {
    if (collection.rule) {
        store::follow_rule(tx, collection.id);
    } else if (products) {
        if (store::choose(tx, collection.id, *products) != products->size())
            return no_such_products();
    }
    return {};
}

Collection collection_of(const NewCollection& request, platform::Time now) {
    Collection collection{CollectionId::make(), {}, request.title};
    if (request.description) collection.description = *request.description;
    collection.published = request.published.value_or(true);
    collection.rule = request.rule;
    collection.seo = request.seo.value_or(Seo{});
    if (request.translations)
        collection.translations = translations_of<CollectionTranslation>(*request.translations);
    collection.created_at = now;
    return collection;
}

std::string slug_base(const std::string& title, const CollectionId& id) {
    const auto slug = slug_from(title);
    return slug.empty() ? "collection-" + id.text().substr(id.text().find('_') + 1) : slug;
}

void describe(Collection& collection, const CollectionChange& change) {
    if (change.title) collection.title = *change.title;
    if (change.slug) collection.slug = *change.slug;
    if (change.description)
        collection.description =
            change.description->value.value_or(platform::Text<0, 50'000>()).value();
    if (change.published) collection.published = *change.published;
    if (change.rule) collection.rule = change.rule->value;
    if (change.seo) collection.seo = change.seo->value.value_or(Seo{});
    if (change.translations)
        collection.translations = translations_of<CollectionTranslation>(
            change.translations->value.value_or(NewCollectionTranslations{}));
}

}  // namespace

std::vector<Collection> CollectionService::list(const std::optional<CollectionId>& after,
                                                std::size_t limit) {
    return database_.read(
        [&](Reader& reader) { return store::collections(reader, after, limit, false); });
}

std::vector<Collection> CollectionService::published(const std::optional<CollectionId>& after,
                                                     std::size_t limit) {
    return database_.read(
        [&](Reader& reader) { return store::collections(reader, after, limit, true); });
}

Result<ResolvedCollection> CollectionService::resolve(const std::string& id_or_slug) {
    const auto id = CollectionId::parse(id_or_slug);
    auto found = database_.read([&](Reader& reader) {
        return id ? store::collection(reader, *id) : store::collection_by_slug(reader, id_or_slug);
    });
    if (!found) return no_such_collection(id_or_slug);
    const bool is_current = id || has_slug(*found, id_or_slug);
    return ResolvedCollection{*std::move(found), !is_current};
}

std::vector<CollectionPlace> CollectionService::collection_products(
    const CollectionId& id, const std::optional<CollectionPlace>& after, std::size_t limit) {
    return database_.read([&](Reader& reader) { return store::places(reader, id, after, limit); });
}

Result<Collection> CollectionService::create(const NewCollection& request) {
    if (auto checked = check(request); !checked) return checked.error();
    const auto now = std::chrono::floor<std::chrono::milliseconds>(clock_.now());
    return again_when_taken([&] {
        return database_.transact([&](Tx& tx) -> Result<Collection> {
            auto collection = collection_of(request, now);
            if (collection.rule) {
                auto rule = resolved(tx, *collection.rule);
                if (!rule) return rule.error();
                collection.rule = *std::move(rule);
            }
            collection.slug = request.slug
                                  ? request.slug->value()
                                  : settle_slug(tx, SlugKind::collection,
                                                slug_base(collection.title, collection.id));
            if (auto claimed = change_slugs(tx, SlugKind::collection, collection.id.uuid(), {},
                                            slugs_of(collection));
                !claimed)
                return claimed.error();
            store::insert(tx, collection);
            if (auto chosen = choose(tx, collection, request.products); !chosen)
                return chosen.error();
            events_.publish(tx, CollectionChanged{collection.id});
            return collection;
        });
    });
}

Result<Collection> CollectionService::change(const CollectionId& id, const CollectionChange& change,
                                             const Unchanged<Collection>& unchanged) {
    if (auto checked = check(change); !checked) return checked.error();
    return again_when_taken([&] {
        return database_.transact([&](Tx& tx) -> Result<Collection> {
            auto collection = store::collection_for_update(tx, id);
            if (!collection) return no_such_collection(id.text());
            if (auto same = catalog::check(unchanged, *collection); !same) return same.error();
            const auto before = *collection;
            describe(*collection, change);
            if (collection->rule && change.products) return rule_or_products();
            if (change.rule && collection->rule) {
                auto rule = resolved(tx, *collection->rule);
                if (!rule) return rule.error();
                collection->rule = *std::move(rule);
            }
            if (*collection == before && !change.products) return before;
            platform::audit::changed(before, *collection);
            if (auto moved = change_slugs(tx, SlugKind::collection, id.uuid(), slugs_of(before),
                                          slugs_of(*collection));
                !moved)
                return moved.error();
            store::update(tx, *collection);
            auto products = change.products;
            // Those that the rule has chosen stay, from now on by hand.
            if (before.rule && !collection->rule && !products) products = store::chosen(tx, id);
            if (collection->rule != before.rule || products)
                if (auto chosen = choose(tx, *collection, products); !chosen) return chosen.error();
            events_.publish(tx, CollectionChanged{id});
            return *std::move(collection);
        });
    });
}

Result<> CollectionService::remove(const CollectionId& id, const Unchanged<Collection>& unchanged) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto collection = store::collection_for_update(tx, id);
        if (!collection) return no_such_collection(id.text());
        if (auto same = catalog::check(unchanged, *collection); !same) return same;
        store::remove(tx, id);
        store::forget_slugs(tx, id.uuid());
        events_.publish(tx, CollectionDeleted{id});
        platform::audit::removed(*collection);
        return {};
    });
}

}  // namespace kontor::catalog
