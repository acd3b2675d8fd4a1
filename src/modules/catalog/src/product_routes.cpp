#include "platform/http/cursor.hpp"
#include "shop_routes.hpp"
#include "view.hpp"

namespace kontor::catalog {

using platform::Currency;
using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::http::Access;
using platform::http::Answer;
using platform::http::Call;
using platform::http::Method;
using platform::http::Nothing;
using platform::http::Page;
using platform::http::Route;
using platform::http::Router;

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
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (q, status, limit, cursor))

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
Result<std::optional<platform::Time>> matched_time(const platform::http::Request& request,
                                                   const StaffViews& views,
                                                   const std::function<Result<Product>()>& read) {
    if (!platform::http::find_header(request.headers, "If-Match"))
        return std::optional<platform::Time>{};
    const auto view = views.of(read());
    if (!view) return view.error();
    const auto matched = platform::http::match_etag(request, platform::json::write(*view));
    if (!matched) return matched.error();
    return std::optional(view->updated_at);
}

ProductFilter filter_of(const ListQuery& query) {
    ProductFilter filter;
    if (query.q) filter.q = query.q->value();
    filter.status = query.status;
    filter.limit = query.limit ? static_cast<std::size_t>(query.limit->value()) : 20;
    return filter;
}

std::string context_of(const ListQuery& query) {
    auto filters = query;
    filters.limit.reset();
    filters.cursor.reset();
    return "staff products " + platform::json::write(filters);
}

Result<Page<StaffProductView>> list_page(Catalog& catalog, const StaffViews& views,
                                         const platform::http::Cursors& cursors,
                                         const ListQuery& query) {
    auto filter = filter_of(query);
    const auto context = context_of(query);
    if (query.cursor) {
        const auto keys = cursors.read(context, *query.cursor, 1);
        if (!keys) return keys.error();
        filter.after = ProductId::parse(keys->front());
    }
    const auto limit = filter.limit++;
    auto products = catalog.list(filter);
    Page<StaffProductView> page;
    if (products.size() > limit) {
        products.resize(limit);
        page.next_cursor.value = cursors.write(context, {products.back().id.text()});
    }
    page.data = views.of(std::move(products));
    return page;
}

void add_reading_routes(Router& router, Catalog& catalog, const StaffViews& views,
                        const std::string& cursor_secret) {
    const auto readers = Access::staff("catalog.read");
    router.add(Route(Method::get, "/v1/admin/products", "list_products_for_staff",
                     "Products of every status, the newest first")
                   .by(readers)
                   .tag("Catalogue (staff)"),
               [&catalog, views, cursors = platform::http::Cursors(cursor_secret)](
                   const Call<Nothing, Nothing, ListQuery>& call) {
                   return list_page(catalog, views, cursors, call.query);
               });
    router.add(Route(Method::get, "/v1/admin/products/{product}", "show_product_for_staff",
                     "A product of any status, with every price")
                   .by(readers)
                   .tag("Catalogue (staff)"),
               [&catalog, views](const Call<ProductPath>& call) {
                   return views.of(catalog.product(call.path.product.text()));
               });
}

void add_writing_routes(Router& router, Catalog& catalog, const StaffViews& views) {
    const auto writers = Access::staff("catalog.write");
    router.add(Route(Method::post, "/v1/admin/products", "create_product", "Takes up a product")
                   .by(writers)
                   .tag("Catalogue (staff)")
                   .may_answer(409, "catalog.sku_taken, catalog.slug_taken"),
               [&catalog, views](
                   const Call<Nothing, NewProduct>& call) -> Result<Answer<201, StaffProductView>> {
                   auto view = views.of(catalog.create(call.body));
                   if (!view) return view.error();
                   const auto location = "/v1/admin/products/" + view->id.text();
                   return Answer<201, StaffProductView>{*std::move(view), {{"Location", location}}};
               });
    router.add(Route(Method::del, "/v1/admin/products/{product}", "remove_product",
                     "Takes a product out of the catalogue for good")
                   .by(writers)
                   .tag("Catalogue (staff)")
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
    const auto writers = Access::staff("catalog.write");
    router.add(Route(Method::patch, "/v1/admin/products/{product}", "change_product",
                     "Changes what is given and leaves the rest; null clears")
                   .by(writers)
                   .tag("Catalogue (staff)")
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
    const auto writers = Access::staff("catalog.write");
    router.add(Route(Method::post, "/v1/admin/products/{product}/variants", "add_variant",
                     "Gives a product one more variant")
                   .by(writers)
                   .tag("Catalogue (staff)")
                   .may_answer(409, "catalog.sku_taken"),
               [&catalog, views](const Call<ProductPath, NewVariant>& call)
                   -> Result<Answer<201, StaffProductView>> {
                   auto view = views.of(catalog.add_variant(call.path.product, call.body));
                   if (!view) return view.error();
                   const auto location = "/v1/admin/products/" + view->id.text();
                   return Answer<201, StaffProductView>{*std::move(view), {{"Location", location}}};
               });
    router.add(Route(Method::del, "/v1/admin/variants/{variant}", "remove_variant",
                     "Takes a variant out of its product for good")
                   .by(writers)
                   .tag("Catalogue (staff)")
                   .may_answer(409, "catalog.last_variant")
                   .matches_etag(),
               [&catalog, views](const Call<VariantPath>& call) -> Result<> {
                   const auto& id = call.path.variant;
                   if (auto matched = match(call.request,
                                            [&] { return views.of(views.owner_of(catalog, id)); });
                       !matched)
                       return matched;
                   if (auto removed = catalog.remove_variant(id); !removed) return removed.error();
                   return {};
               });
    router.add(Route(Method::patch, "/v1/admin/variants/{variant}", "change_variant",
                     "Changes what is given and leaves the rest; null clears")
                   .by(writers)
                   .tag("Catalogue (staff)")
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
