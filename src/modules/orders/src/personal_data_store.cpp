#include "orders/order_forgotten.hpp"
#include "orders/personal_data.hpp"
#include "routes.hpp"

#include <algorithm>
#include <iterator>

namespace kontor::orders {

using namespace platform;

namespace {

constexpr std::size_t page = 200;

struct UnderWay {
    OrderId id;
    std::string number;
    bool is_cancelled = false;
};
BOOST_DESCRIBE_STRUCT(UnderWay, (), (id, number, is_cancelled))

Obstacle obstacle_of(const UnderWay& order) {
    const auto named = "Order " + order.number + " (" + order.id.text() + ") ";
    if (order.is_cancelled)
        return {"orders.refund_under_way",
                named + "is cancelled and its money is not back yet. Wait until it is.", false};
    return {"orders.under_way", named + "is under way. Cancel it, or wait until it has arrived.",
            false};
}

class OrderData final : public PersonalData {
public:
    explicit OrderData(const Counter& counter) : counter_(counter), presenter_(counter, "") {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        OrderFilter filter;
        filter.customer = auth::UserId(person.account);
        filter.limit = page;
        std::vector<OrderView> all;
        while (true) {
            const auto orders = counter_.orders.list(filter);
            std::ranges::move(presenter_.all(orders), std::back_inserter(all));
            if (orders.size() < page) return {{"orders", json::write(all)}};
            filter.after = orders.back().id;
        }
    }

    std::vector<Obstacle> obstacles(const Person& person) override {
        const auto under_way = counter_.database.read([&](Reader& reader) {
            return reader.all<UnderWay>(
                "select id, number, status = 'cancelled' as is_cancelled"
                " from orders.customer_order where customer = $1 and (status in ('pending',"
                " 'placed') or (status = 'cancelled' and captured > refunded)) order by id",
                person.account);
        });
        std::vector<Obstacle> obstacles;
        std::ranges::transform(under_way, std::back_inserter(obstacles), obstacle_of);
        return obstacles;
    }

    void forget(const Person& person) override {
        counter_.database.transact([&](Tx& tx) {
            for (const auto& order :
                 tx.all<OrderId>("select orders.forget_customer($1)", person.account))
                counter_.events.publish(tx, OrderForgotten{order});
        });
    }

private:
    const Counter counter_;
    const Presenter presenter_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(const Counter& counter) {
    return std::make_unique<OrderData>(counter);
}

}  // namespace kontor::orders
