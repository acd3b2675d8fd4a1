#pragma once

#include "auth/events.hpp"
#include "notifications/module.hpp"
#include "shared/unasked_catalog.hpp"
#include "shared/unasked_payments.hpp"
#include "shipping/events.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <map>
#include <set>

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
    platform::Result<orders::Order> place(const orders::Order&, const auth::Shopper&,
                                          const orders::Funding&) override {
        return none();
    }
    platform::Result<orders::Order> fail(const orders::OrderId&, const std::string&) override {
        return none();
    }
    platform::Result<orders::Order> expire(const orders::OrderId&) override { return none(); }
    platform::Result<orders::Order> cancel(const orders::OrderId&,
                                           const std::optional<auth::Shopper>&, const std::string&,
                                           const std::string&) override {
        return none();
    }
    std::vector<orders::Order> list(const orders::OrderFilter&) override { return {}; }
    std::vector<orders::TimelineEntry> timeline(const orders::OrderId&) override { return {}; }
    platform::Result<orders::Order> find(const std::string& number) override {
        for (const auto& [id, order] : orders_)
            if (order.number == number || id.text() == number) return order;
        return none();
    }
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

class FakeAuth final : public auth::Auth {
public:
    auth::UserId add(const std::string& email) {
        const auto id = auth::UserId::make();
        users_[id] = {id, email, "Ada", std::string(auth::roles::customer), {}};
        return id;
    }

    platform::Result<auth::User> user(const auth::UserId& id) override {
        const auto found = users_.find(id);
        if (found == users_.end()) return none();
        return found->second;
    }
    platform::Result<> hold(const auth::UserId& id) override {
        if (!users_.contains(id)) return none();
        return {};
    }
    platform::Result<auth::SignedIn> register_customer(const auth::Registration&,
                                                       const auth::Client&) override {
        return none();
    }
    platform::Result<auth::SignedIn> login(const auth::Credentials&, const auth::Client&) override {
        return none();
    }
    platform::Result<auth::SignedIn> refresh(const std::string&) override { return none(); }
    void logout(const std::string&) override {}
    platform::Result<auth::Identity> identify(const std::string&) override { return none(); }
    platform::Result<auth::User> create_user(const auth::Registration&, std::string_view) override {
        return none();
    }
    void sessions_ended(const std::vector<auth::SessionId>&) override {}
    void look_for_ended_sessions() override {}
    std::string jwks() override { return ""; }

private:
    static platform::Error none() {
        return {platform::ErrorKind::not_found, "auth.no_such_user", "There is none."};
    }
    std::map<auth::UserId, auth::User> users_;
};

// Customers consent to marketing by mail, unless told otherwise, and by nothing else.
class FakeConsents final : public customers::Consents {
public:
    std::vector<customers::Consent> consents(const auth::UserId&) override { return {}; }
    platform::Result<customers::Consent> decide(const auth::UserId& customer,
                                                customers::Purpose purpose,
                                                const customers::Decision& decision,
                                                const customers::Circumstances& seen) override {
        if (!decision.granted) unwilling.insert(customer);
        circumstances = seen;
        return customers::Consent{purpose, decision.granted, {}, {}};
    }
    std::vector<customers::ConsentEntry> history(const auth::UserId&,
                                                 const customers::ConsentFilter&) override {
        return {};
    }
    std::vector<auth::UserId> willing(customers::Purpose purpose,
                                      const std::vector<auth::UserId>& asked) override {
        std::vector<auth::UserId> found;
        if (purpose != customers::Purpose::marketing_email) return found;
        for (const auto& customer : asked)
            if (!unwilling.contains(customer)) found.push_back(customer);
        return found;
    }

    std::set<auth::UserId> unwilling;
    customers::Circumstances circumstances;
};

class FakeLinks final : public auth::Links {
public:
    std::string page(auth::LinkPurpose purpose, const auth::LinkId& id) const override {
        return "https://shop.example.org/" + std::string(platform::enum_name(purpose)) +
               "?token=" + id.text();
    }
    std::string token(const auth::LinkId& id) const override {
        return "the-token-of-" + to_string(id.uuid());
    }
};

class FakeCatalog final : public test::UnaskedCatalog {
public:
    catalog::VariantId add(const std::string& title) {
        variants_.push_back({catalog::VariantId::make(), catalog::ProductId::make(), "TEA-1", title,
                             euros(1290), 100, true});
        return variants_.back().id;
    }
    std::vector<catalog::SellableVariant> sellable(const std::vector<catalog::VariantId>& ids,
                                                   platform::Currency) override {
        std::vector<catalog::SellableVariant> found;
        for (const auto& variant : variants_)
            if (std::ranges::find(ids, variant.id) != ids.end()) found.push_back(variant);
        return found;
    }

private:
    std::vector<catalog::SellableVariant> variants_;
};

class FakePayments final : public test::UnaskedPayments {
public:
    payments::Payment& add(const orders::OrderId& order) {
        payments::Payment payment;
        payment.order = order;
        return payments_.emplace_back(std::move(payment));
    }
    std::vector<payments::Payment> payments_of(const orders::OrderId& order) override {
        auto found = payments_;
        std::erase_if(found, [&](const auto& payment) { return payment.order != order; });
        return found;
    }

private:
    std::vector<payments::Payment> payments_;
};

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
    std::string channel;
    std::string recipient;
    std::string locale;
    std::string subject;
    std::string text;
    std::string html;
    std::string message_id;
};
BOOST_DESCRIBE_STRUCT(Row, (), (kind, channel, recipient, locale, subject, text, html, message_id))

// The module on a database of its own, stepped by hand.
class PostOffice {
public:
    explicit PostOffice(Config with = {.shop_url = "https://shop.example"},
                        const std::string& language = "en")
        : config(std::move(with)), shop{spool.path(), language, euros(0).currency, "a secret"} {
        subscribe(dispatcher, database, clock, *notifications, informants, shop, config, couriers);
    }

    template <class... Fact>
    void announce(const Fact&... fact) {
        database.transact([&](platform::Tx& tx) { (events.publish(tx, fact), ...); });
        dispatcher.drain();
    }
    // A second process of the same shop.
    std::unique_ptr<Notifications> open_branch(const Config& with) {
        return make_notifications(database, events, clock, informants, shop, with);
    }
    void register_customer(const std::string& email) {
        announce(auth::UserRegistered{auth::UserId::make(), email, "Ada"});
    }
    std::vector<Row> letters() {
        return made.superuser().read([](platform::Reader& reader) {
            return reader.all<Row>(
                "select kind, channel, recipient, locale, subject, text, html, message_id"
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
    FakeOrders orders;
    FakeAuth auth;
    FakeConsents consents;
    FakeCatalog catalog;
    FakeLinks links;
    FakePayments payments;
    platform::SealingKey sealing_key = platform::make_sealing_key();
    platform::Sealer sealer{{sealing_key}};
    Folder spool;
    Shop shop;
    Informants informants{auth, consents, catalog, orders, links, payments, sealer};
    std::unique_ptr<Notifications> notifications =
        make_notifications(database, events, clock, informants, shop, config);
    Couriers couriers{*notifications, config};
};

}  // namespace kontor::notifications
