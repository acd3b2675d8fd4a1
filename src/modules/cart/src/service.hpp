#pragma once

#include "cart/module.hpp"
#include "store.hpp"

namespace kontor::cart {

class Service final : public Cart {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            catalog::Catalog& catalog, pricing::Pricing& pricing, inventory::Inventory& inventory,
            platform::Currency currency)
        : database_(database),
          events_(events),
          clock_(clock),
          catalog_(catalog),
          pricing_(pricing),
          inventory_(inventory),
          currency_(currency) {}

    platform::Result<Contents> create(const auth::Shopper& shopper,
                                      const std::optional<platform::Currency>& currency) override;
    platform::Result<Contents> contents(const CartId& id, const auth::Shopper& shopper) override;
    platform::Result<Contents> add_item(const CartId& id, const auth::Shopper& shopper,
                                        const AddItem& item) override;
    platform::Result<Contents> change_item(const CartId& id, const auth::Shopper& shopper,
                                           const LineId& item, std::int64_t quantity) override;
    platform::Result<Contents> add_coupon(const CartId& id, const auth::Shopper& shopper,
                                          const std::string& code) override;
    platform::Result<Contents> remove_coupon(const CartId& id, const auth::Shopper& shopper,
                                             const std::string& code) override;
    platform::Result<Explanation> explain(const CartId& id, const auth::Shopper& shopper) override;
    platform::Result<Contents> claim(const CartId& id, const auth::Shopper& shopper,
                                     const platform::Uuid& checkout) override;
    void reopen(const CartId& id, const platform::Uuid& checkout) override;
    void complete(const CartId& id, const platform::Uuid& checkout,
                  const orders::OrderId& order) override;

private:
    // Adds when the cart is of that currency, and answers with the cart as it then is.
    platform::Result<store::Basket> add_in(platform::Currency currency, const CartId& id,
                                           const auth::Shopper& shopper, const AddItem& item);
    // Gives the line the price that it has now. Whether it has one.
    bool reprice(store::Line& line, platform::Currency currency, const auth::Shopper& shopper);
    Contents priced(const store::Basket& basket, const auth::Shopper& shopper);
    // The basket that is there to be changed, locked.
    platform::Result<store::Basket> lock_active(platform::Tx& tx, const CartId& id,
                                                const auth::Shopper& shopper);
    platform::Result<Contents> claim_priced(platform::Tx& tx, store::Basket basket,
                                            const auth::Shopper& shopper,
                                            const platform::Uuid& checkout);
    // Takes over what the catalogue and the price lists say now; a problem for each line that
    // they do not sell.
    std::vector<platform::Problem> bring_up_to_date(store::Basket& basket,
                                                    const auth::Shopper& shopper);
    void warn_of_prices(Contents& contents, const std::vector<store::Line>& lines,
                        const auth::Shopper& shopper);
    void warn_of_stock(Contents& contents);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    catalog::Catalog& catalog_;
    pricing::Pricing& pricing_;
    inventory::Inventory& inventory_;
    platform::Currency currency_;
};

// A loss of power may take the last half second of shopping with it, but no order: that commits
// with all it is made of.
inline constexpr auto without_wait = platform::Commit::soon;

}  // namespace kontor::cart
