#pragma once

#include "customers/customers.hpp"
#include "platform/core/latest.hpp"
#include "price_store.hpp"
#include "pricing/config.hpp"
#include "pricing/pricing.hpp"
#include "redemption_store.hpp"
#include "rule_store.hpp"

namespace kontor::pricing {

class Service final : public Pricing {
public:
    Service(platform::Database& database, const platform::Clock& clock,
            customers::Customers& customers, Config config)
        : database_(database),
          clock_(clock),
          customers_(customers),
          config_(std::move(config)),
          rules_([&database] { return database.read(store::rule_book); }) {}

    std::vector<std::optional<UnitPrice>> unit_prices(const std::vector<AskedPrice>& asked,
                                                      platform::Currency currency,
                                                      const Customer& customer) override;
    std::vector<ShownPrice> shown(const std::vector<AskedPrice>& asked,
                                  platform::Currency currency) override;
    Quote quote(const QuoteRequest& request, bool with_steps) override;
    platform::Result<std::string> coupon(const std::string& code,
                                         const Customer& customer) override;
    platform::Result<> redeem(const platform::Uuid& purchase,
                              const std::vector<Discount>& discounts,
                              const Customer& customer) override;
    void release(const platform::Uuid& purchase) override;
    void refresh() override { rules_.forget(); }
    std::vector<platform::Violation> check() override;

private:
    using Rules = platform::Latest<RuleBook>;

    // Sorted by variant.
    std::vector<Entry> entries_of(const std::vector<const ListHead*>& lists,
                                  const std::vector<AskedPrice>& asked,
                                  platform::Currency currency);
    void add_lowest(std::vector<ShownPrice>& shown, const std::vector<AskedPrice>& asked,
                    platform::Currency currency);

    // The promotions that a basket may get, and what is known of its buyer.
    struct Offer {
        std::vector<Promotion> promotions;
        std::vector<IdleCoupon> void_coupons;
        bool first_order = true;
    };
    Offer offer_to(const QuoteRequest& request, Rules::Known& book);
    std::vector<store::Standing> standings(const RuleBook& book, const QuoteRequest& request);
    Buyer buyer_of(const QuoteRequest& request, const Offer& offer);
    bool is_open_to(const Customer& customer, const std::vector<customers::GroupId>& groups);
    platform::Result<> count(platform::Tx& tx, const RuleBook& book, const platform::Uuid& purchase,
                             const std::vector<Discount>& discounts,
                             const std::vector<std::string>& customer);

    platform::Database& database_;
    const platform::Clock& clock_;
    customers::Customers& customers_;
    Config config_;
    Rules rules_;
};

// Every key that the customer is known by.
std::vector<std::string> keys_of(const Customer& customer, const std::string& secret);

}  // namespace kontor::pricing
