#include "books.hpp"
#include "fake_provider.hpp"
#include "platform/db/held_commit.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::payments;
using test::Books;
using enum kontor::payments::PaymentStatus;

namespace {

template <class T>
std::string refusal_of(const platform::Result<T>& result) {
    return result.has_error() ? result.error().code : "";
}

}  // namespace

TEST_CASE("a good token captures the money, books and announces it") {
    Books books;
    const auto payment = books.pay("sim_ok");
    CHECK_EQ(payment.status, captured);
    CHECK_EQ(payment.captured, payment.amount);
    CHECK_EQ(books.facts_about(payment.id), test::captured_once);
    CHECK_EQ(books.count("payments.ledger_posting l join payments.ledger_transaction t"
                         " on t.id = l.transaction_id where payment_id = $1",
                         payment.id.uuid()),
             2);
    CHECK(books.payments->check().empty());
}

TEST_CASE("a purchase costs three commits and four round trips") {
    Books books;
    books.pay("sim_ok");
    const auto before = books.made.pool().statistics();
    books.pay("sim_ok");
    const auto after = books.made.pool().statistics();
    CHECK_EQ(after.commits - before.commits, 3);
    CHECK_EQ(after.round_trips - before.round_trips, 4);
}

TEST_CASE("a declined or unknown token is a declined payment and no money") {
    Books books;
    for (const auto* token : {"sim_declined", "tok_visa"}) {
        const auto payment = books.pay(token);
        CHECK_EQ(payment.status, declined);
        CHECK_EQ(payment.captured.amount, 0);
        CHECK(payment.refusal);
        CHECK_EQ(books.facts_about(payment.id), test::declined_once);
    }
    CHECK(books.payments->check().empty());
}

TEST_CASE("paying the same attempt again moves money once and answers the same payment") {
    Books books;
    const auto request = books.request("sim_ok");
    const auto first = books.payments->pay(request).value();
    const auto again = books.payments->pay(request).value();
    CHECK_EQ(again.id, first.id);
    CHECK_EQ(again.status, captured);
    CHECK_EQ(books.charges_of(request.order), 1);
    CHECK_EQ(books.facts_about(first.id), test::captured_once);
}

TEST_CASE("many who pay the same attempt at once move money once") {
    Books books;
    const auto request = books.request("sim_ok");
    {
        std::vector<std::jthread> customers;
        for (int customer = 0; customer < 8; ++customer)
            customers.emplace_back(
                [&] { CHECK_EQ(books.payments->pay(request)->status, captured); });
    }
    CHECK_EQ(books.charges_of(request.order), 1);
    CHECK_EQ(books.payments->payments_of(request.order).size(), 1);
    CHECK(books.payments->check().empty());
}

TEST_CASE("what was paid with is forgotten once the provider knows of the charge, or refused it") {
    Books books;
    for (const auto* token : {"sim_ok", "sim_declined", "sim_requires_action"})
        CHECK_FALSE(books.token_of(books.pay(token).id));
    const auto lost = books.pay("sim_timeout");
    CHECK_EQ(books.token_of(lost.id), "sim_timeout");
    CHECK_EQ(books.payments->look_up(lost.id)->status, captured);
    CHECK_FALSE(books.token_of(lost.id));
}

TEST_CASE("an attempt that comes again with another amount is refused") {
    Books books;
    auto request = books.request("sim_ok");
    books.payments->pay(request).value();
    request.amount.amount += 1;
    CHECK_EQ(refusal_of(books.payments->pay(request)), "payments.attempt_differs");
}

TEST_CASE("a further attempt is made after a refusal only") {
    Books books;
    for (const auto* token : {"sim_ok", "sim_timeout", "sim_requires_action"}) {
        auto request = books.request(token);
        books.payments->pay(request).value();
        request.attempt = 2;
        request.token = "sim_ok";
        CHECK_EQ(refusal_of(books.payments->pay(request)), "payments.already_paying");
    }
    auto request = books.request("sim_declined");
    books.payments->pay(request).value();
    request.attempt = 2;
    request.token = "sim_ok";
    CHECK_EQ(books.payments->pay(request)->status, captured);
    CHECK_EQ(books.payments->payments_of(std::vector{request.order}).front().attempt, 2);
    CHECK_EQ(books.payments->payments_of(request.order).size(), 2);
}

