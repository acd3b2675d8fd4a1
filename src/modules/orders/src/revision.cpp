// An order that costs something else from now on.
#include "platform/db/json_column.hpp"
#include "store.hpp"

namespace kontor::orders::store {

using platform::JsonColumn;

namespace {

// The columns of orders.customer_order that change.
struct Head {
    std::string email;
    std::int64_t subtotal = 0;
    std::int64_t discount = 0;
    std::int64_t shipping = 0;
    std::int64_t tax = 0;
    std::int64_t tax_included = 0;
    std::int64_t total = 0;
    shipping::Address shipping_address;
    shipping::Address billing_address;
    std::string shipping_option;
    Terms terms;
};
BOOST_DESCRIBE_STRUCT(Head, (),
                      (email, subtotal, discount, shipping, tax, tax_included, total,
                       shipping_address, billing_address, shipping_option, terms))

// A row of orders.item.
struct Line {
    std::string id;
    std::int64_t position = 0;
    std::string variant;
    std::optional<std::string> product;
    std::string sku;
    std::string title;
    std::int64_t quantity = 0;
    std::int64_t unit_price = 0;
    std::int64_t subtotal = 0;
    std::int64_t discount = 0;
    std::int64_t tax = 0;
    std::int64_t total = 0;
    std::vector<pricing::Discount> discounts;
    std::vector<pricing::Tax> taxes;
};
BOOST_DESCRIBE_STRUCT(Line, (),
                      (id, position, variant, product, sku, title, quantity, unit_price, subtotal,
                       discount, tax, total, discounts, taxes))

std::vector<Line> lines_of(const Order& order) {
    std::vector<Line> lines;
    for (const auto& item : order.items) {
        Line line{to_string(item.id.uuid()),
                  static_cast<std::int64_t>(lines.size()) + 1,
                  to_string(item.variant_id.uuid()),
                  {},
                  item.sku,
                  item.title,
                  item.quantity,
                  item.unit_price.amount,
                  item.subtotal.amount,
                  item.discount.amount,
                  item.tax.amount,
                  item.total.amount,
                  item.discounts,
                  item.taxes};
        if (item.product_id) line.product = to_string(item.product_id->uuid());
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace

void revise(platform::Tx& tx, const Order& order, platform::Time at) {
    const auto& totals = order.totals;
    const Head head{order.email,
                    totals.subtotal.amount,
                    totals.discount.amount,
                    totals.shipping.amount,
                    totals.tax.amount,
                    totals.tax_included.amount,
                    totals.total.amount,
                    order.shipping_address,
                    order.billing_address,
                    order.shipping_option,
                    order.terms};
    tx.run("select orders.revise($1, $2, $3, $4)", order.id, at, JsonColumn<Head>{head},
           JsonColumn<std::vector<Line>>{lines_of(order)});
}

}  // namespace kontor::orders::store
