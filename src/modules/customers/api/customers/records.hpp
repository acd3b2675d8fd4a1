#pragma once

#include "customers/consents.hpp"
#include "customers/customers.hpp"
#include "customers/profiles.hpp"
#include "orders/ids.hpp"
#include "platform/core/dialled_number.hpp"

namespace kontor::customers {

// What somebody bought in one currency.
struct Totals {
    std::int64_t orders = 0;  // placed, and not cancelled
    platform::Money paid;
    platform::Money refunded;
    platform::Money lifetime_value;                // paid - refunded
    std::optional<platform::Money> average_order;  // of lifetime_value
};
BOOST_DESCRIBE_STRUCT(Totals, (), (orders, paid, refunded, lifetime_value, average_order))

struct CustomerSummary {
    auth::UserId id;
    std::string email;
    std::optional<std::string> name;
    platform::Time created_at;
    bool email_verified = false;
    std::int64_t orders = 0;
    std::int64_t returns = 0;
    std::optional<platform::Time> last_order_at;
    std::vector<Totals> totals;  // one of each currency
};
BOOST_DESCRIBE_STRUCT(CustomerSummary, (),
                      (id, email, name, created_at, email_verified, orders, returns, last_order_at,
                       totals))

struct CustomerRecord {
    Profile profile;
    std::int64_t orders = 0;
    std::int64_t returns = 0;
    std::optional<platform::Time> last_order_at;
    std::vector<Totals> totals;
    std::vector<Group> groups;
    std::vector<Consent> consents;
};
BOOST_DESCRIBE_STRUCT(CustomerRecord, (),
                      (profile, orders, returns, last_order_at, totals, groups, consents))

struct CustomerFilter {
    std::optional<std::string> q{};  // part of the address or of the name, in any case
    // That they gave in the profile or with an address of their book; nobody has verified it.
    std::optional<platform::DialledNumber> phone{};
    std::optional<auth::UserId> after{};  // newest first; the last customer of the page before
    std::size_t limit = 20;
};

// What the facts told of an order's money.
struct PurchaseMoney {
    orders::OrderId order;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
};
BOOST_DESCRIBE_STRUCT(PurchaseMoney, (), (order, captured, refunded))

// A purchase as orders, payments and returns know it.
struct KnownPurchase {
    orders::OrderId order;
    std::optional<auth::UserId> customer;
    platform::Currency currency;
    platform::Time placed_at;
    bool is_cancelled = false;
    std::int64_t captured = 0;  // in minor units of the currency
    std::int64_t refunded = 0;
    std::vector<platform::Uuid> returns{};
};
BOOST_DESCRIBE_STRUCT(KnownPurchase, (),
                      (order, customer, currency, placed_at, is_cancelled, captured, refunded,
                       returns))

// Customers as staff sees them, fed by facts: a moment behind what orders and payments say.
// Thread-safe.
class CustomerRecords {
public:
    virtual ~CustomerRecords() = default;

    virtual std::vector<CustomerSummary> list(const CustomerFilter& filter) = 0;
    // Refuses auth.no_such_user.
    virtual platform::Result<CustomerRecord> record(const auth::UserId& customer) = 0;
    // By id; of orders whose placing the facts told.
    virtual std::vector<PurchaseMoney> money_after(const std::optional<orders::OrderId>& after,
                                                   std::size_t limit) = 0;
    // Counts these as they are known: the facts of some were told before anybody listened. Of what
    // is told after all the difference is counted twice until this is called again: not of
    // purchases whose facts are on their way. Again: no change.
    virtual void put_right(const std::vector<KnownPurchase>& purchases) = 0;
};

}  // namespace kontor::customers
