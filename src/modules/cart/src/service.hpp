#pragma once

#include "cart/module.hpp"
#include "store.hpp"

namespace kontor::cart {

class Service final : public Cart {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            catalog::Catalog& catalog, inventory::Inventory& inventory, platform::Currency currency,
            pricing::TaxRate tax);

    platform::Result<Contents> create(const auth::Shopper& shopper,
                                      const std::optional<platform::Currency>& currency) override;
    platform::Result<Contents> contents(const CartId& id, const auth::Shopper& shopper) override;
    platform::Result<Contents> add_item(const CartId& id, const auth::Shopper& shopper,
                                        const AddItem& item) override;
    platform::Result<Contents> change_item(const CartId& id, const auth::Shopper& shopper,
                                           const LineId& item, std::int64_t quantity) override;
    platform::Result<Contents> claim(const CartId& id, const auth::Shopper& shopper,
                                     const platform::Uuid& checkout) override;
    void reopen(const CartId& id, const platform::Uuid& checkout) override;
    void complete(const CartId& id, const platform::Uuid& checkout,
                  const orders::OrderId& order) override;

private:
    // Adds when the cart is of that currency, and answers with the cart as it then is.
    platform::Result<store::Basket> add_in(platform::Currency currency, const CartId& id,
                                           const auth::Shopper& shopper, const AddItem& item);
    platform::Result<Contents> claim_priced(platform::Tx& tx, store::Basket basket,
                                            const std::vector<catalog::SellableVariant>& variants,
                                            const platform::Uuid& checkout);
    void warn_of_stock(Contents& contents);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    catalog::Catalog& catalog_;
    inventory::Inventory& inventory_;
    platform::Currency currency_;
    pricing::TaxRate tax_;
};

}  // namespace kontor::cart
