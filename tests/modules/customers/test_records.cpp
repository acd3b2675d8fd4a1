#include "club.hpp"
#include "orders/events.hpp"
#include "orders/order_claimed.hpp"
#include "payments/events.hpp"
#include "payments/tender_events.hpp"
#include "platform/events/administration.hpp"
#include "returns/events.hpp"

using namespace kontor;
using namespace kontor::customers;
using orders::OrderId;
using platform::Money;

namespace {

Money eur(std::int64_t cents) {
    return {cents, *platform::Currency::parse("EUR")};
}

struct Books : Club {
    Books() { subscribe(dispatcher, tables, jobs); }

    template <platform::Fact E>
    void tell(const E& fact) {
        tables.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
    }
    OrderId order(const std::optional<auth::UserId>& customer, const Money& total) {
        const auto id = OrderId::make();
        tell(orders::OrderPlaced{id, "1", "x@example.org", total, {}, customer, {}});
        return id;
    }
    void pay(const OrderId& id, const Money& amount) {
        tell(payments::PaymentCaptured{payments::PaymentId::make(), id, amount, {}});
    }
    void give_back(const OrderId& id, const Money& amount) {
        tell(payments::PaymentRefunded{
            payments::PaymentId::make(), id, payments::RefundId::make(), amount, "", {}});
    }
    void ask_to_return(const OrderId& id) {
        tell(returns::ReturnRequested{returns::ReturnId::make(), id, "customer", {}});
    }
    CustomerRecord of(const auth::UserId& customer) {
        dispatcher.drain();
        return records->record(customer).value();
    }

    platform::Database platform_tables = shared().database("platform");
    platform::Jobs jobs{tables.pool()};
    platform::Dispatcher dispatcher{events, platform_tables, clock};
    const auth::UserId ada = somebody();
};

}  // namespace

TEST_CASE_FIXTURE(Books, "a customer's worth is what was paid and not given back") {
    const auto first = order(ada, eur(1000));
    const auto second = order(ada, eur(501));
    pay(first, eur(1000));
    pay(second, eur(501));
    give_back(second, eur(200));
    ask_to_return(second);
    const auto record = of(ada);
    CHECK(record.orders == 2);
    CHECK(record.returns == 1);
    CHECK(record.last_order_at);
    REQUIRE(record.totals.size() == 1);
    CHECK(record.totals[0].paid == eur(1501));
    CHECK(record.totals[0].refunded == eur(200));
    CHECK(record.totals[0].lifetime_value == eur(1301));
    CHECK(record.totals[0].average_order == eur(650));
}

TEST_CASE_FIXTURE(Books, "what a gift card paid is paid") {
    const auto id = order(ada, eur(1000));
    pay(id, eur(400));
    tell(payments::TenderCaptured{payments::PaymentId::make(), id, eur(600)});
    CHECK(of(ada).totals[0].paid == eur(1000));
}

TEST_CASE_FIXTURE(Books, "currencies are counted apart") {
    const Money dollars{300, *platform::Currency::parse("USD")};
    pay(order(ada, eur(100)), eur(100));
    pay(order(ada, dollars), dollars);
    const auto record = of(ada);
    REQUIRE(record.totals.size() == 2);
    CHECK(record.totals[0].lifetime_value == eur(100));
    CHECK(record.totals[1].lifetime_value == dollars);
}

TEST_CASE_FIXTURE(Books, "a cancelled order counts for its money alone") {
    const auto id = order(ada, eur(100));
    pay(id, eur(100));
    tell(orders::OrderCancelled{id, platform::new_uuid(), "", true, false});
    give_back(id, eur(100));
    const auto record = of(ada);
    CHECK(record.orders == 0);
    CHECK(record.totals[0].lifetime_value == eur(0));
    CHECK_FALSE(record.totals[0].average_order);
}

TEST_CASE_FIXTURE(Books, "what a guest ordered counts once it is the customer's") {
    const auto id = order({}, eur(100));
    pay(id, eur(100));
    CHECK(of(ada).orders == 0);
    tell(orders::OrderClaimed{id, ada, "x@example.org", ""});
    CHECK(of(ada).totals[0].paid == eur(100));
}

TEST_CASE_FIXTURE(Books, "facts that are told once more, and out of order, change nothing") {
    const auto id = order(ada, eur(100));
    pay(id, eur(100));
    ask_to_return(id);
    of(ada);
    platform::EventAdministration administration(platform_tables);
    shared().superuser().transact([&](platform::Tx& tx) {
        tx.run("delete from customers.purchase_money where order_id = $1", id);
        tx.run("delete from customers.purchase where order_id = $1", id);
    });
    CHECK(of(ada).orders == 0);
    REQUIRE(administration.replay("customers.purchases", platform::Time{}).has_value());
    const auto record = of(ada);
    CHECK(record.orders == 1);
    CHECK(record.returns == 1);
    CHECK(record.totals[0].paid == eur(100));
}

TEST_CASE_FIXTURE(Books, "customers are found by part of their address or name, newest first") {
    const auto bob = somebody();
    ProfileChange change;
    change.name = platform::change_to(line<1, 200>("Bob Unmistakable"));
    REQUIRE(profiles->change(bob, change).has_value());
    pay(order(bob, eur(100)), eur(100));
    dispatcher.drain();
    const auto found = records->list({.q = "unMISTAK"});
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == bob);
    CHECK(found[0].orders == 1);
    CHECK(found[0].totals[0].paid == eur(100));
    CHECK(records->list({.q = found[0].email}).size() == 1);
    CHECK(records->list({.q = "%"}).empty());
    const auto all = records->list({.limit = 2});
    CHECK(all[0].id == bob);
    CHECK(all[1].id == ada);
    CHECK(records->list({.after = bob, .limit = 1}).front().id == ada);
    CHECK(refusal_of(records->record(auth::UserId::make())) == "auth.no_such_user");
}
