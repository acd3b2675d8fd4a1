#pragma once

#include "auth/ids.hpp"
#include "platform/core/result.hpp"
#include "platform/core/violation.hpp"
#include "pricing/calculation.hpp"

#include <map>

namespace kontor::pricing {

// Who buys, as far as that is known yet: a guest's e-mail address is not before the checkout.
struct Customer {
    std::optional<auth::UserId> id{};
    std::string email{};  // or ""
};
BOOST_DESCRIBE_STRUCT(Customer, (), (id, email))

struct AskedPrice {
    catalog::VariantId variant;
    std::int64_t quantity = 1;
    std::optional<platform::Money> base;  // the catalogue's; none: sold only where a list has it
    std::optional<platform::Money> compare_at{};  // the catalogue's, of before; for shown() only
};
BOOST_DESCRIBE_STRUCT(AskedPrice, (), (variant, quantity, base, compare_at))

struct UnitPrice {
    platform::Money price;
    std::optional<PriceListId> price_list;  // none: the base price
};
BOOST_DESCRIBE_STRUCT(UnitPrice, (), (price, price_list))

struct Tier {
    std::int64_t quantity = 1;  // from so many pieces
    platform::Money price;
};
BOOST_DESCRIBE_STRUCT(Tier, (), (quantity, price))

// What a stranger sees of a variant.
struct ShownPrice {
    std::optional<platform::Money> price;  // of one piece
    // What it costs without the price list, or else cost before, as the catalogue says; if more.
    std::optional<platform::Money> compare_at;
    // In the 30 days before the present reduction, where there is one and a price before it.
    std::optional<platform::Money> lowest_30_days;
    std::vector<Tier> tiers;  // beyond one piece
};
BOOST_DESCRIBE_STRUCT(ShownPrice, (), (price, compare_at, lowest_30_days, tiers))

struct QuotedLine {
    platform::Uuid line;
    catalog::ProductId product;
    std::vector<catalog::CategoryId> categories;
    std::string tax_class = "standard";
    std::int64_t quantity = 0;
    platform::Money unit_price;  // as locked on the line
    std::optional<PriceListId> price_list;
};
BOOST_DESCRIBE_STRUCT(QuotedLine, (),
                      (line, product, categories, tax_class, quantity, unit_price, price_list))

struct QuoteRequest {
    platform::Currency currency;
    std::vector<QuotedLine> lines;
    std::optional<Freight> freight;
    std::vector<std::string> coupons;  // as typed
    Customer customer;
    std::optional<std::string> country;  // where to; none: the home zone
    std::optional<std::string> region;
    std::optional<std::string> vat_id;         // as typed: one that cannot be read exempts nobody
    std::optional<platform::Uuid> purchase{};  // what it has redeemed does not count against it
};
BOOST_DESCRIBE_STRUCT(QuoteRequest, (),
                      (currency, lines, freight, coupons, customer, country, region, vat_id,
                       purchase))

struct Quote {
    Calculation calculation;
    std::vector<IdleCoupon> idle_coupons;  // the calculation's, and codes that are void by now
    std::vector<Step> steps;               // where asked for
};
BOOST_DESCRIBE_STRUCT(Quote, (), (calculation, idle_coupons, steps))

// Price lists, promotions, coupons and taxes. The rules are few and kept in memory: prices where no
// price list has entries, and a quote without coupons and limits, cost no round trip, everything
// else one. Thread-safe.
class Pricing {
public:
    virtual ~Pricing() = default;

    // In the order asked; none where neither the catalogue nor a list sells it in this currency. Of
    // the lists in force one for a group of the customer goes before one for everybody, and that
    // before the base price, even where it costs more; then the lower priority, the lower price.
    virtual std::vector<std::optional<UnitPrice>> unit_prices(const std::vector<AskedPrice>& asked,
                                                              platform::Currency currency,
                                                              const Customer& customer) = 0;
    // In the order asked.
    virtual std::vector<ShownPrice> shown(const std::vector<AskedPrice>& asked,
                                          platform::Currency currency) = 0;

    // The freight is taxed as the shop's shipping, whatever tax class it names.
    virtual Quote quote(const QuoteRequest& request, bool with_steps = false) = 0;

    // The code as it is kept (trimmed, upper case). Refuses pricing.no_such_coupon,
    // pricing.coupon_not_for_customer (invalid), pricing.coupon_used_up,
    // pricing.coupon_not_valid_now (conflict).
    virtual platform::Result<std::string> coupon(const std::string& code,
                                                 const Customer& customer) = 0;
    // Counts what the calculation used, of coupons and of promotions with limits, for a purchase:
    // the id of the order that it is to become. All or nothing, and once however often the same
    // purchase asks; nothing to count costs nothing. Refuses pricing.coupon_used_up and
    // pricing.promotion_used_up (conflict).
    virtual platform::Result<> redeem(const platform::Uuid& purchase,
                                      const std::vector<Discount>& discounts,
                                      const Customer& customer) = 0;
    // The purchase came to nothing. No change once the order has been announced as placed.
    virtual void release(const platform::Uuid& purchase) = 0;

    // The rules may have changed: the next call reads them anew.
    virtual void refresh() = 0;

    // Whether what was counted as used is what was redeemed.
    virtual std::vector<platform::Violation> check() = 0;
};

}  // namespace kontor::pricing
