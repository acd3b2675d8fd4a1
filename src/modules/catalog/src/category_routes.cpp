#include "catalog/localise.hpp"
#include "shop_routes.hpp"
#include "tree.hpp"

#include <algorithm>

namespace kontor::catalog {

using platform::Result;
using namespace platform::http;

namespace {

struct NamePath {
    std::string category;  // id or slug
};
BOOST_DESCRIBE_STRUCT(NamePath, (), (category))

struct CategoryPath {
    CategoryId category;
};
BOOST_DESCRIBE_STRUCT(CategoryPath, (), (category))

struct RemovalQuery {
    std::optional<Contents> contents;
};
BOOST_DESCRIBE_STRUCT(RemovalQuery, (), (contents))

struct CategoryView {
    CategoryId id;
    std::string slug;
    std::string name;
    std::vector<CategoryReference> path;      // from the root down to its parent
    std::vector<CategoryReference> children;  // in their order
    Seo seo;
};
BOOST_DESCRIBE_STRUCT(CategoryView, (), (id, slug, name, path, children, seo))

using Shown = std::variant<Answer<200, CategoryView>, Answer<301>>;

CategoryView view_of(const Category& category, const std::vector<Category>& all,
                     const std::string& language) {
    auto shown = in_language(category, language);
    CategoryView view{shown.id, std::move(shown.slug), std::move(shown.name), {}, {}, shown.seo};
    for (const auto& id : category.path) {
        const auto step = std::ranges::find(all, id, &Category::id);
        if (id != category.id && step != all.end())
            view.path.push_back(reference_to(*step, language));
    }
    for (const auto& other : all)
        if (other.parent == category.id) view.children.push_back(reference_to(other, language));
    return view;
}

void add_shop_routes(Router& router, Categories& categories) {
    router.add(Route(Method::get, "/v1/categories", "list_categories", "The tree of categories")
                   .tag("Products")
                   .cached()
                   .localised(),
               [&categories](const Call<>& call) -> Result<List<CategoryNode>> {
                   call.depends_on("categories");
                   return List<CategoryNode>{tree_of(categories.all(), call.language)};
               });
    router.add(Route(Method::get, "/v1/categories/{category}", "show_category",
                     "A category by id or slug, with those above and below it")
                   .tag("Products")
                   .may_answer(301, "The slug is one that the category had before")
                   .cached()
                   .localised(),
               [&categories](const Call<NamePath>& call) -> Result<Shown> {
                   const auto found = categories.resolve(call.path.category);
                   if (!found) return found.error();
                   if (found->redirected) {
                       const auto slug = in_language(found->category, call.language).slug;
                       return Answer<301>{{}, {{"Location", "/v1/categories/" + slug}}};
                   }
                   call.depends_on("categories");
                   return Answer<200, CategoryView>{
                       view_of(found->category, categories.all(), call.language), {}};
               });
}

Result<Category> one(Categories& categories, const CategoryId& id) {
    auto found = categories.resolve(id.text());
    if (!found) return found.error();
    return std::move(found->category);
}

void add_staff_reading(Router& router, Categories& categories) {
    router.add(staff_route(Method::get, "categories", "list_categories_for_staff",
                           "Every category in all languages, siblings in their order"),
               [&categories](const Call<>&) -> Result<List<Category>> {
                   return List<Category>{categories.all()};
               });
    router.add(staff_route(Method::get, "categories/{category}", "show_category_for_staff",
                           "A category in all languages"),
               [&categories](const Call<CategoryPath>& call) {
                   return one(categories, call.path.category);
               });
}

void add_staff_writing(Router& router, Categories& categories) {
    router.add(staff_route(Method::post, "categories", "create_category",
                           "Makes a category, at the root or below another")
                   .may_answer(409, "catalog.slug_taken"),
               [&categories](const Call<Nothing, NewCategory>& call) {
                   return created(categories.create(call.body), "/v1/admin/categories");
               });
    router.add(
        staff_route(Method::patch, "categories/{category}", "change_category",
                    "Renames, moves, places or translates a category; its old slugs redirect")
            .may_answer(409, "catalog.slug_taken, catalog.category_cycle")
            .matches_etag(),
        [&categories](const Call<CategoryPath, CategoryChange>& call) {
            return categories.change(call.path.category, call.body, same_as_seen(call.request));
        });
    router.add(staff_route(Method::del, "categories/{category}", "remove_category",
                           "Removes a category, by contents=move_up also one that is not empty")
                   .may_answer(409, "catalog.category_not_empty")
                   .matches_etag(),
               [&categories](const Call<CategoryPath, Nothing, RemovalQuery>& call) {
                   return categories.remove(call.path.category,
                                            call.query.contents.value_or(Contents::refuse),
                                            same_as_seen(call.request));
               });
}

}  // namespace

void add_category_routes(Router& router, Categories& categories) {
    add_shop_routes(router, categories);
    add_staff_reading(router, categories);
    add_staff_writing(router, categories);
}

}  // namespace kontor::catalog
