#include "letters.hpp"

#include <tuple>

namespace kontor::notifications {

namespace {

boost::json::array address_lines(const shipping::Address& address) {
    boost::json::array lines;
    const auto add = [&](const std::string& text) { lines.push_back(Values{{"line", text}}); };
    add(address.name);
    add(address.line1);
    if (address.line2) add(*address.line2);
    add(address.postal_code.value() + " " + address.city.value());
    if (address.region) add(*address.region);
    add(address.country);
    return lines;
}

}  // namespace

Values money_value(const platform::Money& money) {
    return {{"amount", money.amount}, {"currency", money.currency.code()}};
}

Values time_value(platform::Time time) {
    return {{"time", platform::to_rfc3339(time)}};
}

Values moment_value(platform::Time time) {
    return {{"moment", platform::to_rfc3339(time)}};
}

Values shop_values(const Config& config) {
    boost::json::array address;
    for (const auto& line : config.shop_address) address.push_back(Values{{"line", line}});
    return {{"shop_name", config.shop_name},
            {"shop_url", config.shop_url},
            {"shop_address", std::move(address)}};
}

Values item_values(const orders::OrderItem& item, std::int64_t quantity) {
    return {{"title", item.title},
            {"sku", item.sku},
            {"quantity", quantity},
            {"unit_price", money_value(item.unit_price)},
            {"total", money_value(item.total)}};
}

Values order_values(const orders::Order& order) {
    boost::json::array items;
    for (const auto& item : order.items) items.push_back(item_values(item, item.quantity));
    Values values{{"number", order.number},
                  {"placed_at", time_value(order.created_at)},
                  {"items", std::move(items)},
                  {"shipping_option", order.shipping_option},
                  {"subtotal", money_value(order.totals.subtotal)},
                  {"shipping", money_value(order.totals.shipping)},
                  {"total", money_value(order.totals.total)},
                  {"address", address_lines(order.shipping_address)}};
    if (order.totals.discount.amount != 0) values["discount"] = money_value(order.totals.discount);
    const auto& [tax, included] = std::tie(order.totals.tax, order.totals.tax_included);
    if (tax.amount != 0) values["tax"] = money_value(tax);
    if (included.amount != 0) values["tax_included"] = money_value(included);
    if (tax != included) values["tax_added"] = money_value(tax - included);
    return values;
}

Values transfer_values(const payments::Payment& payment, const orders::Order& order) {
    const auto& to = payment.instructions.value();
    Values values{{"amount", money_value(payment.amount)},
                  {"account_holder", to.account_holder},
                  {"iban", to.iban},
                  {"reference", order.number},
                  {"pay_until", time_value(to.pay_until)}};
    if (to.bic) values["bic"] = *to.bic;
    if (to.bank) values["bank"] = *to.bank;
    return values;
}

}  // namespace kontor::notifications
