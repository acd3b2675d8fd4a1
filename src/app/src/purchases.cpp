#include "app/purchases.hpp"

#include <map>
#include <set>

namespace kontor::app {

namespace {

constexpr std::size_t page = 1000;
constexpr auto longest_on_its_way = std::chrono::minutes(2);

using orders::OrderId;

// Every row of something that is fetched by pages.
template <class Row>
void for_each_row(const auto& fetch, const auto& id_of, const auto& visit) {
    std::optional<std::remove_cvref_t<decltype(id_of(std::declval<Row>()))>> after;
    while (true) {
        const std::vector<Row> rows = fetch(after);
        for (const auto& row : rows) visit(row);
        if (rows.size() < page) return;
        after = id_of(rows.back());
    }
}

std::map<OrderId, payments::OrderMoney> money_by_order(payments::Payments& payments) {
    std::map<OrderId, payments::OrderMoney> found;
    for_each_row<payments::OrderMoney>(
        [&](const auto& after) { return payments.moved(after, page); },
        [](const auto& row) { return row.order; },
        [&](const auto& row) { found.emplace(row.order, row); });
    return found;
}

std::map<OrderId, std::vector<platform::Uuid>> returns_by_order(returns::Returns& returns) {
    std::map<OrderId, std::vector<platform::Uuid>> found;
    for_each_row<returns::Return>(
        [&](const auto& after) {
            returns::ReturnFilter filter;
            filter.after = after;
            filter.limit = page;
            return returns.list(filter);
        },
        [](const auto& row) { return row.id; },
        [&](const auto& row) { found[row.order_id].push_back(row.id.uuid()); });
    return found;
}

std::set<OrderId> changed_since(orders::Orders& orders, platform::Time since) {
    std::set<OrderId> found;
    for_each_row<orders::OrderMoney>(
        [&](const auto& after) { return orders.money_after(after, page); },
        [](const auto& row) { return row.order; },
        [&](const auto& row) {
            if (row.changed_at >= since) found.insert(row.order);
        });
    return found;
}

}  // namespace

std::size_t rebuild_purchases(Modules& modules, platform::Time now) {
    const auto returns = returns_by_order(*modules.returns);
    const auto money = money_by_order(*modules.payments);
    const auto on_their_way = changed_since(*modules.orders, now - longest_on_its_way);
    std::size_t count = 0;
    std::optional<OrderId> after;
    while (true) {
        const auto placed = modules.order_owners->placed_after(after, page);
        std::vector<customers::KnownPurchase> known;
        for (const auto& order : placed) {
            if (on_their_way.contains(order.order)) continue;
            known.push_back(
                {order.order, order.customer, order.currency, order.placed_at, order.is_cancelled});
            if (const auto found = money.find(order.order); found != money.end()) {
                known.back().captured = found->second.captured;
                known.back().refunded = found->second.refunded;
            }
            if (const auto found = returns.find(order.order); found != returns.end())
                known.back().returns = found->second;
        }
        modules.personal.records->put_right(known);
        count += known.size();
        if (placed.size() < page) return count;
        after = placed.back().order;
    }
}

}  // namespace kontor::app