TEST_CASE("further attempts that are made at once do not both take money") {
    Books books;
    auto request = books.request("sim_declined");
    books.payments->pay(request).value();
    request.token = "sim_ok";
    {
        std::vector<std::jthread> customers;
        for (int attempt = 2; attempt < 8; ++attempt)
            customers.emplace_back([&books, request, attempt]() mutable {
                request.attempt = attempt;
                static_cast<void>(books.payments->pay(request));
            });
    }
    CHECK_EQ(books.charges_of(request.order), 1);
    CHECK(books.payments->check().empty());
}

TEST_CASE("providers that the shop does not have are refused") {
    Books open;
    auto request = open.request("sim_ok");
    request.provider = "stripe";
    CHECK_EQ(refusal_of(open.payments->pay(request)), "payments.unknown_provider");

    Books closed({.simulator = false});
    CHECK_EQ(refusal_of(closed.payments->pay(closed.request("sim_ok"))),
             "payments.provider_disabled");
}

TEST_CASE("a payment whose answer was lost is processing until the provider is asked") {
    Books books;
    const auto payment = books.pay("sim_timeout");
    CHECK_EQ(payment.status, processing);
    CHECK(books.facts_about(payment.id).empty());
    CHECK_EQ(books.charges_of(payment.order), 1);

    CHECK_EQ(books.payments->look_up(payment.id)->status, captured);
    CHECK_EQ(books.payments->look_up(payment.id)->status, captured);
    CHECK_EQ(books.facts_about(payment.id), test::captured_once);
    CHECK(books.payments->check().empty());
}

TEST_CASE("paying again after a lost answer finds the money that moved") {
    Books books;
    const auto request = books.request("sim_timeout");
    CHECK_EQ(books.payments->pay(request)->status, processing);
    CHECK_EQ(books.payments->pay(request)->status, captured);
    CHECK_EQ(books.charges_of(request.order), 1);
}

TEST_CASE("what the provider has never seen has failed") {
    Books books;
    const auto payment = books.pay("sim_error");
    CHECK_EQ(payment.status, processing);
    CHECK_EQ(books.payments->look_up(payment.id)->status, failed);
    CHECK_EQ(books.facts_about(payment.id), test::declined_once);
}

TEST_CASE("looking up a payment that is not there is refused") {
    Books books;
    CHECK_EQ(refusal_of(books.payments->look_up(PaymentId::make())), "payments.no_such_payment");
}

TEST_CASE("a slow provider captures in the end") {
    Books books;
    CHECK_EQ(books.pay("sim_slow").status, captured);
}

TEST_CASE("the payment is committed before the provider hears of it, even in a held request") {
    Books books;
    test::FakeProvider provider;
    platform::Pool other({.dsn = books.made.dsn(), .size = 1});
    platform::Database outside(other, "");
    std::string seen;
    provider.on_charge = [&](const Charge& charge) {
        seen = outside.read([&](platform::Reader& reader) {
            return reader
                .one<std::string>("select status from payments.payment where id = $1",
                                  charge.payment)
                .value_or("nothing");
        });
    };
    Service service(books.database, books.events, books.clock, {}, {{"fake", &provider}});
    auto request = books.request("any");
    request.provider = "fake";

    platform::HeldCommit held;
    CHECK_EQ(service.pay(request)->status, captured);
    CHECK_EQ(seen, "created");
    // The commit happens in another module's role.
    auto recorder = books.made.database("platform");
    held.finish(recorder, [](platform::Tx& tx) { tx.run("select 1"); });
    CHECK_EQ(books.payments->payments_of(request.order).front().status, captured);
}

