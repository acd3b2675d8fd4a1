#include "app/doctor.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kontor::app {

using platform::Violation;

namespace {

constexpr std::size_t page = 1000;
// What an order says and what was paid are two transactions, with the provider between them.
constexpr auto longest_on_its_way = std::chrono::minutes(2);

struct Books {
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    friend bool operator==(const Books&, const Books&) = default;
};

template <class Row, class Fetch>
void for_each_row(const Fetch& fetch, const auto& visit) {
    std::optional<orders::OrderId> after;
    while (true) {
        const std::vector<Row> rows = fetch(after);
        for (const auto& row : rows) visit(row);
        if (rows.size() < page) return;
        after = rows.back().order;
    }
}

std::map<orders::OrderId, Books> money_by_order(payments::Payments& payments) {
    std::map<orders::OrderId, Books> books;
    for_each_row<payments::OrderMoney>(
        [&](const auto& after) { return payments.moved(after, page); },
        [&](const payments::OrderMoney& moved) {
            books[moved.order] = {moved.captured, moved.refunded};
        });
    return books;
}

bool stands(const orders::OrderMoney& order) {
    using enum orders::Status;
    return order.status == placed || order.status == completed || order.status == archived;
}

void compare(const orders::OrderMoney& order, const Books& books,
             std::vector<Violation>& violations) {
    const auto kept = books.captured - books.refunded;
    const auto known = order.captured - order.refunded;
    const auto report = [&](const std::string& detail) {
        violations.push_back({"M3 money moved means an order exists", order.order.text(), detail});
    };
    const bool is_over =
        order.status == orders::Status::cancelled || order.status == orders::Status::expired;
    if ((stands(order) || order.is_settled) && kept != known)
        report("knows of " + std::to_string(known) + " that were kept but it is " +
               std::to_string(kept));
    if (is_over && !order.is_settled && kept > 0)
        report("is " + std::string(platform::enum_name(order.status)) + " but " +
               std::to_string(kept) + " was not given back");
    if (order.status == orders::Status::pending && books.captured > 0)
        report("was paid but is still pending");
}

std::map<orders::OrderId, Books> money_told_of(customers::CustomerRecords& records) {
    std::map<orders::OrderId, Books> told;
    for_each_row<customers::PurchaseMoney>(
        [&](const auto& after) { return records.money_after(after, page); },
        [&](const customers::PurchaseMoney& money) {
            told[money.order] = {money.captured, money.refunded};
        });
    return told;
}

void compare_worth(const orders::OrderMoney& order, const std::map<orders::OrderId, Books>& told,
                   const Books& books, std::vector<Violation>& violations) {
    const auto report = [&](const std::string& detail) {
        violations.push_back({"C1 customers are worth what they paid", order.order.text(),
                              detail + ": kontor reindex customers"});
    };
    const auto found = told.find(order.order);
    if (found == told.end()) {
        if (stands(order)) report("is not counted");
    } else if (found->second != books) {
        report("counts " + std::to_string(found->second.captured) + " paid and " +
               std::to_string(found->second.refunded) + " given back, but it is " +
               std::to_string(books.captured) + " and " + std::to_string(books.refunded));
    }
}

// What was told and is still to be read is no mistake.
bool is_all_read(Modules& modules, const std::string& subscription) {
    return std::ranges::none_of(modules.events.lag(), [&](const auto& lag) {
        return lag.subscription == subscription && lag.events > 0;
    });
}

struct ToBeSent {
    std::vector<orders::OrderId> paid;
    std::vector<orders::OrderId> released;
};

void check_sent(Modules& modules, const std::vector<orders::OrderId>& orders,
                const std::string& state, std::vector<Violation>& violations) {
    std::set<orders::OrderId> sent;
    for (const auto& shipment : modules.shipping->shipments_of(orders)) sent.insert(shipment.order);
    for (const auto& order : orders)
        if (!sent.contains(order))
            violations.push_back(
                {"O6 what is paid is sent and invoiced", order.text(),
                 "is " + state + " but has no shipment: POST /v1/admin/orders/{order}/shipments"});
}

void check_to_be_sent(Modules& modules, const ToBeSent& orders,
                      std::vector<Violation>& violations) {
    if (is_all_read(modules, "shipping.shipments")) {
        check_sent(modules, orders.paid, "paid", violations);
        check_sent(modules, orders.released, "released", violations);
    }
    if (!is_all_read(modules, "invoices.documents")) return;
    for (const auto& order : modules.invoices->uninvoiced(orders.paid))
        violations.push_back(
            {"O6 what is paid is sent and invoiced", order.text(), "is paid but has no invoice"});
}

void check_money_against_orders(Modules& modules, platform::Time now,
                                std::vector<Violation>& violations) {
    auto books = money_by_order(*modules.payments);
    const bool is_told = is_all_read(modules, "customers.purchases");
    const auto told = money_told_of(*modules.personal.records);
    ToBeSent to_be_sent;
    for_each_row<orders::OrderMoney>(
        [&](const auto& after) { return modules.orders->money_after(after, page); },
        [&](const orders::OrderMoney& order) {
            if (order.changed_at < now - longest_on_its_way) {
                compare(order, books[order.order], violations);
                if (is_told) compare_worth(order, told, books[order.order], violations);
                if (order.is_paid) to_be_sent.paid.push_back(order.order);
                if (order.is_released) to_be_sent.released.push_back(order.order);
            }
            books.erase(order.order);
        });
    for (const auto& [order, sums] : books)
        if (sums.captured > sums.refunded)
            violations.push_back({"M3 money moved means an order exists", order.text(),
                                  std::to_string(sums.captured) + " was taken for no order"});
    check_to_be_sent(modules, to_be_sent, violations);
}

void check_events(Modules& modules, std::vector<Violation>& violations) {
    for (const auto& lag : modules.events.lag())
        if (lag.dead > 0)
            violations.push_back({"E4 no event is dead", lag.subscription,
                                  std::to_string(lag.dead) + " dead events: kontor events dead"});
}

}  // namespace

std::vector<Violation> examine(Modules& modules, platform::Time now) {
    std::vector<Violation> violations;
    const auto take = [&](std::vector<Violation> found) {
        violations.insert(violations.end(), found.begin(), found.end());
    };
    take(modules.inventory->check());
    take(modules.media->check());
    take(modules.pricing->check());
    take(modules.payments->check());
    take(modules.orders->check());
    take(modules.invoices->check());
    take(modules.checkout->check());
    take(modules.returns->check());
    take(modules.reviews->check());
    check_money_against_orders(modules, now, violations);
    check_events(modules, violations);
    return violations;
}

}  // namespace kontor::app
