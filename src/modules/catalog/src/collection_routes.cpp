#include "catalog/localise.hpp"
#include "platform/http/counted_paging.hpp"
#include "shop_routes.hpp"

namespace kontor::catalog {

using namespace platform;
using namespace platform::http;

namespace {

struct NamePath {
    std::string collection;  // id or slug
};
BOOST_DESCRIBE_STRUCT(NamePath, (), (collection))

struct CollectionPath {
    CollectionId collection;
};
BOOST_DESCRIBE_STRUCT(CollectionPath, (), (collection))

struct CollectionView {
    CollectionId id;
    std::string slug;
    std::string title;
    std::string description;
    Seo seo;
};
BOOST_DESCRIBE_STRUCT(CollectionView, (), (id, slug, title, description, seo))

struct ProductIds : CountedPage<ProductId> {};
BOOST_DESCRIBE_STRUCT(ProductIds, (), (data, next_cursor, total, total_is_capped))

using Shown = std::variant<Answer<200, CollectionView>, Answer<301>>;

CollectionView view_of(const Collection& collection, const std::string& language) {
    auto shown = in_language(collection, language);
    return {shown.id, std::move(shown.slug), std::move(shown.title), std::move(shown.description),
            std::move(shown.seo)};
}

Result<CountedPage<CollectionView>> published_page(
    Collections& collections, const Cursors& cursors,
    const Call<Nothing, Nothing, CountedQuery>& call) {
    const auto read = [&](const auto& after, std::size_t rows) {
        return collections.published(after, rows);
    };
    const auto found =
        CountedPaging(cursors, "collections", call.query).by_id(&Collection::id, read);
    if (!found) return found.error();
    std::vector<CollectionView> views;
    for (const auto& collection : found->data) views.push_back(view_of(collection, call.language));
    return found->showing(std::move(views));
}

void add_shop_routes(Router& router, Collections& collections, const Cursors& cursors) {
    router.add(
        Route(Method::get, "/v1/collections", "list_collections", "Collections, newest first")
            .tag("Products")
            .cached()
            .localised(),
        [&collections, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
            call.depends_on("collections");
            return published_page(collections, cursors, call);
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

Result<ProductIds> chosen_page(Collections& collections, const Cursors& cursors,
                               const CollectionId& id, const CountedQuery& query) {
    if (auto collection = one(collections, id); !collection) return collection.error();
    const CountedPaging paging(cursors, "products of " + id.text(), query);
    const auto keys = paging.after(2);
    if (!keys) return keys.error();
    std::optional<CollectionPlace> after;
    if (!keys->empty()) after = {std::stoll(keys->front()), ProductId::parse(keys->back()).value()};
    auto places = collections.collection_products(id, after, paging.rows());
    ProductIds page;
    page.next_cursor = paging.cut(places, [](const CollectionPlace& last) {
        return std::vector{std::to_string(last.position), last.product.text()};
    });
    for (const auto& place : places) page.data.push_back(place.product);
    const auto length = [&](std::size_t most) {
        return collections.collection_products(id, std::nullopt, most).size();
    };
    if (const auto told = paging.count(page, length); !told) return told.error();
    return page;
}

void add_staff_reading(Router& router, Collections& collections, const Cursors& cursors) {
    router.add(staff_route(Method::get, "collections", "list_collections_for_staff",
                           "Every collection in all languages, the newest first"),
               [&collections, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
                   const auto read = [&](const auto& after, std::size_t rows) {
                       return collections.list(after, rows);
                   };
                   return CountedPaging(cursors, "staff collections", call.query)
                       .by_id(&Collection::id, read);
               });
    router.add(staff_route(Method::get, "collections/{collection}", "show_collection_for_staff",
                           "A collection in all languages, with its rule"),
               [&collections](const Call<CollectionPath>& call) {
                   return one(collections, call.path.collection);
               });
    router.add(
        staff_route(Method::get, "collections/{collection}/products", "list_collection_product_ids",
                    "Ids of the published products in a collection, in its order"),
        [&collections, cursors](const Call<CollectionPath, Nothing, CountedQuery>& call) {
            return chosen_page(collections, cursors, call.path.collection, call.query);
        });
}

void add_staff_writing(Router& router, Collections& collections) {
    router.add(staff_route(Method::post, "collections", "create_collection",
                           "Makes a collection by rule or by hand")
                   .may_answer(409, "catalog.slug_taken"),
               [&collections](const Call<Nothing, NewCollection>& call) {
                   return created(collections.create(call.body), "/v1/admin/collections");
               });
    router.add(staff_route(Method::patch, "collections/{collection}", "change_collection",
                           "Changes what is given and leaves the rest; its old slugs redirect")
                   .may_answer(409, "catalog.slug_taken")
                   .matches_etag(),
               [&collections](const Call<CollectionPath, CollectionChange>& call) {
                   return collections.change(call.path.collection, call.body,
                                             same_as_seen(call.request));
               });
    router.add(staff_route(Method::del, "collections/{collection}", "remove_collection",
                           "Removes a collection and leaves its products")
                   .matches_etag(),
               [&collections](const Call<CollectionPath>& call) {
                   return collections.remove(call.path.collection, same_as_seen(call.request));
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
