#pragma once

#include "storefront/wish_list_routes.hpp"

namespace kontor::storefront {

// A wish as the customer sees it. Without a title: the shop has it no more.
struct WishView {
    customers::WishId id;
    catalog::ProductId product_id;
    std::optional<catalog::VariantId> variant_id;
    std::optional<std::string> sku;
    std::optional<std::string> slug;
    std::optional<std::string> title;
    std::optional<std::string> image_url;
    std::optional<platform::Money> price;  // of a product: of its cheapest variant
    bool available = false;
    platform::Time added_at;
};
BOOST_DESCRIBE_STRUCT(WishView, (),
                      (id, product_id, variant_id, sku, slug, title, image_url, price, available,
                       added_at))

struct NewWish {
    std::optional<catalog::ProductId> product_id;
    std::optional<catalog::VariantId> variant_id;
};
BOOST_DESCRIBE_STRUCT(NewWish, (), (product_id, variant_id))

class WishPages {
public:
    WishPages(customers::WishList& wishes, const Departments& shop, pricing::Currencies currencies)
        : wishes_(wishes), shop_(shop), currencies_(std::move(currencies)) {}

    std::vector<WishView> page(const auth::UserId& customer, const customers::WishFilter& filter,
                               const std::string& language) const;
    // Refuses storefront.product_or_variant (invalid), catalog.no_such_product,
    // catalog.no_such_variant (invalid), customers.too_many_wishes.
    platform::Result<WishView> add(const auth::UserId& customer, const NewWish& wish,
                                   const std::string& language) const;
    customers::WishList& wishes() const { return wishes_; }

private:
    platform::Result<catalog::ProductId> product_of(const NewWish& wish) const;
    std::vector<WishView> shown(const std::vector<customers::Wish>& wishes,
                                const std::string& language) const;
    void describe_variants(std::vector<WishView>& views) const;

    customers::WishList& wishes_;
    Departments shop_;
    pricing::Currencies currencies_;
};

}  // namespace kontor::storefront
