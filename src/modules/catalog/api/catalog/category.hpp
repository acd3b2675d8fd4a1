// The tree that products are sorted into.
#pragma once

#include "catalog/product.hpp"
#include "catalog/unchanged.hpp"
#include "platform/core/result.hpp"

namespace kontor::catalog {

struct CategoryTranslation {
    std::optional<std::string> name{};
    std::optional<std::string> slug{};
    std::optional<Seo> seo{};
    friend bool operator==(const CategoryTranslation&, const CategoryTranslation&) = default;
};
BOOST_DESCRIBE_STRUCT(CategoryTranslation, (), (name, slug, seo))

using CategoryTranslations = std::map<std::string, CategoryTranslation>;  // by language tag

struct Category {
    CategoryId id;
    std::string slug;
    std::string name;
    std::optional<CategoryId> parent{};
    std::vector<CategoryId> path{};  // from the root down to itself
    std::int64_t position = 0;       // among its siblings
    Seo seo{};
    CategoryTranslations translations{};
    friend bool operator==(const Category&, const Category&) = default;
};
BOOST_DESCRIBE_STRUCT(Category, (), (id, slug, name, parent, path, position, seo, translations))

struct ResolvedCategory {
    Category category;
    bool redirected = false;  // found by a slug that it had once
};
BOOST_DESCRIBE_STRUCT(ResolvedCategory, (), (category, redirected))

struct NewCategoryTranslation {
    std::optional<platform::Text<1, 200>> name;
    std::optional<platform::Slug> slug;
    std::optional<Seo> seo;
};
BOOST_DESCRIBE_STRUCT(NewCategoryTranslation, (), (name, slug, seo))

using NewCategoryTranslations = std::map<std::string, NewCategoryTranslation>;

struct NewCategory {
    platform::Text<1, 200> name;
    std::optional<platform::Slug> slug;  // default: made from the name
    std::optional<CategoryId> parent;
    std::optional<platform::Whole<0, 100'000>> position;  // among its siblings; default: the last
    std::optional<Seo> seo;
    std::optional<NewCategoryTranslations> translations;
};
BOOST_DESCRIBE_STRUCT(NewCategory, (), (name, slug, parent, position, seo, translations))

// Absent members stay as they are; parent null makes it a root.
struct CategoryChange {
    std::optional<platform::Text<1, 200>> name;
    std::optional<platform::Slug> slug;
    platform::Change<CategoryId> parent;
    std::optional<platform::Whole<0, 100'000>> position;
    platform::Change<Seo> seo;
    platform::Change<NewCategoryTranslations> translations;
};
BOOST_DESCRIBE_STRUCT(CategoryChange, (), (name, slug, parent, position, seo, translations))

// refuse where there is anything below or in it; or else move what is below it up to its parent,
// and take its products out of it.
enum class Contents { refuse, move_up };
BOOST_DESCRIBE_ENUM(Contents, refuse, move_up)

// Categories for those who keep the tree. Thread-safe.
class Categories {
public:
    virtual ~Categories() = default;

    // Siblings in their order, each before those below it.
    virtual std::vector<Category> all() = 0;
    // By TypeID or slug, also one that it had once. Refuses catalog.no_such_category (not_found).
    virtual platform::Result<ResolvedCategory> resolve(const std::string& id_or_slug) = 0;
    // Refuses catalog.slug_taken (conflict), catalog.no_such_category, catalog.category_too_deep,
    // catalog.bad_language, catalog.bad_seo (invalid).
    virtual platform::Result<Category> create(const NewCategory& category) = 0;
    // Refuses catalog.no_such_category (not_found), catalog.category_cycle (conflict), and as
    // create().
    virtual platform::Result<Category> change(const CategoryId& id, const CategoryChange& change,
                                              const Unchanged<Category>& unchanged = {}) = 0;
    // Refuses catalog.no_such_category (not_found), catalog.category_not_empty (conflict).
    virtual platform::Result<> remove(const CategoryId& id, Contents contents,
                                      const Unchanged<Category>& unchanged = {}) = 0;
};

}  // namespace kontor::catalog
