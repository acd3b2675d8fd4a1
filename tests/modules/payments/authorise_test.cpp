#include "books.hpp"
#include "service.hpp"
#include "shipping/events.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::payments;
using test::Books;
using enum kontor::payments::PaymentStatus;

namespace {

Config capturing_on_shipment() {
    return {.simulator = true,
            .simulator_slow_ms = 1,
            .simulator_capture = CaptureMode::on_shipment,
            .bank_transfer = {.enabled = true, .account_holder = "Kontor", .iban = "DE02"},
            .cash_on_delivery = {.enabled = true}};
}

// A shop whose provider only authorises, with its facts and jobs stepped by hand.
struct Counter : Books {
    Counter() : Books(capturing_on_shipment()) {
        subscribe(dispatcher, database, events, clock, &jobs);
        add_jobs(jobs, *payments);
    }

    Payment now(const Payment& payment) { return payments->payments_of(payment.order).front(); }
    void ship(const orders::OrderId& order) {
        shipping::ShipmentShipped fact;
        fact.shipment = shipping::ShipmentId::make();
        fact.order = order;
        database.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
        settle();
    }
    void settle() {
        dispatcher.drain();
        jobs.run_all();
    }
    std::int64_t captures_of(const Payment& payment) {
        return count(
            "payments.simulator_capture join payments.simulator_charge using (key)"
            " where payment = $1",
            payment.id.uuid());
    }
    Payment pay_by(std::string_view provider) {
        auto wanted = request("");
        wanted.provider = provider;
        return payments->pay(wanted).value();
    }

    platform::Jobs jobs{made.pool()};
    platform::Database own = made.database("platform");
    platform::Dispatcher dispatcher{events, own, clock};
};

template <class T>
std::string refusal_of(const platform::Result<T>& result) {
    return result.has_error() ? result.error().code : "";
}

const std::string authorized_fact(PaymentAuthorized::name);
const std::string captured_fact(PaymentCaptured::name);

}  // namespace

TEST_CASE("a payment that is only authorised lets the goods leave, and moves no money") {
    Counter counter;
    const auto payment = counter.pay("sim_ok");
    CHECK_EQ(payment.status, authorized);
    CHECK(payment.goods_may_leave);
    CHECK_EQ(payment.captured.amount, 0);
    CHECK_EQ(counter.facts_about(payment.id), std::vector{authorized_fact});
    CHECK(counter.payments->check().empty());
}

TEST_CASE("the first shipment of an order takes the money, the others and repeats nothing") {
    Counter counter;
    const auto payment = counter.pay("sim_ok");
    counter.ship(payment.order);
    CHECK_EQ(counter.now(payment).status, captured);
    CHECK_EQ(counter.now(payment).captured, payment.amount);
    counter.ship(payment.order);
    counter.settle();
    CHECK_EQ(counter.captures_of(payment), 1);
    CHECK_EQ(counter.facts_about(payment.id), std::vector{authorized_fact, captured_fact});
    CHECK(counter.payments->check().empty());
}

TEST_CASE("money is taken after a crash between the shipment and the provider") {
    Counter counter;
    const auto payment = counter.pay("sim_ok");
    shipping::ShipmentShipped fact;
    fact.order = payment.order;
    counter.database.transact([&](platform::Tx& tx) { counter.events.publish(tx, fact); });
    counter.dispatcher.drain();
    CHECK_EQ(counter.now(payment).status, authorized);

    const auto reopened =
        make_payments(counter.database, counter.events, counter.clock, capturing_on_shipment());
    reopened->work_off();
    CHECK_EQ(counter.now(payment).status, captured);
}

TEST_CASE("many who capture at once take the money once") {
    Counter counter;
    const auto payment = counter.pay("sim_ok");
    {
        std::vector<std::jthread> staff;
        for (int person = 0; person < 8; ++person)
            staff.emplace_back([&] {
                CHECK_EQ(counter.payments->capture(payment.order)->front().status, captured);
            });
    }
    CHECK_EQ(counter.captures_of(payment), 1);
    CHECK_EQ(counter.facts_about(payment.id), std::vector{authorized_fact, captured_fact});
}

TEST_CASE("of what is authorised only what is needed is taken, and its tax is booked") {
    Counter counter;
    const auto payment = counter.pay("sim_ok", 2000);
    CHECK_EQ(payment.to_capture, test::euros(2000));
    const auto aim = [&](std::int64_t cents, std::int64_t tax) {
        return counter.payments->aim_capture(payment.order, test::euros(cents), tax).value();
    };
    CHECK_EQ(aim(1200, 192), test::euros(1200));
    CHECK_EQ(counter.now(payment).to_capture, test::euros(1200));
    CHECK_EQ(aim(2500, 400), test::euros(2000));
    CHECK_EQ(aim(1500, 240), test::euros(1500));
    CHECK_EQ(counter.payments->capture(payment.order)->front().captured, test::euros(1500));
    CHECK_EQ(counter.count("payments.ledger_posting p join payments.ledger_transaction t"
                           " on t.id = p.transaction_id where t.source = $1"
                           " and p.account = 'tax_payable' and p.amount = -240",
                           payment.id.uuid()),
             1);
    CHECK_EQ(aim(1500, 240), test::euros(0));
    const auto refund = [&](std::int64_t cents) {
        return counter.payments->refund(
            {payment.order, test::euros(cents), "broken", platform::new_uuid()});
    };
    CHECK_EQ(refusal_of(refund(1501)), "payments.refund_exceeds_captured");
    REQUIRE(refund(1500).has_value());
    counter.clock.advance(std::chrono::minutes(5));
    CHECK(counter.payments->check().empty());
}