TEST_CASE("a payment of a process that died before it heard the provider is found by the job") {
    Books books;
    test::FakeProvider provider;
    provider.on_charge = [](const Charge&) { throw std::runtime_error("the process dies here"); };
    Service service(books.database, books.events, books.clock, {}, {{"fake", &provider}});
    auto request = books.request("any");
    request.provider = "fake";
    CHECK_THROWS(service.pay(request));
    books.clock.advance(std::chrono::seconds(10));
    service.work_off();
    CHECK_EQ(service.payments_of(request.order).front().status, captured);
}

TEST_CASE("a payment that needs the customer names the place to go, and approval captures it") {
    Books books;
    const auto payment = books.pay("sim_requires_action");
    CHECK_EQ(payment.status, requires_action);
    REQUIRE(payment.next_action);
    CHECK_EQ(payment.next_action->type, "redirect");
    CHECK_EQ(payment.next_action->url, "/v1/payments/simulator/" + payment.id.text() + "/approve");

    CHECK_EQ(books.payments->approve_simulated(payment.id)->status, captured);
    CHECK_EQ(books.payments->approve_simulated(payment.id)->status, captured);
    CHECK_FALSE(books.payments->payments_of(payment.order).front().next_action);
    CHECK_EQ(books.facts_about(payment.id), test::captured_once);
    CHECK(books.payments->check().empty());
}

TEST_CASE("only what waits for an approval can be approved") {
    Books books;
    CHECK_EQ(refusal_of(books.payments->approve_simulated(PaymentId::make())),
             "payments.no_such_payment");
    for (const auto* token : {"sim_ok", "sim_declined", "sim_timeout"})
        CHECK_EQ(refusal_of(books.payments->approve_simulated(books.pay(token).id)),
                 "payments.nothing_to_approve");
}

TEST_CASE("the job asks about payments without an outcome once they are old enough") {
    Books books;
    const auto lost = books.pay("sim_timeout");
    const auto unseen = books.pay("sim_error");
    const auto waiting = books.pay("sim_requires_action");
    const auto status_of = [&](const Payment& payment) {
        return books.payments->payments_of(payment.order).front().status;
    };
    books.payments->work_off();
    CHECK_EQ(status_of(lost), processing);

    books.clock.advance(std::chrono::seconds(10));
    books.payments->work_off();
    CHECK_EQ(status_of(lost), captured);
    CHECK_EQ(status_of(unseen), failed);
    CHECK_EQ(status_of(waiting), requires_action);
}

TEST_CASE("a payment that was begun a moment ago is not given up before the provider hears of it") {
    Books books;
    const auto payment = books.pay("sim_error");
    books.superuser.transact([&](platform::Tx& tx) {
        tx.run("update payments.payment set status = 'created' where id = $1", payment.id);
    });
    CHECK_EQ(books.payments->look_up(payment.id)->status, created);
    books.clock.advance(std::chrono::seconds(10));
    CHECK_EQ(books.payments->look_up(payment.id)->status, failed);
}

TEST_CASE("what moved is listed by order, page by page") {
    test::TestDatabase alone({"payments"});
    test::ManualClock clock;
    platform::EventLog events;
    auto database = alone.database("payments");
    const auto payments = make_payments(database, events, clock, {.simulator = true});
    std::vector<orders::OrderId> orders;
    for (const auto* token : {"sim_ok", "sim_declined", "sim_ok", "sim_ok"}) {
        const orders::OrderId order = orders::OrderId::make();
        const platform::Money amount{500, *platform::Currency::parse("EUR")};
        payments->pay({order, 1, amount, "simulator", token}).value();
        if (std::string(token) == "sim_ok") orders.push_back(order);
    }
    payments->give_back(orders.back(), "returned");

    const auto first = payments->moved(std::nullopt, 2);
    REQUIRE_EQ(first.size(), 2);
    CHECK_EQ(first[0].order, orders[0]);
    CHECK_EQ(first[1].captured, 500);
    const auto second = payments->moved(first.back().order, 2);
    REQUIRE_EQ(second.size(), 1);
    CHECK_EQ(second[0].order, orders[2]);
    CHECK_EQ(second[0].refunded, 500);
}
