#include "books.hpp"
#include "fake_provider.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::payments;
using test::Books;
using enum kontor::payments::PaymentStatus;

namespace {

Payment payment_of(Books& books, const Payment& payment) {
    return books.payments->payments_of(payment.order).front();
}

std::int64_t refunds_of(Books& books, const Payment& payment) {
    return books.count("payments.refund where payment_id = $1", payment.id.uuid());
}

std::int64_t paid_back_by_provider(Books& books, const Payment& payment) {
    return books.count(
        "payments.simulator_refund r join payments.simulator_charge c"
        " on c.key = r.charge_key where payment = $1",
        payment.id.uuid());
}

}  // namespace

TEST_CASE("captured money goes back once, whatever the number of times and reasons") {
    Books books;
    const auto payment = books.pay("sim_ok");
    books.payments->give_back(payment.order, "stock_unavailable");
    books.payments->give_back(payment.order, "stock_unavailable");
    books.payments->give_back(payment.order, "changed_mind");
    const auto now = payment_of(books, payment);
    CHECK_EQ(now.status, refunded);
    CHECK_EQ(now.refunded, now.captured);
    CHECK_EQ(refunds_of(books, payment), 1);
    CHECK_EQ(paid_back_by_provider(books, payment), 1);
    CHECK_EQ(books.facts_about(payment.id),
             std::vector{std::string(PaymentCaptured::name), std::string(PaymentRefunded::name)});
    CHECK(books.payments->check().empty());
}

TEST_CASE("of twenty full refunds at once exactly one is made") {
    Books books;
    const auto payment = books.pay("sim_ok");
    {
        std::vector<std::jthread> staff;
        for (int reason = 0; reason < 20; ++reason)
            staff.emplace_back([&books, &payment, reason] {
                books.payments->give_back(payment.order, "reason " + std::to_string(reason));
            });
    }
    CHECK_EQ(refunds_of(books, payment), 1);
    CHECK_EQ(paid_back_by_provider(books, payment), 1);
    CHECK_EQ(payment_of(books, payment).refunded, payment.amount);
    CHECK(books.payments->check().empty());
}

TEST_CASE("giving back what is not paid for changes nothing but later money") {
    Books books;
    const auto payment = books.pay("sim_declined");
    books.payments->give_back(payment.order, "cancelled");
    CHECK_EQ(payment_of(books, payment).status, declined);
    CHECK_EQ(refunds_of(books, payment), 0);
    books.payments->give_back(orders::OrderId::make(), "cancelled");
}

TEST_CASE("giving back cancels a payment that still waits for the customer") {
    Books books;
    const auto payment = books.pay("sim_requires_action");
    books.payments->give_back(payment.order, "cancelled");
    CHECK_EQ(payment_of(books, payment).status, cancelled);
    CHECK_EQ(books.payments->approve_simulated(payment.id).error().code,
             "payments.nothing_to_approve");
    CHECK(books.facts_about(payment.id).empty());
}

TEST_CASE("money that turns out to have moved after the order was given up goes back") {
    Books books;
    const auto payment = books.pay("sim_timeout");
    books.payments->give_back(payment.order, "cancelled");
    CHECK_EQ(payment_of(books, payment).status, processing);

    CHECK_EQ(books.payments->look_up(payment.id)->status, captured);
    books.payments->work_off();
    CHECK_EQ(payment_of(books, payment).status, refunded);
    CHECK_EQ(books.facts_about(payment.id),
             std::vector{std::string(PaymentCaptured::name), std::string(PaymentRefunded::name)});
    CHECK(books.payments->check().empty());
}

TEST_CASE("a cancelled order's money goes back by the job that the fact wakes") {
    Books books;
    platform::Jobs jobs(books.made.pool());
    auto own = books.made.database("platform");
    platform::Dispatcher dispatcher(books.events, own, books.clock);
    subscribe(dispatcher, books.database, books.events, books.clock, &jobs);
    add_jobs(jobs, *books.payments);

    const auto payment = books.pay("sim_ok");
    const auto other = books.pay("sim_ok");
    books.announce_cancelled(payment.order, "changed_mind");
    dispatcher.drain();
    CHECK_EQ(refunds_of(books, payment), 1);
    CHECK_EQ(payment_of(books, payment).refunded.amount, 0);

    jobs.run_all();
    CHECK_EQ(payment_of(books, payment).status, refunded);
    CHECK_EQ(payment_of(books, other).status, captured);
    jobs.run_all();
    CHECK_EQ(paid_back_by_provider(books, payment), 1);
}

TEST_CASE("a refund without an answer is sent again with the same key, after growing pauses") {
    Books books;
    test::FakeProvider provider;
    provider.refund_outcome = RefundOutcome::unknown;
    Service service(books.database, books.events, books.clock, {}, {{"fake", &provider}});
    auto request = books.request("any");
    request.provider = "fake";
    service.pay(request).value();

    service.give_back(request.order, "cancelled");
    CHECK_EQ(provider.refund_keys.size(), 1);
    service.work_off();
    CHECK_EQ(provider.refund_keys.size(), 1);
    books.clock.advance(std::chrono::seconds(20));
    service.work_off();
    CHECK_EQ(provider.refund_keys.size(), 2);
    books.clock.advance(std::chrono::seconds(20));
    service.work_off();
    CHECK_EQ(provider.refund_keys.size(), 2);
    CHECK_EQ(service.payments_of(request.order).front().status, captured);

    provider.refund_outcome = RefundOutcome::settled;
    books.clock.advance(std::chrono::seconds(20));
    service.work_off();
    CHECK_EQ(service.payments_of(request.order).front().status, refunded);
    REQUIRE_EQ(provider.refund_keys.size(), 3);
    CHECK_EQ(provider.refund_keys[0], provider.refund_keys[2]);
}

TEST_CASE("a refund that the provider refuses for good has failed and is not tried again") {
    Books books;
    const auto payment = books.pay("sim_ok");
    books.database.transact([&](platform::Tx& tx) {
        tx.run(
            "insert into payments.simulator_refund (key, charge_key, amount, at)"
            " select 'elsewhere ' || key, key, amount, at from payments.simulator_charge"
            " where payment = $1",
            payment.id);
    });
    books.payments->give_back(payment.order, "cancelled");
    CHECK_EQ(books.count("payments.refund where status = 'failed' and payment_id = $1",
                         payment.id.uuid()),
             1);
    CHECK_EQ(payment_of(books, payment).status, captured);
}
