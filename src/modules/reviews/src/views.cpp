#include "views.hpp"

namespace kontor::reviews {

using namespace platform;

Result<catalog::ProductId> product_of(catalog::Catalog& catalog, const std::string& id_or_slug) {
    const auto product = catalog.product(id_or_slug);
    if (!product) return product.error();
    if (product->status != catalog::Status::published)
        return Error{ErrorKind::not_found, "catalog.no_such_product",
                     "there is no product " + id_or_slug};
    return product->id;
}

ReviewView view_of(const Review& review) {
    return {review.id,         review.stars,     review.title,
            review.text,       review.author,    review.verified_purchase,
            review.helpful,    review.answer,    review.answered_at,
            review.created_at, review.updated_at};
}

OwnReviewView own_view_of(const Review& review) {
    return {view_of(review), review.product, review.status, review.rejection_reason};
}

StaffReviewView staff_view_of(const Review& review) {
    return {own_view_of(review), review.customer, {}};
}

}  // namespace kontor::reviews
