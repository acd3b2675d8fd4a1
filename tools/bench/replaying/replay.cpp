#include "replay.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <mutex>
#include <numeric>
#include <thread>

namespace kontor::replay {

namespace {

// What a cart takes.
constexpr std::size_t most_lines = 200;
constexpr std::int64_t largest_quantity = 10'000;

// An invoice that is too large for one cart is bought with several.
std::vector<std::vector<Line>> baskets_of(const Sale& sale) {
    std::vector<std::vector<Line>> baskets;
    auto left = sale.lines;
    while (!left.empty()) {
        auto& basket = baskets.emplace_back();
        std::vector<Line> later;
        for (const auto& line : left) {
            if (basket.size() == most_lines) {
                later.push_back(line);
                continue;
            }
            const auto now = std::min(line.quantity, largest_quantity);
            basket.push_back({line.article, now});
            if (line.quantity > now) later.push_back({line.article, line.quantity - now});
        }
        left = std::move(later);
    }
    return baskets;
}

std::string email_of(const Sale& sale) {
    return (sale.customer.empty() ? "somebody" : "customer-" + sale.customer) + "@example.org";
}

class Replay {
public:
    Replay(const Books& books, const Shop& shop) : books_(books), shop_(shop) {}

    Played run() {
        const auto start = std::chrono::steady_clock::now();
        Till(shop_.port, shop_.clerk).ship_for_nothing();
        orders_.resize(books_.sales.size());
        played_.sales.resize(books_.sales.size());
        played_.sales_read_back.resize(books_.sales.size());
        played_.credits.resize(books_.credits.size());
        each(books_.sales.size(), [this](Till& till, std::size_t sale) { sell(till, sale); });
        divide_credits();
        each(books_.credits.size(),
             [this](Till& till, std::size_t credit) { give_back(till, credit); });
        each(books_.sales.size(), [this](Till& till, std::size_t sale) {
            for (const auto& order : orders_[sale])
                played_.sales_read_back[sale] += till.total_of(order.id);
        });
        for (const auto& orders : orders_)
            played_.orders += static_cast<std::int64_t>(orders.size());
        played_.refunds = refunds_;
        played_.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return std::move(played_);
    }

private:
    // Several at once; the first failure ends it.
    void each(std::size_t count, const std::function<void(Till&, std::size_t)>& work) {
        std::atomic<std::size_t> next = 0;
        std::exception_ptr failure;
        std::mutex mutex;
        const auto go = [&] {
            try {
                Till till(shop_.port, shop_.clerk);
                for (auto index = next++; index < count; index = next++) work(till, index);
            } catch (...) {
                next = count;
                const std::scoped_lock lock(mutex);
                if (!failure) failure = std::current_exception();
            }
        };
        {
            std::vector<std::jthread> buyers;
            for (std::size_t buyer = 0; buyer < shop_.buyers; ++buyer) buyers.emplace_back(go);
        }
        if (failure) std::rethrow_exception(failure);
    }

    void sell(Till& till, std::size_t index) {
        const auto& sale = books_.sales[index];
        for (const auto& basket : baskets_of(sale)) {
            const auto key = sale.number + "-" + std::to_string(orders_[index].size());
            auto order = till.buy(books_, basket, email_of(sale), key);
            played_.sales[index] += order.total;
            orders_[index].push_back(std::move(order));
        }
    }

    struct Refund {
        std::string order;
        std::vector<RefundedItem> items;
    };

    // Which pieces of which order, before several give back at once.
    void divide_credits() {
        refunds_of_.resize(books_.credits.size());
        for (std::size_t credit = 0; credit < books_.credits.size(); ++credit)
            for (const auto& item : books_.credits[credit].items) take_back(credit, item);
    }

    void take_back(std::size_t credit, const GivenBack& item) {
        auto pieces = item.quantity;
        for (auto& order : orders_[item.sale]) {
            const auto bought = order.items.find(item.article);
            if (bought == order.items.end() || pieces == 0) continue;
            const auto some = std::min(pieces, bought->second.quantity);
            if (some == 0) continue;
            bought->second.quantity -= some;
            pieces -= some;
            add(refunds_of_[credit], order.id, {bought->second.id, some});
        }
    }

    static void add(std::vector<Refund>& refunds, const std::string& order,
                    const RefundedItem& item) {
        auto of_order = std::ranges::find(refunds, order, &Refund::order);
        if (of_order == refunds.end()) of_order = refunds.insert(refunds.end(), {order, {}});
        auto& items = of_order->items;
        const auto same = std::ranges::find(items, item.item, &RefundedItem::item);
        if (same == items.end())
            items.push_back(item);
        else
            same->quantity += item.quantity;
    }

    void give_back(Till& till, std::size_t credit) {
        for (const auto& refund : refunds_of_[credit]) {
            played_.credits[credit] +=
                till.give_back(refund.order, refund.items, books_.credits[credit].number);
            ++refunds_;
        }
    }

    const Books& books_;
    const Shop& shop_;
    std::vector<std::vector<Order>> orders_;       // of each sale
    std::vector<std::vector<Refund>> refunds_of_;  // of each credit note
    std::atomic<std::int64_t> refunds_ = 0;
    Played played_;
};

}  // namespace

Played play(const Books& books, const Shop& shop) {
    return Replay(books, shop).run();
}

}  // namespace kontor::replay