TEST_CASE("an authorised payment of which nothing is left to take is let go") {
    Counter counter;
    const auto payment = counter.pay("sim_ok", 2000);
    CHECK_EQ(counter.payments->aim_capture(payment.order, test::euros(0), 0).value(),
             test::euros(0));
    CHECK_EQ(counter.now(payment).to_capture, test::euros(0));
    counter.settle();
    CHECK_EQ(counter.now(payment).status, cancelled);
    CHECK_EQ(counter.facts_about(payment.id), std::vector{authorized_fact});
}

TEST_CASE("what an order costs more is authorised beside what was authorised before") {
    Counter counter;
    const auto first = counter.pay("sim_ok", 2000);
    auto more = counter.request("sim_ok", 500);
    more.order = first.order;
    more.attempt = 2;
    CHECK_EQ(refusal_of(counter.payments->pay(more)), "payments.already_paying");
    more.beside_captured = true;
    CHECK_EQ(counter.payments->pay(more)->status, authorized);
    more.attempt = 3;
    CHECK_EQ(counter.payments->pay(more)->status, authorized);
    CHECK_EQ(counter.payments->aim_capture(first.order, test::euros(2700), 0).value(),
             test::euros(2700));
    std::int64_t taken = 0;
    for (const auto& payment : counter.payments->capture(first.order).value())
        taken += payment.captured.amount;
    CHECK_EQ(taken, 2700);
    CHECK(counter.payments->check().empty());
}

TEST_CASE("what a capture is on its way for is not changed under it") {
    Counter counter;
    const auto payment = counter.pay("sim_ok");
    shipping::ShipmentShipped fact;
    fact.order = payment.order;
    counter.database.transact([&](platform::Tx& tx) { counter.events.publish(tx, fact); });
    counter.dispatcher.drain();
    CHECK_EQ(refusal_of(counter.payments->aim_capture(payment.order, test::euros(100), 0)),
             "payments.capture_under_way");
}

TEST_CASE("only what is authorised can be captured") {
    Counter counter;
    for (const auto* token : {"sim_declined", "sim_requires_action", "sim_error"})
        CHECK_EQ(refusal_of(counter.payments->capture(counter.pay(token).order)),
                 "payments.nothing_to_capture");
    CHECK_EQ(refusal_of(counter.payments->capture(orders::OrderId::make())),
             "payments.nothing_to_capture");
}

TEST_CASE("what the customer approved is authorised first, where the shop captures later") {
    Counter counter;
    const auto payment = counter.pay("sim_requires_action");
    CHECK_EQ(counter.payments->approve_simulated(payment.id)->status, authorized);
    CHECK_EQ(counter.payments->capture(payment.order)->front().status, captured);
}

TEST_CASE("cancelling an authorised order gives the authorisation up") {
    Counter counter;
    const auto payment = counter.pay("sim_ok");
    counter.announce_cancelled(payment.order, "changed_mind");
    counter.settle();
    CHECK_EQ(counter.now(payment).status, cancelled);
    CHECK_EQ(counter.count("payments.simulator_void join payments.simulator_charge using (key)"
                           " where payment = $1",
                           payment.id.uuid()),
             1);
    CHECK_EQ(refusal_of(counter.payments->capture(payment.order)), "payments.nothing_to_capture");
    counter.ship(payment.order);
    CHECK_EQ(counter.captures_of(payment), 0);
    CHECK_EQ(counter.facts_about(payment.id), std::vector{authorized_fact});
}

TEST_CASE(
    "a payment that was given up is not captured, although the provider has not heard of it") {
    Counter counter;
    const auto payment = counter.pay("sim_ok");
    counter.made.superuser().transact([](platform::Tx& tx) {
        tx.run("update payments.payment set give_back_reason = 'order_cancelled'");
    });
    CHECK_EQ(refusal_of(counter.payments->capture(payment.order)), "payments.nothing_to_capture");
    counter.ship(payment.order);
    CHECK_EQ(counter.captures_of(payment), 0);
}

