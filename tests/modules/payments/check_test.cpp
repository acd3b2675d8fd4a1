#include "books.hpp"

#include <algorithm>

using namespace kontor;
using namespace kontor::payments;

namespace {

// A shop of its own, whose books a case may falsify.
struct Forged {
    test::TestDatabase made{{"payments"}};
    test::ManualClock clock;
    platform::EventLog events;
    platform::Database database = made.database("payments");
    platform::Database superuser = made.superuser();
    std::unique_ptr<Payments> payments =
        make_payments(database, events, clock, {.simulator = true});

    Payment pay(const std::string& token) {
        return payments
            ->pay({orders::OrderId::make(),
                   1,
                   {700, *platform::Currency::parse("EUR")},
                   "simulator",
                   token})
            .value();
    }
    void forge(const std::string& sql) {
        superuser.transact([&](platform::Tx& tx) {
            tx.run("set local session_replication_role = replica");
            tx.run(sql);
        });
    }
    bool finds(const std::string& invariant) {
        return std::ranges::any_of(payments->check(), [&](const platform::Violation& violation) {
            return violation.invariant.starts_with(invariant);
        });
    }
};

}  // namespace

TEST_CASE("the check finds postings that do not balance") {
    Forged shop;
    shop.pay("sim_ok");
    CHECK(shop.payments->check().empty());
    shop.forge("update payments.ledger_posting set amount = amount + 1 where amount > 0");
    CHECK(shop.finds("M1 every ledger transaction"));
    CHECK(shop.finds("M1 payments agree"));
}

TEST_CASE("the check finds captured money that the ledger does not know") {
    Forged shop;
    const auto payment = shop.pay("sim_ok");
    shop.forge("delete from payments.ledger_posting");
    const auto violations = shop.payments->check();
    REQUIRE_EQ(violations.size(), 1);
    CHECK_EQ(violations[0].subject, payment.id.text());
}

TEST_CASE("the check finds an order that was paid for twice") {
    Forged shop;
    shop.pay("sim_ok");
    shop.pay("sim_ok");
    shop.forge(
        "update payments.payment set attempt = 2, order_id = (select min(order_id::text)::uuid"
        " from payments.payment) where id = (select max(id::text)::uuid from payments.payment)");
    CHECK(shop.finds("M2"));
}

TEST_CASE("the check finds money that the provider knows nothing of, at once") {
    Forged shop;
    shop.pay("sim_ok");
    shop.forge("delete from payments.simulator_charge");
    CHECK(shop.finds("M3"));
}

TEST_CASE("the check finds a charge that we never noticed, once it had its time") {
    Forged shop;
    shop.pay("sim_timeout");
    CHECK_FALSE(shop.finds("M3"));
    shop.clock.advance(std::chrono::minutes(5));
    CHECK(shop.finds("M3"));
    shop.payments->work_off();
    CHECK_FALSE(shop.finds("M3"));
    shop.forge("delete from payments.payment");
    CHECK(shop.finds("M3"));
}

TEST_CASE("the check finds refunds beyond what was captured") {
    Forged shop;
    const auto payment = shop.pay("sim_ok");
    shop.payments->give_back(payment.order, "returned");
    CHECK(shop.payments->check().empty());
    shop.forge("update payments.refund set amount = amount + 1");
    CHECK(shop.finds("M5"));
}

TEST_CASE("the check finds a payment that went back on what happened") {
    Forged shop;
    shop.pay("sim_ok");
    shop.forge(
        "insert into payments.payment_event (payment_id, from_status, to_status, at)"
        " select id, 'captured', 'declined', created_at from payments.payment");
    CHECK(shop.finds("M6"));
}
