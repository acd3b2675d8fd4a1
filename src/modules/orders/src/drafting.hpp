#pragma once

#include "orders/drafts.hpp"
#include "orders/module.hpp"

namespace kontor::orders {

class Drafting final : public Drafts {
public:
    Drafting(platform::Database& database, const platform::Clock& clock,
             shipping::Shipping& shipping, const Trade& trade, auth::Auth& auth,
             pricing::Currencies currencies)
        : database_(database),
          clock_(clock),
          shipping_(shipping),
          trade_(trade),
          auth_(auth),
          currencies_(std::move(currencies)) {}

    platform::Result<Order> create(const DraftWish& wish, const std::string& actor) override;
    platform::Result<Order> change(const OrderId& id, const DraftChange& change,
                                   const std::string& actor) override;
    platform::Result<> discard(const OrderId& id) override;
    platform::Result<OpenedDraft> open(const OrderId& id, const std::string& actor) override;

private:
    // The goods as items of the order and lines of the request; how heavy they are.
    platform::Result<shipping::Parcel> put_in(const DraftWish& wish, pricing::QuoteRequest& request,
                                              NewOrder& order);
    // How they come to the customer, from where, and what that costs.
    platform::Result<> send(const DraftWish& wish, shipping::Parcel parcel,
                            pricing::QuoteRequest& request, NewOrder& order);
    bool is_customer(const auth::UserId& id);
    platform::Error no_draft(const OrderId& id);
    // Everything but ids and owner.
    platform::Result<NewOrder> priced(const DraftWish& wish);

    platform::Database& database_;
    const platform::Clock& clock_;
    shipping::Shipping& shipping_;
    Trade trade_;
    auth::Auth& auth_;
    const pricing::Currencies currencies_;
};

}  // namespace kontor::orders
