#pragma once

#include "addressing.hpp"
#include "backing.hpp"
#include "basket.hpp"
#include "checkout/module.hpp"
#include "store.hpp"

#include <functional>

namespace kontor::checkout {

class Service final : public Checkout {
public:
    Service(platform::Database& database, const platform::Clock& clock, Stations stations,
            const Config& config)
        : database_(database), clock_(clock), stations_(stations), config_(config) {}

    platform::Result<CheckoutState> begin(const auth::Shopper& shopper, const NewCheckout& checkout,
                                          const std::optional<std::string>& language) override;
    platform::Result<CheckoutState> change(const CheckoutId& id, const auth::Shopper& shopper,
                                           const CheckoutChange& change) override;
    platform::Result<CheckoutState> state(const CheckoutId& id,
                                          const auth::Shopper& shopper) override;
    platform::Result<Outcome> complete(const CheckoutId& id, const auth::Shopper& shopper,
                                       const Completion& completion) override;
    platform::Result<Outcome> buy(const auth::Shopper& shopper, const Purchase& purchase,
                                  const std::optional<std::string>& language) override;
    platform::Result<Outcome> place_draft(const orders::OrderId& id,
                                          const DraftPayment& payment) override;
    void settle(const orders::OrderId& order) override;
    std::size_t sweep() override;
    std::vector<platform::Violation> check() override;

private:
    // How a cart can be sent, and what it costs sent as was chosen.
    struct Offer {
        std::vector<shipping::ShippingOption> options;
        shipping::ShippingOption option;
        shipping::Address destination;  // where they are handed over
        pricing::Quote quote;
    };
    // What is left to pay for and to place.
    struct Prepared {
        orders::Order order;            // pending
        std::int64_t tendered_tax = 0;  // the part of what is tendered
    };

    platform::Result<CheckoutState> describe(const store::Row& row);
    CheckoutState describe(const store::Row& row, const cart::Contents& contents);
    void describe_undeliverable(CheckoutState& state, const store::Row& row,
                                const cart::Contents& contents, const platform::Error& reason);
    platform::Result<CheckoutState> describe_completed(const store::Row& row);
    static CheckoutState outline(const store::Row& row);
    platform::Result<store::Row> amend(const CheckoutId& id, const auth::Shopper& shopper,
                                       const CheckoutChange& change,
                                       const ChosenAddresses& addresses);
    platform::Result<cart::Contents> contents_to_buy(const store::Row& row);
    platform::Result<> hold(const store::Row& row, const Goods& goods);
    // asked: carriers may be, for what they take, which waits for them: never in a transaction.
    enum class Carriers { asked, remembered };
    platform::Result<Offer> offer(const store::Row& row, const cart::Contents& contents,
                                  Carriers carriers = Carriers::remembered);
    // For where the goods are to go from now on.
    void ask_carriers(const CheckoutId& id, const auth::Shopper& shopper,
                      const shipping::Address& address);
    // What was begun with a cart that became part of another does not stand in its shopper's way.
    void release_merged();
    void release_superseded(const std::vector<CheckoutId>& checkouts);
    platform::Time hold_until() const;

    // Prepares, pays and settles. begin writes the row as a claim; what it and prepare() write is
    // one transaction, of which nothing is left when either refuses.
    platform::Result<Outcome> run(std::optional<store::Row>& row, const auth::Shopper& shopper,
                                  const Completion& completion,
                                  const std::function<platform::Result<>(platform::Tx&)>& begin);
    void claim(store::Row& row) const;
    platform::Result<Prepared> prepare(store::Row& row, const Completion& completion);
    // Answers the part of it that is tax.
    platform::Result<std::int64_t> hold_tenders(store::Row& row, const Completion& completion,
                                                const pricing::Totals& totals);
    // A coupon of the cart's that was valid when it was put in and is not any more.
    platform::Result<> check_coupons(const store::Row& row, const pricing::Quote& quote);
    platform::Result<orders::Order> place_pending(const store::Row& row,
                                                  const cart::Contents& contents,
                                                  const Offer& offered);
    // Opens the draft, and writes the row as its purchase.
    platform::Result<orders::Order> prepare_draft(store::Row& row, const orders::OrderId& id,
                                                  const DraftPayment& payment);
    platform::Result<Outcome> conclude(store::Row row, const payments::Charged& charged,
                                       const orders::Order& pending);
    platform::Result<Outcome> complete_charged(store::Row row, const payments::Charged& charged,
                                               const orders::Order& pending);
    // The purchase of the same cart that stands in the way: finished, still running or left behind.
    std::optional<platform::Result<Outcome>> earlier(const store::Row& late,
                                                     const Completion& completion);

    // Makes sure of the goods again where the hold has expired.
    platform::Result<orders::Order> finish(store::Row row, const Backing& backing,
                                           const orders::Order& pending);
    // Records what was charged.
    platform::Result<orders::Funding> fund(const store::Row& row, const Backing& backing);
    void give_back(store::Row row, const Backing& backing, const std::string& reason);
    platform::Result<Outcome> complete_tendered(store::Row row, const orders::Order& pending);
    platform::Result<Outcome> completed(orders::Order order);
    // Of an order that was never placed: it failed, for the reason, or nobody paid in time.
    enum class Ending { failed, expired };
    platform::Result<orders::Order> end(const orders::OrderId& order, Ending ending,
                                        const std::string& reason);
    // Undoes prepare(): hold and coupons released, order ended, cart active again. Safe to repeat;
    // nothing where the order was placed meanwhile.
    void withdraw(store::Row row, const std::string& reason, Ending ending = Ending::failed);
    // Brings a purchase that nobody is working on as far as it can go.
    void recover(const store::Row& row);
    void recover_unpaid(const store::Row& row);
    void abandon(const store::Row& row);
    void save(const store::Row& row);

    platform::Database& database_;
    const platform::Clock& clock_;
    Stations stations_;
    Config config_;
};

platform::Error no_such_checkout();
// Refuses checkout.no_store_credit where it is not the shopper's own.
platform::Result<> check_spender(const store::Row& row, const auth::Shopper& shopper,
                                 const Completion& completion);
platform::Error in_progress();

}  // namespace kontor::checkout