TEST_CASE("an order that is cancelled while its authorisation is still unknown gives it up later") {
    Counter counter;
    const auto payment = counter.pay("sim_timeout");
    CHECK_EQ(payment.status, processing);
    counter.announce_cancelled(payment.order, "changed_mind");
    counter.settle();
    CHECK_EQ(counter.now(payment).status, cancelled);
}

TEST_CASE("money that was taken when its order is cancelled goes back") {
    Counter counter;
    const auto payment = counter.pay("sim_ok");
    counter.payments->capture(payment.order).value();
    counter.announce_cancelled(payment.order, "changed_mind");
    counter.settle();
    CHECK_EQ(counter.now(payment).status, refunded);
}

TEST_CASE("a transfer is awaited, with all that the customer needs to make it") {
    Counter counter;
    const auto payment = counter.pay_by("bank_transfer");
    CHECK_EQ(payment.status, awaited);
    CHECK_FALSE(payment.goods_may_leave);
    REQUIRE(payment.instructions);
    CHECK_EQ(payment.instructions->iban, "DE02");
    CHECK_EQ(payment.instructions->pay_until, payment.created_at + std::chrono::days(14));
    CHECK(counter.facts_about(payment.id).empty());
    CHECK_EQ(counter.payments->look_up(payment.id)->status, awaited);
}

TEST_CASE("staff marks a transfer as paid, once, and it is booked") {
    Counter counter;
    const auto payment = counter.pay_by("bank_transfer");
    const auto paid = counter.payments->mark_paid(payment.id, "statement 7", "staff").value();
    CHECK_EQ(paid.status, captured);
    CHECK_EQ(paid.captured, payment.amount);
    CHECK_FALSE(paid.instructions);
    CHECK_EQ(counter.facts_about(payment.id), test::captured_once);
    CHECK_EQ(refusal_of(counter.payments->mark_paid(payment.id, {}, "staff")),
             "invalid_transition");
    CHECK(counter.payments->check().empty());
}

TEST_CASE("cash on delivery lets the goods leave before anything is paid") {
    Counter counter;
    const auto payment = counter.pay_by("cash_on_delivery");
    CHECK_EQ(payment.status, awaited);
    CHECK(payment.goods_may_leave);
    CHECK_FALSE(payment.instructions);
    counter.clock.advance(std::chrono::days(365));
    counter.settle();
    CHECK(counter.facts_about(payment.id).empty());
    CHECK_EQ(counter.payments->mark_paid(payment.id, {}, "staff")->status, captured);
}

TEST_CASE("a transfer that does not come in time is told of once a day") {
    Counter counter;
    const auto payment = counter.pay_by("bank_transfer");
    counter.clock.advance(std::chrono::days(14) - std::chrono::seconds(1));
    counter.settle();
    CHECK(counter.facts_about(payment.id).empty());
    counter.clock.advance(std::chrono::seconds(1));
    counter.settle();
    counter.settle();
    const std::string overdue(PaymentOverdue::name);
    CHECK_EQ(counter.facts_about(payment.id), std::vector{overdue});
    counter.clock.advance(std::chrono::days(1));
    counter.settle();
    CHECK_EQ(counter.facts_about(payment.id), std::vector{overdue, overdue});

    counter.announce_cancelled(payment.order, "not_paid_in_time");
    counter.settle();
    CHECK_EQ(counter.now(payment).status, cancelled);
    counter.clock.advance(std::chrono::days(2));
    counter.settle();
    CHECK_EQ(counter.facts_about(payment.id), std::vector{overdue, overdue});
}

TEST_CASE("of all that a payment can be, only what is awaited can be marked as paid") {
    Counter counter;
    for (const auto status : {created, requires_action, processing, awaited, authorized, captured,
                              refunded, declined, failed, cancelled}) {
        CAPTURE(platform::enum_name(status));
        const auto payment = counter.pay_by("bank_transfer");
        counter.superuser.transact([&](platform::Tx& tx) {
            tx.run("update payments.payment set status = $2 where id = $1", payment.id, status);
        });
        const auto marked = counter.payments->mark_paid(payment.id, {}, "staff");
        CHECK_EQ(marked.has_value(), status == awaited);
        if (marked) continue;
        CHECK_EQ(marked.error().code, "invalid_transition");
        CHECK_EQ(std::get<std::string>(marked.error().details.at(0).second),
                 platform::enum_name(status));
    }
}

TEST_CASE("a number of a card is refused before anything is written") {
    Counter counter;
    for (const auto* token :
         {"4242424242424242", "4242 4242 4242 4242", "pm_4000-0025-0000-3155", "378282246310005"}) {
        const auto request = counter.request(token);
        CHECK_EQ(refusal_of(counter.payments->pay(request)), "payments.card_number");
        CHECK_EQ(refusal_of(counter.payments->ready(request)), "payments.card_number");
        CHECK(counter.payments->payments_of(request.order).empty());
    }
    CHECK_EQ(refusal_of(counter.payments->ready(counter.request("pm_1PQ2r3LkdIwHu7ix0sNzZ"))), "");
}
