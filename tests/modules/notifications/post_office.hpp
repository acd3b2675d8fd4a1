#pragma once

#include "auth/events.hpp"
#include "notifications/module.hpp"
#include "shipping/events.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <map>

namespace kontor::notifications {

inline platform::Money euros(std::int64_t cents) {
    return {cents, *platform::Currency::parse("EUR")};
}

// Orders as far as letters need them.
class FakeOrders final : public orders::Orders {
public:
    orders::Order& add(const std::string& email);

    platform::Result<orders::Order> order(const orders::OrderId& id,
                                          const std::optional<auth::Shopper>&) override {
        const auto found = orders_.find(id);
        if (found == orders_.end()) return none();
        return found->second;
    }
    platform::Result<orders::Order> place_pending(const orders::NewOrder&) override {
        return none();
    }
    platform::Result<orders::Order> place(const orders::OrderId&, const platform::Money&) override {
        return none();
    }
    platform::Result<orders::Order> fail(const orders::OrderId&, const std::string&) override {
        return none();
    }
    platform::Result<orders::Order> cancel(const orders::OrderId&,
                                           const std::optional<auth::Shopper>&, const std::string&,
                                           const std::string&) override {
        return none();
    }
    std::vector<orders::Order> list(const orders::OrderFilter&) override { return {}; }
    std::vector<orders::TimelineEntry> timeline(const orders::OrderId&) override { return {}; }
    platform::Result<orders::Order> find(const std::string&) override { return none(); }
    std::vector<platform::Violation> check() override { return {}; }
    std::vector<orders::OrderMoney> money_after(const std::optional<orders::OrderId>&,
                                                std::size_t) override {
        return {};
    }

private:
    static platform::Error none() {
        return {platform::ErrorKind::not_found, "orders.no_such_order", "There is none."};
    }
    std::map<orders::OrderId, orders::Order> orders_;
};

inline orders::Order& FakeOrders::add(const std::string& email) {
    orders::Order order;
    order.id = orders::OrderId::make();
    order.number = "100042";
    order.email = email;
    order.items.push_back({orders::OrderItemId::make(), catalog::VariantId::make(), "MUG-1",
                           "Mug <blue> & large", 2, euros(1000), euros(2000), euros(0), euros(0),
                           euros(2000)});
    order.totals = {euros(2000), euros(0), euros(490), euros(398), euros(398), euros(2490)};
    auto& address = order.shipping_address;
    address.name = *decltype(address.name)::accept("Ada Buyer");
    address.line1 = *decltype(address.line1)::accept("1 Test Street");
    address.city = *decltype(address.city)::accept("Berlin");
    address.postal_code = *decltype(address.postal_code)::accept("10115");
    address.country = *platform::CountryCode::accept("DE");
    order.shipping_option = "Standard";
    return orders_[order.id] = order;
}

// A folder that is gone with the case.
class Folder {
public:
    Folder()
        : path_(std::filesystem::temp_directory_path() /
                ("kontor_notifications_" + to_string(platform::new_uuid()))) {}
    ~Folder() { std::filesystem::remove_all(path_); }

    const std::filesystem::path& path() const { return path_; }
    std::vector<std::string> files() const {
        std::vector<std::string> contents;
        if (!std::filesystem::exists(path_)) return contents;
        for (const auto& entry : std::filesystem::directory_iterator(path_)) {
            CHECK_EQ(entry.path().extension(), ".eml");
            std::ifstream file(entry.path(), std::ios::binary);
            contents.emplace_back(std::istreambuf_iterator<char>(file),
                                  std::istreambuf_iterator<char>());
        }
        return contents;
    }

private:
    std::filesystem::path path_;
};

struct Row {
    std::string kind;
    std::string recipient;
    std::string subject;
    std::string text;
    std::string html;
    std::string message_id;
};
BOOST_DESCRIBE_STRUCT(Row, (), (kind, recipient, subject, text, html, message_id))

// The module on a database of its own, stepped by hand.
class PostOffice {
public:
    explicit PostOffice(Config with = {}) : config(std::move(with)) {
        subscribe(dispatcher, database, clock, orders, jobs, config);
        add_jobs(jobs, *notifications);
    }

    template <class Fact>
    void announce(const Fact& fact) {
        database.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
        dispatcher.drain();
    }
    void register_customer(const std::string& email) {
        announce(auth::UserRegistered{auth::UserId::make(), email, "Ada"});
    }
    std::vector<Row> letters() {
        return made.superuser().read([](platform::Reader& reader) {
            return reader.all<Row>(
                "select kind, recipient, subject, text, html, message_id"
                " from notifications.message order by id");
        });
    }
    Message message() { return notifications->list({}).at(0); }
    void forge(const std::string& sql) {
        made.superuser().transact([&](platform::Tx& tx) { tx.run(sql); });
    }

    Config config;
    test::TestDatabase made{{"notifications"}};
    test::ManualClock clock;
    platform::EventLog events;
    platform::Database database = made.database("notifications");
    platform::Database own = made.database("platform");
    platform::Dispatcher dispatcher{events, own, clock};
    platform::Jobs jobs{made.pool()};
    FakeOrders orders;
    Folder spool;
    std::unique_ptr<Notifications> notifications =
        make_notifications(database, clock, spool.path(), config);
};

}  // namespace kontor::notifications
