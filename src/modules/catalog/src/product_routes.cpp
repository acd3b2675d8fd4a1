#include "platform/http/counted_paging.hpp"
#include "shop_routes.hpp"
#include "view.hpp"

namespace kontor::catalog {

using namespace platform;
using namespace platform::http;

namespace {

struct ProductPath {
    ProductId product;
};
BOOST_DESCRIBE_STRUCT(ProductPath, (), (product))

struct VariantPath {
    VariantId variant;
};
BOOST_DESCRIBE_STRUCT(VariantPath, (), (variant))

struct ListQuery {
    std::optional<platform::Text<1, 200>> q;
    std::optional<Status> status;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (q, status, limit, cursor, include))

// Products with what inventory knows of them.
class StaffViews {
public:
    StaffViews(inventory::Inventory& inventory, Currency currency)
        : inventory_(inventory), currency_(currency) {}

    std::vector<StaffProductView> of(std::vector<Product> products) const {
        const auto stock = inventory_.available(variant_ids(products));
        std::vector<StaffProductView> views;
        auto first = stock.begin();
        for (auto& product : products) {
            const auto last = first + static_cast<std::ptrdiff_t>(product.variants.size());
            views.push_back(staff_view_of(std::move(product), {first, last}, currency_));
            first = last;
        }
        return views;
    }

    Result<StaffProductView> of(Result<Product> product) const {
        if (!product) return product.error();
        return std::move(of(std::vector<Product>{*std::move(product)}).front());
    }

    Result<Product> owner_of(Catalog& catalog, const VariantId& id) const {
        const auto variant = catalog.sellable(id.text(), currency_);
        if (!variant) return variant.error();
        return catalog.product(variant->product.text());
    }

private:
    inventory::Inventory& inventory_;
    Currency currency_;
};

// Nothing without If-Match; else the time that the change may be made from. read: the product that
// it describes.
template <class Read>
Result<std::optional<platform::Time>> matched_time(const Request& request, const StaffViews& views,
                                                   Read read) {
    const auto seen = matched(request, [&] { return views.of(read()); });
    if (!seen) return seen.error();
    return *seen ? std::optional((*seen)->updated_at) : std::nullopt;
}

Result<CountedPage<StaffProductView>> list_page(Catalog& catalog, const StaffViews& views,
                                                const Cursors& cursors, const ListQuery& query) {
    const auto q = query.q ? std::optional(query.q->value()) : std::nullopt;
    const auto read = [&](const auto& after, std::size_t rows) {
        return catalog.list({q, query.status, after, rows});
    };
    auto products = CountedPaging(cursors, "staff products " + filters_of(query), query)
                        .by_id(&Product::id, read);
    if (!products) return products.error();
    return products->showing(views.of(std::move(products->data)));
}

void add_reading_routes(Router& router, Catalog& catalog, const StaffViews& views,
                        const std::string& cursor_secret) {
    router.add(staff_route(Method::get, "products", "list_products_for_staff",
                           "Products of every status, the newest first"),
               [&catalog, views,
                cursors = Cursors(cursor_secret)](const Call<Nothing, Nothing, ListQuery>& call) {
                   return list_page(catalog, views, cursors, call.query);
               });
    router.add(staff_route(Method::get, "products/{product}", "show_product_for_staff",
                           "A product of any status, with every price"),
               [&catalog, views](const Call<ProductPath>& call) {
                   return views.of(catalog.product(call.path.product.text()));
               });
}

void add_writing_routes(Router& router, Catalog& catalog, const StaffViews& views) {
    router.add(staff_route(Method::post, "products", "create_product", "Takes up a product")
                   .may_answer(409, "catalog.sku_taken, catalog.slug_taken"),
               [&catalog, views](const Call<Nothing, NewProduct>& call) {
                   return created(views.of(catalog.create(call.body)), "/v1/admin/products");
               });
    router.add(staff_route(Method::del, "products/{product}", "remove_product",
                           "Takes a product out of the catalogue for good")
                   .matches_etag(),
               [&catalog, views](const Call<ProductPath>& call) -> Result<> {
                   const auto& id = call.path.product;
                   const auto since = matched_time(call.request, views,
                                                   [&] { return catalog.product(id.text()); });
                   if (!since) return since.error();
                   return catalog.remove(id, *since);
               });
}

void add_changing_routes(Router& router, Catalog& catalog, const StaffViews& views) {
    router.add(staff_route(Method::patch, "products/{product}", "change_product",
                           "Changes what is given and leaves the rest; null clears")
                   .may_answer(409, "catalog.slug_taken")
                   .may_answer(412, "http.precondition_failed, catalog.changed_meanwhile")
                   .matches_etag(),
               [&catalog,
                views](const Call<ProductPath, ProductChange>& call) -> Result<StaffProductView> {
                   auto change = call.body;
                   const auto& id = call.path.product;
                   const auto since = matched_time(call.request, views,
                                                   [&] { return catalog.product(id.text()); });
                   if (!since) return since.error();
                   if (*since) change.unchanged_since = *since;
                   return views.of(catalog.change(id, change));
               });
}

void add_variant_routes(Router& router, Catalog& catalog, const StaffViews& views) {
    router.add(staff_route(Method::post, "products/{product}/variants", "add_variant",
                           "Gives a product one more variant")
                   .may_answer(409, "catalog.sku_taken"),
               [&catalog, views](const Call<ProductPath, NewVariant>& call) {
                   return created(views.of(catalog.add_variant(call.path.product, call.body)),
                                  "/v1/admin/products");
               });
    router.add(staff_route(Method::del, "variants/{variant}", "remove_variant",
                           "Takes a variant out of its product for good")
                   .may_answer(409, "catalog.last_variant")
                   .may_answer(412, "http.precondition_failed, catalog.changed_meanwhile")
                   .matches_etag(),
               [&catalog, views](const Call<VariantPath>& call) -> Result<> {
                   const auto& id = call.path.variant;
                   const auto since = matched_time(call.request, views,
                                                   [&] { return views.owner_of(catalog, id); });
                   if (!since) return since.error();
                   if (auto removed = catalog.remove_variant(id, *since); !removed)
                       return removed.error();
                   return {};
               });
    router.add(staff_route(Method::patch, "variants/{variant}", "change_variant",
                           "Changes what is given and leaves the rest; null clears")
                   .may_answer(412, "http.precondition_failed, catalog.changed_meanwhile")
                   .matches_etag(),
               [&catalog,
                views](const Call<VariantPath, VariantChange>& call) -> Result<StaffProductView> {
                   auto change = call.body;
                   const auto& id = call.path.variant;
                   const auto since = matched_time(call.request, views,
                                                   [&] { return views.owner_of(catalog, id); });
                   if (!since) return since.error();
                   if (*since) change.unchanged_since = *since;
                   return views.of(catalog.change_variant(id, change));
               });
}

}  // namespace

void add_product_routes(Router& router, Catalog& catalog, inventory::Inventory& inventory,
                        Currency currency, const std::string& cursor_secret) {
    const StaffViews views(inventory, currency);
    add_reading_routes(router, catalog, views, cursor_secret);
    add_writing_routes(router, catalog, views);
    add_changing_routes(router, catalog, views);
    add_variant_routes(router, catalog, views);
}

}  // namespace kontor::catalog
