#include "auth/events.hpp"
#include "notifications/module.hpp"
#include "shipping/events.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::notifications {

using kainjow::mustache::data;
using platform::Delivery;
using platform::Tx;

namespace {

std::string domain_of(const std::string& address) {
    auto domain = address.substr(address.find('@') + 1);
    return domain.substr(0, domain.find('>'));
}

data total_lines(const orders::Order& order) {
    data values;
    values.set("number", order.number);
    values.set("shipping_option", order.shipping_option);
    values.set("subtotal", to_text(order.totals.subtotal));
    values.set("shipping", to_text(order.totals.shipping));
    values.set("total", to_text(order.totals.total));
    if (order.totals.discount.amount != 0) values.set("discount", to_text(order.totals.discount));
    if (order.totals.tax.amount != 0) values.set("tax", to_text(order.totals.tax));
    return values;
}

data item_line(const orders::OrderItem& item, std::int64_t quantity) {
    data line;
    line.set("title", item.title);
    line.set("sku", item.sku);
    line.set("quantity", std::to_string(quantity));
    line.set("total", to_text(item.total));
    return line;
}

data address_lines(const shipping::Address& address) {
    data lines{data::type::list};
    const auto add = [&](const std::string& text) { lines.push_back(data{"line", text}); };
    add(address.name);
    add(address.line1);
    if (address.line2) add(*address.line2);
    add(address.postal_code.value() + " " + address.city.value());
    if (address.region) add(*address.region);
    add(address.country);
    return lines;
}

// Writes letters about facts; reads the order as it is when the fact arrives.
class Secretary {
public:
    Secretary(const platform::Clock& clock, orders::Orders& orders, platform::Jobs& jobs,
              const Config& config)
        : clock_(clock),
          orders_(orders),
          jobs_(jobs),
          templates_(config.template_directory),
          shop_name_(config.shop_name),
          domain_(domain_of(config.from)) {}

    void welcome(Tx& tx, const auth::UserRegistered& fact, const Delivery& delivery) {
        data values;
        values.set("email", fact.email);
        if (!fact.display_name.empty()) values.set("name", fact.display_name);
        write(tx, delivery, "welcome", fact.email, std::move(values));
    }

    void placed(Tx& tx, const orders::OrderPlaced& fact, const Delivery& delivery) {
        const auto order = orders_.order(fact.order, std::nullopt).value();
        auto values = total_lines(order);
        data items{data::type::list};
        for (const auto& item : order.items) items.push_back(item_line(item, item.quantity));
        values.set("items", items);
        values.set("address", address_lines(order.shipping_address));
        write(tx, delivery, "order_placed", order.email, std::move(values));
    }

    void shipped(Tx& tx, const shipping::ShipmentShipped& fact, const Delivery& delivery) {
        const auto order = orders_.order(fact.order, std::nullopt).value();
        auto values = total_lines(order);
        data items{data::type::list};
        for (const auto& sent : fact.items) {
            const auto item = std::ranges::find(order.items, sent.item, &orders::OrderItem::id);
            if (item != order.items.end()) items.push_back(item_line(*item, sent.quantity));
        }
        values.set("items", items);
        if (fact.carrier) values.set("carrier", *fact.carrier);
        if (fact.tracking_number) values.set("tracking_number", *fact.tracking_number);
        write(tx, delivery, "shipment_shipped", order.email, std::move(values));
    }

    // Who never got further than a refused payment has been told so on the spot.
    void cancelled(Tx& tx, const orders::OrderCancelled& fact, const Delivery& delivery) {
        const bool sold_out = fact.reason == "stock_unavailable";
        if (!fact.was_placed && !sold_out) return;
        const auto order = orders_.order(fact.order, std::nullopt).value();
        auto values = total_lines(order);
        if (sold_out) values.set("stock_unavailable", true);
        write(tx, delivery, "order_cancelled", order.email, std::move(values));
    }

private:
    void write(Tx& tx, const Delivery& delivery, const std::string& kind,
               const std::string& recipient, data values) {
        values.set("shop_name", shop_name_);
        store::insert(tx, {delivery.event, kind, recipient, templates_.render(kind, values),
                           domain_, clock_.now()});
        tx.after_commit([this] { wake_sender(); });
    }

    // Soon, but not for each of hundreds a second: its next turn takes them all.
    void wake_sender() {
        const auto now = std::chrono::steady_clock::now();
        if (now < woken_at_ + std::chrono::seconds(1)) return;
        woken_at_ = now;
        jobs_.wake("notifications.send");
    }

    const platform::Clock& clock_;
    orders::Orders& orders_;
    platform::Jobs& jobs_;
    Templates templates_;
    std::string shop_name_;
    std::string domain_;
    std::chrono::steady_clock::time_point woken_at_;  // by the one thread of the subscription
};

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               const platform::Clock& clock, orders::Orders& orders, platform::Jobs& jobs,
               const Config& config) {
    const auto secretary = std::make_shared<Secretary>(clock, orders, jobs, config);
    const auto letter = [&secretary](auto write) {
        return [secretary, write](Tx& tx, const auto& fact, const Delivery& delivery) {
            (*secretary.*write)(tx, fact, delivery);
        };
    };
    platform::Subscription subscription("notifications.letters", database,
                                        platform::Subscription::Replays::skipped);
    subscription.on<auth::UserRegistered>(letter(&Secretary::welcome))
        .on<orders::OrderPlaced>(letter(&Secretary::placed))
        .on<orders::OrderCancelled>(letter(&Secretary::cancelled))
        .on<shipping::ShipmentShipped>(letter(&Secretary::shipped));
    dispatcher.add(std::move(subscription));
}

}  // namespace kontor::notifications
