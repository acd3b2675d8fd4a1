#include "views.hpp"

namespace kontor::reviews {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

Result<catalog::ProductId> product_of(catalog::Catalog& catalog, const std::string& id_or_slug) {
    const auto product = catalog.product(id_or_slug);
    if (!product) return product.error();
    if (product->status != catalog::Status::published)
        return Error{ErrorKind::not_found, "catalog.no_such_product",
                     "there is no product " + id_or_slug};
    return product->id;
}

}  // namespace kontor::reviews
