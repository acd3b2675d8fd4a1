#pragma once

#include "orders/module.hpp"
#include "orders/refunds.hpp"
#include "orders/view.hpp"
#include "platform/http/counted_paging.hpp"
#include "platform/http/router.hpp"

namespace kontor::orders {

struct OrderPath {
    OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderPath, (), (order))

shipping::Consignment consignment_of(const Order& order);

// Shipping decides too, under a lock of its own: the fact that a parcel has left may still be on
// its way to the order. Where either refuses, both stay as they were.
platform::Result<Order> cancel(const Counter& counter, const OrderId& id,
                               const std::optional<auth::Shopper>& owner, const std::string& actor,
                               const std::string& reason);

// Orders with the payments and shipments that clients see in them.
class Presenter {
public:
    Presenter(const Counter& counter, const std::string& cursor_secret)
        : payments_(counter.payments),
          shipping_(counter.shipping),
          refunds_(make_refunds(counter.database, counter.clock, counter.payments)),
          cursors_(cursor_secret) {}

    OrderView one(const Order& order) const;
    platform::Result<OrderView> one(const platform::Result<Order>& order) const;
    // An order as it stood then, with payments and shipments as they did.
    OrderView at(const Order& order, platform::Time at) const;
    std::vector<OrderView> all(const std::vector<Order>& orders) const;

    // The query's page of the filter's orders. context names the list, so that a cursor of another
    // list is refused.
    template <class Query>
    platform::Result<platform::http::CountedPage<OrderView>> page(Orders& orders,
                                                                  OrderFilter filter,
                                                                  const std::string& context,
                                                                  const Query& query) const {
        const auto read = [&](const auto& after, std::size_t rows) {
            filter.after = after;
            filter.limit = rows;
            return orders.list(filter);
        };
        auto found =
            platform::http::CountedPaging(cursors_, context, query).by_id(&Order::id, read);
        if (!found) return found.error();
        return found->showing(all(found->data));
    }

private:
    payments::Payments& payments_;
    shipping::Shipping& shipping_;
    std::unique_ptr<Refunds> refunds_;
    platform::http::Cursors cursors_;
};

// Who acts: for the timeline.
std::string customer(const platform::http::Caller& caller);
std::string staff(const platform::http::Caller& caller);

void add_refund_routes(platform::http::Router& router, const Counter& counter);

void add_admin_routes(platform::http::Router& router, const Counter& counter,
                      std::shared_ptr<const Presenter> presenter);

}  // namespace kontor::orders
