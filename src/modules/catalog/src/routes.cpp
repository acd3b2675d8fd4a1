#include "admin_routes.hpp"
#include "catalog/module.hpp"
#include "view.hpp"

namespace kontor::catalog {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::http::Call;
using platform::http::Method;
using platform::http::Route;

namespace {

struct ProductPath {
    std::string product;  // id or slug
};
BOOST_DESCRIBE_STRUCT(ProductPath, (), (product))

struct CategoryTree {
    std::vector<CategoryNode> data;
};
BOOST_DESCRIBE_STRUCT(CategoryTree, (), (data))

Error no_such_product(const std::string& name) {
    return {ErrorKind::not_found, "catalog.no_such_product", "there is no product " + name};
}

}  // namespace

void add_routes(platform::http::Router& router, Catalog& catalog, inventory::Inventory& inventory,
                platform::Currency currency, const std::string& cursor_secret) {
    router.add(
        Route(Method::get, "/v1/products/{product}", "show_product", "A product by id or slug")
            .tag("Products")
            .cached(),
        [&catalog, &inventory, currency](const Call<ProductPath>& call) -> Result<ProductView> {
            auto product = catalog.product(call.path.product);
            if (!product) return product.error();
            if (product->status != Status::published) return no_such_product(call.path.product);
            call.depends_on("product:" + product->id.text());
            const auto variants = variant_ids({*product});
            for (const auto& variant : variants) call.depends_on("variant:" + variant.text());
            return view_of(*std::move(product), inventory.available(variants), currency);
        });

    router.add(Route(Method::get, "/v1/categories", "list_categories", "The tree of categories")
                   .tag("Products")
                   .cached(),
               [&catalog](const Call<>& call) -> Result<CategoryTree> {
                   call.depends_on("categories");
                   return CategoryTree{catalog.categories()};
               });

    add_admin_routes(router, catalog, inventory, currency, cursor_secret);
}

}  // namespace kontor::catalog
