#pragma once

#include "cart/module.hpp"
#include "store.hpp"

#include <functional>

namespace kontor::cart {

class Service final : public Cart {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            catalog::Catalog& catalog, pricing::Pricing& pricing, inventory::Inventory& inventory,
            pricing::Currencies currencies)
        : database_(database),
          events_(events),
          clock_(clock),
          catalog_(catalog),
          pricing_(pricing),
          inventory_(inventory),
          currencies_(std::move(currencies)) {}

    platform::Result<Contents> create(const auth::Shopper& shopper,
                                      const std::optional<platform::Currency>& currency) override;
    platform::Result<Contents> contents(const CartId& id, const auth::Shopper& shopper) override;
    platform::Result<Contents> current(const auth::UserId& customer) override;
    platform::Result<Contents> add_item(const CartId& id, const auth::Shopper& shopper,
                                        const AddItem& item) override;
    platform::Result<Contents> change_item(const CartId& id, const auth::Shopper& shopper,
                                           const LineId& item, std::int64_t quantity,
                                           const std::optional<std::int64_t>& version) override;
    platform::Result<Contents> set_aside(const CartId& id, const auth::Shopper& shopper,
                                         const LineId& item) override;
    platform::Result<Contents> put_back(const CartId& id, const auth::Shopper& shopper,
                                        const LineId& item) override;
    platform::Result<Contents> confirm(
        const CartId& id, const auth::Shopper& shopper,
        const std::optional<platform::Money>& expected_total) override;
    platform::Result<Contents> add_coupon(const CartId& id, const auth::Shopper& shopper,
                                          const std::string& code) override;
    platform::Result<Contents> remove_coupon(const CartId& id, const auth::Shopper& shopper,
                                             const std::string& code) override;
    platform::Result<Explanation> explain(const CartId& id, const auth::Shopper& shopper) override;
    platform::Result<Merged> merge(const CartId& guest_cart, const auth::Shopper& shopper) override;
    void merge_guests_cart(const auth::Shopper& shopper) override;
    platform::Result<Contents> claim(const CartId& id, const auth::Shopper& shopper,
                                     const platform::Uuid& checkout) override;
    void reopen(const CartId& id, const platform::Uuid& checkout) override;
    void complete(const CartId& id, const platform::Uuid& checkout,
                  const orders::OrderId& order) override;
    void note_email(const CartId& id, const platform::EmailAddress& email) override;

private:
    // One change of a locked basket, as its limits allow; whether there was anything to change.
    using Change = std::function<platform::Result<bool>(platform::Tx&, store::Basket&)>;
    platform::Result<Contents> apply(const CartId& id, const auth::Shopper& shopper,
                                     const Change& change);
    // From one side of the cart to the other; what is there of it already becomes part of it.
    platform::Result<bool> move(platform::Tx& tx, std::vector<store::Line>& from,
                                std::vector<store::Line>& to, const LineId& item);

    // Adds when the cart is of that currency, and answers with the cart as it then is.
    platform::Result<store::Basket> add_in(platform::Currency currency, const CartId& id,
                                           const auth::Shopper& shopper, const AddItem& item);
    // Gives the line the price that it has now. Whether it has one.
    bool reprice(store::Line& line, platform::Currency currency, const auth::Shopper& shopper);
    Contents priced(const store::Basket& basket, const auth::Shopper& shopper);
    Contents priced_with_stock(const store::Basket& basket, const auth::Shopper& shopper);
    // The basket that is there to be changed, locked.
    platform::Result<store::Basket> lock_active(platform::Tx& tx, const CartId& id,
                                                const auth::Shopper& shopper);
    platform::Result<Contents> claim_priced(platform::Tx& tx, store::Basket basket,
                                            const auth::Shopper& shopper,
                                            const platform::Uuid& checkout);
    // Takes over what the catalogue and the price lists say now; a problem for each line that
    // they do not sell, which is withdrawn then.
    std::vector<platform::Problem> bring_up_to_date(std::vector<store::Line>& lines,
                                                    platform::Currency currency,
                                                    const auth::Shopper& shopper);

    // A guest's cart on its way to the customer's; merging.cpp.
    platform::Result<store::Basket> merge_locked(platform::Tx& tx, store::Basket guest,
                                                 const std::optional<CartId>& current,
                                                 const auth::Shopper& shopper,
                                                 std::vector<Adjustment>& adjustments);
    platform::Result<store::Basket> merged_before(platform::Tx& tx, const CartId& target,
                                                  const auth::Shopper& shopper);
    platform::Result<store::Basket> adopt(platform::Tx& tx, store::Basket guest,
                                          const std::optional<store::Basket>& empty,
                                          const auth::Shopper& shopper,
                                          std::vector<Adjustment>& adjustments);
    platform::Result<store::Basket> join(platform::Tx& tx, store::Basket own, store::Basket guest,
                                         const auth::Shopper& shopper,
                                         std::vector<Adjustment>& adjustments);
    // Unites the lines of one side of two carts at the prices of now. Answers which of the other
    // cart's have come over.
    std::vector<LineId> take_in(std::vector<store::Line>& own,
                                const std::vector<store::Line>& others, platform::Currency currency,
                                const auth::Shopper& shopper, std::vector<Adjustment>& adjustments);
    platform::Result<store::Basket> save_merged(platform::Tx& tx, store::Basket basket,
                                                const std::vector<Adjustment>& adjustments);
    std::vector<std::string> united_coupons(std::vector<std::string> own,
                                            const std::vector<std::string>& guests,
                                            const auth::Shopper& shopper,
                                            std::vector<Adjustment>& adjustments);

    void warn_of_prices(Contents& contents, const std::vector<store::Line>& lines,
                        const auth::Shopper& shopper);
    void warn_of_stock(Contents& contents);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    catalog::Catalog& catalog_;
    pricing::Pricing& pricing_;
    inventory::Inventory& inventory_;
    const pricing::Currencies currencies_;
};

// The shopper's cart, unless it became part of another.
platform::Result<store::Basket> find(platform::Reader& reader, const CartId& id,
                                     const auth::Shopper& shopper);

// A loss of power may take the last half second of shopping with it, but no order: that commits
// with all it is made of.
inline constexpr auto without_wait = platform::Commit::soon;

}  // namespace kontor::cart
