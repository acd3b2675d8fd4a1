#include "app/reconciliation.hpp"

#include <map>

namespace kontor::app {

using payments::Difference;

namespace {

constexpr std::size_t page = 1000;
// What an order says and what was paid are two transactions, with the provider between them.
constexpr auto longest_on_its_way = std::chrono::minutes(2);

using ByOrder = std::map<orders::OrderId, payments::OrderMoney>;

ByOrder money_by_order(payments::Payments& payments) {
    ByOrder found;
    std::optional<orders::OrderId> after;
    while (true) {
        const auto rows = payments.moved(after, page);
        for (const auto& row : rows) found.emplace(row.order, row);
        if (rows.size() < page) return found;
        after = rows.back().order;
    }
}

void expect(const orders::OrderId& order, const std::string& what, std::int64_t payments,
            std::int64_t orders, std::vector<Difference>& differences) {
    if (payments == orders) return;
    differences.push_back({"orders", order.text(), order.text(), what, payments, orders, ""});
}

}  // namespace

std::vector<Difference> reconcile(Modules& modules, const payments::Period& period,
                                  platform::Time now) {
    auto differences = modules.payments->differences(period);
    auto paid = money_by_order(*modules.payments);
    std::optional<orders::OrderId> after;
    while (true) {
        const auto rows = modules.orders->money_after(after, page);
        for (const auto& row : rows) {
            const auto money = paid[row.order];
            paid.erase(row.order);
            const auto at = row.changed_at;
            const bool is_meant = at <= now - longest_on_its_way &&
                                  (!period.from || at >= *period.from) &&
                                  (!period.to || at < *period.to);
            if (!is_meant) continue;
            expect(row.order, "captured", money.captured, row.captured, differences);
            expect(row.order, "refunded", money.refunded, row.refunded, differences);
        }
        if (rows.size() < page) break;
        after = rows.back().order;
    }
    for (const auto& [order, money] : paid)
        expect(order, "captured", money.captured - money.refunded, 0, differences);
    return differences;
}

}  // namespace kontor::app
