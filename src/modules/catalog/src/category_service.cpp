#include "category_service.hpp"

#include "catalog/events.hpp"
#include "category_store.hpp"
#include "platform/audit/deed.hpp"
#include "slugs.hpp"

#include <algorithm>

namespace kontor::catalog {

using namespace platform;

namespace {

// Readers of JSON stop at some depth, and people long before.
constexpr std::ptrdiff_t most_levels = 20;

Error no_such_category(const std::string& name) {
    return {ErrorKind::not_found, "catalog.no_such_category", "there is no category " + name};
}

Error no_such_parent(const CategoryId& id) {
    return {ErrorKind::invalid,
            "catalog.no_such_category",
            "there is no category " + id.text(),
            {{"/parent", "not_one_of", "the id of a category"}}};
}

Error category_cycle() {
    return {ErrorKind::conflict,
            "catalog.category_cycle",
            "a category cannot be below itself",
            {{"/parent", "cycle", "a category that is not below this one"}}};
}

Error category_too_deep() {
    return {ErrorKind::invalid,
            "catalog.category_too_deep",
            "a tree of categories has at most " + std::to_string(most_levels) + " levels",
            {{"/parent", "range", "a category with fewer above it"}}};
}

Error category_not_empty(const store::CategoryContents& contents) {
    if (contents.is_in_rule)
        return {ErrorKind::conflict, "catalog.category_not_empty",
                "the rule of a collection names this category: change the rule first"};
    return {ErrorKind::conflict, "catalog.category_not_empty",
            "there are categories below this one, or products in it: move them, or say "
            "contents=move_up"};
}

// The children of the parent, in their order.
std::vector<CategoryId> children_of(const std::vector<Category>& all,
                                    const std::optional<CategoryId>& parent) {
    std::vector<CategoryId> children;
    for (const auto& category : all)
        if (category.parent == parent) children.push_back(category.id);
    return children;
}

// At this place among its siblings, or the last. Whether that changes their order.
bool place(Tx& tx, Category& category, const std::vector<Category>& all,
           std::optional<std::size_t> wanted) {
    const auto before = children_of(all, category.parent);
    auto siblings = before;
    std::erase(siblings, category.id);
    const auto position = std::min(wanted.value_or(siblings.size()), siblings.size());
    siblings.insert(siblings.begin() + static_cast<std::ptrdiff_t>(position), category.id);
    if (siblings == before) return false;
    category.position = static_cast<std::int64_t>(position);
    store::arrange(tx, siblings);
    return true;
}

std::optional<std::size_t> place_in(const auto& request) {
    if (!request.position) return std::nullopt;
    return static_cast<std::size_t>(request.position->value());
}

// From the category down, itself included.
std::ptrdiff_t levels_of(const Category& category, const std::vector<Category>& all) {
    std::ptrdiff_t levels = 1;
    for (const auto& other : all)
        levels = std::max(levels, other.path.end() - std::ranges::find(other.path, category.id));
    return levels;
}

// Its path, below the parent that it names.
Result<> settle_path(Category& category, const std::vector<Category>& all) {
    category.path.clear();
    if (category.parent) {
        const auto parent = std::ranges::find(all, *category.parent, &Category::id);
        if (parent == all.end()) return no_such_parent(*category.parent);
        if (std::ranges::find(parent->path, category.id) != parent->path.end())
            return category_cycle();
        if (std::ssize(parent->path) + levels_of(category, all) > most_levels)
            return category_too_deep();
        category.path = parent->path;
    }
    category.path.push_back(category.id);
    return {};
}

Result<> check_parts(const Seo* seo, const NewCategoryTranslations* translations) {
    Findings findings;
    if (seo) check_seo(findings, *seo, "/seo");
    if (translations) check_translations(findings, *translations);
    return findings.result();
}

void apply(Category& category, const CategoryChange& change) {
    if (change.name) category.name = *change.name;
    if (change.slug) category.slug = *change.slug;
    if (change.parent) category.parent = change.parent->value;
    if (change.seo) category.seo = change.seo->value.value_or(Seo{});
    if (change.translations)
        category.translations = translations_of<CategoryTranslation>(
            change.translations->value.value_or(NewCategoryTranslations{}));
}

Category category_of(const NewCategory& request) {
    Category category{CategoryId::make(), {}, request.name};
    category.parent = request.parent;
    if (request.seo) category.seo = *request.seo;
    if (request.translations)
        category.translations = translations_of<CategoryTranslation>(*request.translations);
    return category;
}

std::string slug_base(const NewCategory& request, const CategoryId& id) {
    const auto slug = slug_from(request.name);
    return slug.empty() ? "category-" + id.text().substr(id.text().find('_') + 1) : slug;
}

// Each leaves the parents that it had below the one removed.
void move_children_up(Tx& tx, platform::EventLog& events, const Category& category,
                      const std::vector<Category>& all) {
    for (auto child : all) {
        if (child.parent != category.id) continue;
        const auto former_path = child.path;
        child.parent = category.parent;
        child.path = category.path;
        child.path.back() = child.id;
        store::update(tx, child);
        store::move(tx, child.id, former_path, child.path);
        events.publish(tx, CategoryChanged{child.id});
    }
}

}  // namespace

std::vector<Category> CategoryService::all() {
    return database_.read([](Reader& reader) { return store::categories(reader); });
}

Result<ResolvedCategory> CategoryService::resolve(const std::string& id_or_slug) {
    const auto id = CategoryId::parse(id_or_slug);
    auto found = database_.read([&](Reader& reader) {
        return id ? store::category(reader, *id) : store::category_by_slug(reader, id_or_slug);
    });
    if (!found) return no_such_category(id_or_slug);
    const bool is_current = id || has_slug(*found, id_or_slug);
    return ResolvedCategory{*std::move(found), !is_current};
}

Result<Category> CategoryService::create(const NewCategory& request) {
    const auto* translations = request.translations ? &*request.translations : nullptr;
    const auto* seo = request.seo ? &*request.seo : nullptr;
    if (auto checked = check_parts(seo, translations); !checked) return checked.error();
    return again_when_taken([&] {
        return database_.transact([&](Tx& tx) -> Result<Category> {
            store::lock_tree(tx);
            const auto all = store::categories(tx);
            auto category = category_of(request);
            if (auto settled = settle_path(category, all); !settled) return settled.error();
            category.slug =
                request.slug ? request.slug->value()
                             : settle_slug(tx, SlugKind::category, slug_base(request, category.id));
            if (auto claimed = change_slugs(tx, SlugKind::category, category.id.uuid(), {},
                                            slugs_of(category));
                !claimed)
                return claimed.error();
            store::insert(tx, category);
            place(tx, category, all, place_in(request));
            events_.publish(tx, CategoryChanged{category.id});
            return category;
        });
    });
}

Result<Category> CategoryService::change(const CategoryId& id, const CategoryChange& change,
                                         const Unchanged<Category>& unchanged) {
    const auto* seo = change.seo && change.seo->value ? &*change.seo->value : nullptr;
    const auto* translations =
        change.translations && change.translations->value ? &*change.translations->value : nullptr;
    if (auto checked = check_parts(seo, translations); !checked) return checked.error();
    return again_when_taken([&] {
        return database_.transact([&](Tx& tx) -> Result<Category> {
            store::lock_tree(tx);
            const auto all = store::categories(tx);
            const auto found = std::ranges::find(all, id, &Category::id);
            if (found == all.end()) return no_such_category(id.text());
            if (auto same = catalog::check(unchanged, *found); !same) return same.error();
            auto category = *found;
            apply(category, change);
            const bool has_moved = category.parent != found->parent;
            if (has_moved)
                if (auto settled = settle_path(category, all); !settled) return settled.error();
            if (auto moved = change_slugs(tx, SlugKind::category, id.uuid(), slugs_of(*found),
                                          slugs_of(category));
                !moved)
                return moved.error();
            const bool is_placed =
                (change.position || has_moved) && place(tx, category, all, place_in(change));
            if (!is_placed && category == *found) return category;
            platform::audit::changed(*found, category);

            store::update(tx, category);
            if (has_moved) store::move(tx, id, found->path, category.path);
            events_.publish(tx, CategoryChanged{id});
            return category;
        });
    });
}

Result<> CategoryService::remove(const CategoryId& id, Contents contents,
                                 const Unchanged<Category>& unchanged) {
    return database_.transact([&](Tx& tx) -> Result<> {
        store::lock_tree(tx);
        const auto all = store::categories(tx);
        const auto found = std::ranges::find(all, id, &Category::id);
        if (found == all.end()) return no_such_category(id.text());
        if (auto same = catalog::check(unchanged, *found); !same) return same;
        const auto held = store::contents_of(tx, id);
        const bool may_move = contents == Contents::move_up;
        if (held.is_in_rule || ((held.has_children || held.has_products) && !may_move))
            return category_not_empty(held);
        move_children_up(tx, events_, *found, all);
        const auto now = std::chrono::floor<std::chrono::milliseconds>(clock_.now());
        for (const auto& product : store::release_products(tx, id, now))
            events_.publish(tx, ProductChanged{product});
        store::remove(tx, id);
        events_.publish(tx, CategoryDeleted{id});
        platform::audit::removed(*found);
        return {};
    });
}

}  // namespace kontor::catalog
