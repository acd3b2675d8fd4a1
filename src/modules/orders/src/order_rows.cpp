#include "order_rows.hpp"

#include <algorithm>

namespace kontor::orders::store {
namespace {

using platform::JsonColumn;
using platform::Money;

// A row of orders.customer_order.
struct Columns {
    OrderId id;
    std::string number;
    Status status{};
    PaymentState payment_status{};
    FulfilmentState fulfilment_status{};
    std::string email;
    platform::Currency currency;
    std::int64_t subtotal = 0;
    std::int64_t discount = 0;
    std::int64_t shipping = 0;
    std::int64_t tax = 0;
    std::int64_t tax_included = 0;
    std::int64_t total = 0;
    JsonColumn<shipping::Address> shipping_address;
    JsonColumn<shipping::Address> billing_address;
    std::string shipping_option;
    std::optional<std::string> cancellation_reason;
    platform::Uuid checkout;
    platform::Time created_at;
    std::optional<auth::UserId> customer;
    std::string guest_token_hash;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    std::int64_t authorized = 0;
    std::int64_t credited = 0;
    JsonColumn<Terms> terms;
    std::optional<std::string> language;
    bool told_paid = false;
    bool told_released = false;
};
BOOST_DESCRIBE_STRUCT(Columns, (),
                      (id, number, status, payment_status, fulfilment_status, email, currency,
                       subtotal, discount, shipping, tax, tax_included, total, shipping_address,
                       billing_address, shipping_option, cancellation_reason, checkout, created_at,
                       customer, guest_token_hash, captured, refunded, authorized, credited, terms,
                       language, told_paid, told_released))

struct ItemColumns {
    OrderItemId id;
    catalog::VariantId variant;
    std::string sku;
    std::string title;
    std::int64_t quantity = 0;
    std::int64_t unit_price = 0;
    std::int64_t subtotal = 0;
    std::int64_t discount = 0;
    std::int64_t tax = 0;
    std::int64_t total = 0;
    std::optional<catalog::ProductId> product;
    JsonColumn<std::vector<pricing::Discount>> discounts;
    JsonColumn<std::vector<pricing::Tax>> taxes;
};
BOOST_DESCRIBE_STRUCT(ItemColumns, (),
                      (id, variant, sku, title, quantity, unit_price, subtotal, discount, tax,
                       total, product, discounts, taxes))

constexpr std::size_t order_width = platform::member_count<Columns>;

Money amount_due(const OrderRow& row) {
    const auto& total = row.order.totals.total;
    const auto status = row.order.status;
    if (status == Status::cancelled || status == Status::expired) return {0, total.currency};
    const auto covered = row.captured - row.credited + row.authorized;
    return {std::max<std::int64_t>(0, total.amount - covered), total.currency};
}

OrderRow to_row(const Columns& columns) {
    const auto money = [&](std::int64_t amount) { return Money{amount, columns.currency}; };
    OrderRow row;
    row.order.id = columns.id;
    row.order.number = columns.number;
    row.order.status = columns.status;
    row.order.payment_status = columns.payment_status;
    row.order.fulfilment_status = columns.fulfilment_status;
    row.order.email = columns.email;
    row.order.totals = {money(columns.subtotal),     money(columns.discount),
                        money(columns.shipping),     money(columns.tax),
                        money(columns.tax_included), money(columns.total)};
    row.order.shipping_address = columns.shipping_address.value;
    row.order.billing_address = columns.billing_address.value;
    row.order.shipping_option = columns.shipping_option;
    row.order.cancellation_reason = columns.cancellation_reason;
    row.order.checkout = columns.checkout;
    row.order.created_at = columns.created_at;
    // A customer's order is opened by the customer alone.
    row.owner = {columns.customer, columns.customer ? std::string() : columns.guest_token_hash};
    row.captured = columns.captured;
    row.refunded = columns.refunded;
    row.authorized = columns.authorized;
    row.credited = columns.credited;
    row.told_paid = columns.told_paid;
    row.told_released = columns.told_released;
    row.order.terms = columns.terms.value;
    row.order.language = columns.language;
    row.order.amount_due = amount_due(row);
    return row;
}

OrderItem to_item(const ItemColumns& columns, platform::Currency currency) {
    const auto money = [&](std::int64_t amount) { return Money{amount, currency}; };
    return {columns.id,
            columns.variant,
            columns.sku,
            columns.title,
            columns.quantity,
            money(columns.unit_price),
            money(columns.subtotal),
            money(columns.discount),
            money(columns.tax),
            money(columns.total),
            columns.product,
            columns.discounts.value,
            columns.taxes.value};
}

}  // namespace

std::vector<OrderRow> read_orders(const platform::db::Rows& rows) {
    std::vector<OrderRow> orders;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::size_t column = 0;
        const bool same_order = row > 0 && rows.cell(row, 0) == rows.cell(row - 1, 0);
        if (same_order) {
            column = order_width;
        } else {
            Columns columns;
            platform::db::read_members(rows, row, column, "", columns);
            orders.push_back(to_row(columns));
        }
        if (!rows.cell(row, column)) continue;
        ItemColumns item;
        platform::db::read_members(rows, row, column, "", item);
        auto& order = orders.back().order;
        order.items.push_back(to_item(item, order.totals.total.currency));
    }
    return orders;
}

bool is_paid(const OrderRow& row) {
    return row.captured - row.credited >= row.order.totals.total.amount;
}

void derive(OrderRow& row) {
    auto& order = row.order;
    // What an edit gave back was neither taken nor refunded: the order costs less.
    const auto undone = std::min(row.credited, row.refunded);
    order.payment_status = payment_state(
        {order.totals.total.amount, row.authorized, row.captured - undone, row.refunded - undone},
        order.status == Status::cancelled || order.status == Status::expired);
    order.amount_due = amount_due(row);
}

}  // namespace kontor::orders::store
