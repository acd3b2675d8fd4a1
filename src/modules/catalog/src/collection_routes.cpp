#include "catalog/localise.hpp"
#include "platform/http/cursor.hpp"
#include "shop_routes.hpp"

namespace kontor::catalog {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::http::Access;
using platform::http::Answer;
using platform::http::Call;
using platform::http::Cursors;
using platform::http::Method;
using platform::http::Nothing;
using platform::http::Page;
using platform::http::Route;
using platform::http::Router;

namespace {

struct NamePath {
    std::string collection;  // id or slug
};
BOOST_DESCRIBE_STRUCT(NamePath, (), (collection))

struct CollectionPath {
    CollectionId collection;
};
BOOST_DESCRIBE_STRUCT(CollectionPath, (), (collection))

struct PageQuery {
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
};
BOOST_DESCRIBE_STRUCT(PageQuery, (), (limit, cursor))

struct CollectionView {
    CollectionId id;
    std::string slug;
    std::string title;
    std::string description;
    Seo seo;
};
BOOST_DESCRIBE_STRUCT(CollectionView, (), (id, slug, title, description, seo))

using Shown = std::variant<Answer<200, CollectionView>, Answer<301>>;

constexpr std::size_t usual_limit = 20;
const std::string shop_context = "collections";
const std::string staff_context = "staff collections";
const std::string products_context = "products of ";

CollectionView view_of(const Collection& collection, const std::string& language) {
    auto shown = in_language(collection, language);
    return {shown.id, std::move(shown.slug), std::move(shown.title), std::move(shown.description),
            std::move(shown.seo)};
}

std::size_t limit_of(const PageQuery& query) {
    return query.limit ? static_cast<std::size_t>(query.limit->value()) : usual_limit;
}

// list: as Collections::list(), which is asked for one more than fits.
template <class View>
Result<Page<View>> page_of(const Cursors& cursors, const std::string& context,
                           const PageQuery& query, auto list, auto view) {
    std::optional<CollectionId> after;
    if (query.cursor) {
        const auto keys = cursors.read(context, *query.cursor, 1);
        if (!keys) return keys.error();
        after = CollectionId::parse(keys->front());
    }
    const auto limit = limit_of(query);
    auto collections = list(after, limit + 1);
    Page<View> page;
    if (collections.size() > limit) {
        collections.resize(limit);
        page.next_cursor.value = cursors.write(context, {collections.back().id.text()});
    }
    for (auto& collection : collections) page.data.push_back(view(std::move(collection)));
    return page;
}

void add_shop_routes(Router& router, Collections& collections, const Cursors& cursors) {
    router.add(
        Route(Method::get, "/v1/collections", "list_collections", "Collections, newest first")
            .tag("Products")
            .cached()
            .localised(),
        [&collections, cursors](const Call<Nothing, Nothing, PageQuery>& call) {
            call.depends_on("collections");
            return page_of<CollectionView>(
                cursors, shop_context, call.query,
                [&](const auto& after, std::size_t limit) {
                    return collections.published(after, limit);
                },
                [&](const Collection& collection) { return view_of(collection, call.language); });
        });
    router.add(Route(Method::get, "/v1/collections/{collection}", "show_collection",
                     "A collection by id or slug")
                   .tag("Products")
                   .may_answer(301, "The slug is one that the collection had before")
                   .cached()
                   .localised(),
               [&collections](const Call<NamePath>& call) -> Result<Shown> {
                   const auto found = collections.resolve(call.path.collection);
                   if (!found) return found.error();
                   if (!found->collection.published)
                       return Error{ErrorKind::not_found, "catalog.no_such_collection",
                                    "there is no collection " + call.path.collection};
                   auto view = view_of(found->collection, call.language);
                   if (found->redirected)
                       return Answer<301>{{}, {{"Location", "/v1/collections/" + view.slug}}};
                   call.depends_on("collections");
                   return Answer<200, CollectionView>{std::move(view), {}};
               });
}

Result<Collection> one(Collections& collections, const CollectionId& id) {
    auto found = collections.resolve(id.text());
    if (!found) return found.error();
    return std::move(found->collection);
}

Result<Page<ProductId>> chosen_page(Collections& collections, const Cursors& cursors,
                                    const CollectionId& id, const PageQuery& query) {
    if (auto collection = one(collections, id); !collection) return collection.error();
    const auto context = products_context + id.text();
    std::optional<CollectionPlace> after;
    if (query.cursor) {
        const auto keys = cursors.read(context, *query.cursor, 2);
        if (!keys) return keys.error();
        after = {std::stoll((*keys)[0]), ProductId::parse((*keys)[1]).value()};
    }
    const auto limit = limit_of(query);
    auto places = collections.collection_products(id, after, limit + 1);
    Page<ProductId> page;
    if (places.size() > limit) {
        places.resize(limit);
        const auto& last = places.back();
        page.next_cursor.value =
            cursors.write(context, {std::to_string(last.position), last.product.text()});
    }
    for (const auto& place : places) page.data.push_back(place.product);
    return page;
}

void add_staff_reading(Router& router, Collections& collections, const Cursors& cursors) {
    const auto readers = Access::staff("catalog.read");
    router.add(Route(Method::get, "/v1/admin/collections", "list_collections_for_staff",
                     "Every collection in all languages, the newest first")
                   .by(readers)
                   .tag("Catalogue (staff)"),
               [&collections, cursors](const Call<Nothing, Nothing, PageQuery>& call) {
                   return page_of<Collection>(
                       cursors, staff_context, call.query,
                       [&](const auto& after, std::size_t limit) {
                           return collections.list(after, limit);
                       },
                       std::identity{});
               });
    router.add(Route(Method::get, "/v1/admin/collections/{collection}", "show_collection_for_staff",
                     "A collection in all languages, with its rule")
                   .by(readers)
                   .tag("Catalogue (staff)"),
               [&collections](const Call<CollectionPath>& call) {
                   return one(collections, call.path.collection);
               });
    router.add(Route(Method::get, "/v1/admin/collections/{collection}/products",
                     "list_collection_product_ids",
                     "Ids of the published products in a collection, in its order")
                   .by(readers)
                   .tag("Catalogue (staff)"),
               [&collections, cursors](const Call<CollectionPath, Nothing, PageQuery>& call) {
                   return chosen_page(collections, cursors, call.path.collection, call.query);
               });
}

void add_staff_writing(Router& router, Collections& collections) {
    const auto writers = Access::staff("catalog.write");
    router.add(Route(Method::post, "/v1/admin/collections", "create_collection",
                     "Makes a collection by rule or by hand")
                   .by(writers)
                   .tag("Catalogue (staff)")
                   .may_answer(409, "catalog.slug_taken"),
               [&collections](
                   const Call<Nothing, NewCollection>& call) -> Result<Answer<201, Collection>> {
                   auto collection = collections.create(call.body);
                   if (!collection) return collection.error();
                   const auto location = "/v1/admin/collections/" + collection->id.text();
                   return Answer<201, Collection>{*std::move(collection), {{"Location", location}}};
               });
    router.add(
        Route(Method::patch, "/v1/admin/collections/{collection}", "change_collection",
              "Changes what is given and leaves the rest; its old slugs redirect")
            .by(writers)
            .tag("Catalogue (staff)")
            .may_answer(409, "catalog.slug_taken")
            .matches_etag(),
        [&collections](const Call<CollectionPath, CollectionChange>& call) -> Result<Collection> {
            const auto& id = call.path.collection;
            if (auto matched = match(call.request, [&] { return one(collections, id); }); !matched)
                return matched.error();
            return collections.change(id, call.body);
        });
    router.add(Route(Method::del, "/v1/admin/collections/{collection}", "remove_collection",
                     "Removes a collection and leaves its products")
                   .by(writers)
                   .tag("Catalogue (staff)")
                   .matches_etag(),
               [&collections](const Call<CollectionPath>& call) -> Result<> {
                   const auto& id = call.path.collection;
                   if (auto matched = match(call.request, [&] { return one(collections, id); });
                       !matched)
                       return matched;
                   return collections.remove(id);
               });
}

}  // namespace

void add_collection_routes(Router& router, Collections& collections,
                           const std::string& cursor_secret) {
    const Cursors cursors(cursor_secret);
    add_shop_routes(router, collections, cursors);
    add_staff_reading(router, collections, cursors);
    add_staff_writing(router, collections);
}

}  // namespace kontor::catalog
