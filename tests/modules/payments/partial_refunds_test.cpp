#include "books.hpp"
#include "fake_provider.hpp"
#include "refunds.hpp"

#include <random>
#include <thread>

using namespace kontor;
using namespace kontor::payments;
using test::Books;
using test::euros;

namespace {

RefundRequest request(const Payment& payment, std::int64_t cents) {
    return {payment.order, euros(cents), "broken", platform::new_uuid()};
}

Payment now(Books& books, const Payment& payment) {
    return books.payments->payments_of(payment.order).front();
}

Refundable captured(std::int64_t amount, std::int64_t tax, int minute) {
    Refundable from;
    from.payment.id = PaymentId::make();
    from.payment.captured = from.payment.amount = amount;
    from.payment.tax = tax;
    from.payment.captured_at = platform::Time(std::chrono::minutes(minute));
    return from;
}

}  // namespace

TEST_CASE("money is refunded in parts until nothing is left") {
    Books books;
    const auto payment = books.pay("sim_ok", 1000);
    const auto first = books.payments->refund(request(payment, 400)).value();
    REQUIRE_EQ(first.size(), 1);
    CHECK_EQ(first[0].status, RefundStatus::settled);
    CHECK_EQ(first[0].amount, euros(400));
    CHECK_EQ(now(books, payment).status, PaymentStatus::captured);

    const auto over = books.payments->refund(request(payment, 601));
    CHECK_EQ(over.error().code, "payments.refund_exceeds_captured");
    CHECK_EQ(std::get<platform::Money>(over.error().details[0].second), euros(600));

    books.payments->refund(request(payment, 600)).value();
    CHECK_EQ(now(books, payment).status, PaymentStatus::refunded);
    CHECK_EQ(books.payments->refund(request(payment, 1)).error().code,
             "payments.nothing_to_refund");
    CHECK_EQ(books.payments->refunds_of(payment.order).size(), 2);
    CHECK(books.payments->check().empty());
}

TEST_CASE("the same cause is refunded once") {
    Books books;
    const auto payment = books.pay("sim_ok", 1000);
    const auto wanted = request(payment, 400);
    const auto first = books.payments->refund(wanted).value();
    const auto again = books.payments->refund(wanted).value();
    REQUIRE_EQ(again.size(), 1);
    CHECK_EQ(again[0].id, first[0].id);
    CHECK_EQ(now(books, payment).refunded, euros(400));
}

TEST_CASE("of twenty full refunds with causes of their own exactly one is made") {
    Books books;
    const auto payment = books.pay("sim_ok", 1000);
    std::atomic<int> made = 0;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> staff;
        for (int member = 0; member < 20; ++member)
            staff.emplace_back([&] {
                const auto refund = books.payments->refund(request(payment, 1000));
                ++(refund ? made : refused);
            });
    }
    CHECK_EQ(made, 1);
    CHECK_EQ(refused, 19);
    CHECK_EQ(now(books, payment).refunded, euros(1000));
    CHECK_EQ(books.payments->refunds_of(payment.order).size(), 1);
    CHECK(books.payments->check().empty());
}

TEST_CASE("what was not captured, or is of another currency, is not refunded") {
    Books books;
    const auto declined = books.pay("sim_declined", 1000);
    CHECK_EQ(books.payments->refund(request(declined, 1)).error().code,
             "payments.nothing_to_refund");
    const auto payment = books.pay("sim_ok", 1000);
    CHECK_EQ(books.payments->refund(request(payment, 0)).error().code,
             "payments.nothing_to_refund");
    CHECK_EQ(books.payments->refund(request(payment, -5)).error().code,
             "payments.nothing_to_refund");
    auto dollars = request(payment, 5);
    dollars.amount.currency = *platform::Currency::parse("USD");
    CHECK_EQ(books.payments->refund(dollars).error().code, "payments.refund_exceeds_captured");
    auto credit = request(payment, 5);
    credit.as_store_credit = true;
    CHECK_EQ(books.payments->refund(credit).error().code, "payments.no_store_credit");
    CHECK(books.payments->refunds_of(payment.order).empty());
}

TEST_CASE("what was promised stands while the provider has not answered, and is sent by the job") {
    Books books;
    test::FakeProvider provider;
    provider.refund_outcome = RefundOutcome::unknown;
    Service service(books.database, books.events, books.clock, {}, {{"fake", &provider}});
    auto paid = books.request("any", 1000);
    paid.provider = "fake";
    const auto payment = service.pay(paid).value();

    const auto refunds = service.refund(request(payment, 700)).value();
    CHECK_EQ(refunds.at(0).status, RefundStatus::pending);
    CHECK_EQ(service.refund(request(payment, 700)).error().code,
             "payments.refund_exceeds_captured");

    provider.refund_outcome = RefundOutcome::settled;
    books.clock.advance(std::chrono::minutes(1));
    service.work_off();
    CHECK_EQ(service.refunds_of(payment.order).at(0).status, RefundStatus::settled);
    REQUIRE_EQ(provider.refund_keys.size(), 2);
    CHECK_EQ(provider.refund_keys[0], provider.refund_keys[1]);
}

TEST_CASE("a refund that the provider refuses for good is announced, and its money free again") {
    Books books;
    test::FakeProvider provider;
    provider.refund_outcome = RefundOutcome::refused;
    Service service(books.database, books.events, books.clock, {}, {{"fake", &provider}});
    auto paid = books.request("any", 1000);
    paid.provider = "fake";
    const auto payment = service.pay(paid).value();

    CHECK_EQ(service.refund(request(payment, 700)).value().at(0).status, RefundStatus::failed);
    CHECK_EQ(books.facts_about(payment.id).back(), RefundFailed::name);
    provider.refund_outcome = RefundOutcome::settled;
    CHECK_EQ(service.refund(request(payment, 1000)).value().at(0).status, RefundStatus::settled);
}

TEST_CASE("a refusal that is late does not end a refund that was sent once more") {
    Books books;
    test::FakeProvider provider;
    Service service(books.database, books.events, books.clock, {}, {{"fake", &provider}});
    const auto desk = make_refund_desk(books.database, books.clock);
    auto paid = books.request("any", 1000);
    paid.provider = "fake";
    const auto payment = service.pay(paid).value();

    provider.refund_outcome = RefundOutcome::refused;
    provider.during_refund = [&] {
        service.send_refunds(payment.order);
        const auto failed = service.refunds_of(payment.order).at(0);
        REQUIRE_EQ(failed.status, RefundStatus::failed);
        REQUIRE(desk->retry(failed.id).has_value());
    };
    CHECK_EQ(service.refund(request(payment, 700))->at(0).status, RefundStatus::pending);
    provider.refund_outcome = RefundOutcome::settled;
    service.send_refunds(payment.order);
    CHECK_EQ(service.refunds_of(payment.order).at(0).status, RefundStatus::settled);
    CHECK_EQ(service.payments_of(payment.order).front().refunded, euros(700));
    REQUIRE_EQ(provider.refund_keys.size(), 3);
    CHECK_EQ(provider.refund_keys[0], provider.refund_keys[1]);
    CHECK_NE(provider.refund_keys[1], provider.refund_keys[2]);
}

TEST_CASE("money that went back is booked, although the refund was refused meanwhile") {
    Books books;
    test::FakeProvider provider;
    Service service(books.database, books.events, books.clock, {}, {{"fake", &provider}});
    auto paid = books.request("any", 1000);
    paid.provider = "fake";
    const auto payment = service.pay(paid).value();

    provider.during_refund = [&] {
        provider.refund_outcome = RefundOutcome::refused;
        service.send_refunds(payment.order);
        REQUIRE_EQ(service.refunds_of(payment.order).at(0).status, RefundStatus::failed);
    };
    CHECK_EQ(service.refund(request(payment, 700))->at(0).status, RefundStatus::settled);
    CHECK_EQ(service.payments_of(payment.order).front().refunded, euros(700));
    CHECK_EQ(books.facts_about(payment.id).back(), PaymentRefunded::name);
    CHECK(service.check().empty());
}

TEST_CASE("what was captured last goes back first") {
    const std::vector payments{captured(500, 0, 1).payment, captured(300, 0, 2).payment};
    const auto from = refundable(payments, {{payments[1].id, 100, 0}});
    REQUIRE_EQ(from.size(), 2);
    CHECK_EQ(from[0].payment.id, payments[1].id);
    const auto parts = divide(from, 600, std::nullopt);
    REQUIRE_EQ(parts.size(), 2);
    CHECK_EQ(parts[0].amount, 200);
    CHECK_EQ(parts[1].amount, 400);
    auto tender = payments[0];
    tender.instrument = platform::new_uuid();
    CHECK(refundable({payments[0], tender}, {}).at(0).payment.instrument.has_value());
    CHECK(refundable(payments, {{payments[0].id, 500, 0}, {payments[1].id, 300, 0}}).empty());
}

TEST_CASE("however a payment goes back in parts, all of its tax goes back with it, and no more") {
    std::mt19937 random(4711);
    const auto between = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution(low, high)(random);
    };
    for (int round = 0; round < 500; ++round) {
        std::vector<Refundable> from{captured(between(1, 5000), 0, 1)};
        auto& only = from[0];
        only.payment.tax = between(0, only.payment.captured);
        while (only.left() > 0) {
            const auto parts = divide(from, between(1, only.left()), std::nullopt);
            REQUIRE_EQ(parts.size(), 1);
            REQUIRE_GE(parts[0].tax, 0);
            REQUIRE_LE(parts[0].tax, parts[0].amount);
            only.promised.amount += parts[0].amount;
            only.promised.tax += parts[0].tax;
        }
        REQUIRE_EQ(only.promised.amount, only.payment.captured);
        REQUIRE_EQ(only.promised.tax, only.payment.tax);
    }
}

TEST_CASE("the tax that is asked for is divided like the amount") {
    const std::vector<Refundable> from{captured(500, 80, 2), captured(700, 112, 1)};
    const auto parts = divide(from, 1200, 192);
    REQUIRE_EQ(parts.size(), 2);
    CHECK_EQ(parts[0].tax, 80);
    CHECK_EQ(parts[1].tax, 112);
}

TEST_CASE("a whole refund that is asked for again under its cause is the same one") {
    Books books;
    const auto payment = books.pay("sim_ok");
    const auto wanted = request(payment, payment.amount.amount);
    const auto first = books.payments->refund(wanted).value();
    const auto again = books.payments->refund(wanted);
    REQUIRE(again.has_value());
    REQUIRE_EQ(again->size(), 1);
    CHECK_EQ(again->at(0).id, first.at(0).id);
    CHECK_EQ(now(books, payment).refunded, payment.amount);
}

TEST_CASE("a payment gives back no more tax than is left of it") {
    auto from = captured(1000, 160, 1);
    from.promised = {from.payment.id, 500, 150};
    CHECK_EQ(divide({from}, 500, 80).at(0).tax, 10);
    from.promised.tax = 170;
    CHECK_EQ(divide({from}, 500, 80).at(0).tax, 0);
    CHECK_EQ(divide({captured(1000, 900, 1)}, 100, 200).at(0).tax, 100);
}

TEST_CASE("the tax that one payment does not hold any more comes out of the next") {
    auto first = captured(500, 80, 2);
    first.promised = {first.payment.id, 100, 70};
    const auto parts = divide({first, captured(700, 300, 1)}, 800, 160);
    REQUIRE_EQ(parts.size(), 2);
    CHECK_EQ(parts[0].tax, 10);
    CHECK_EQ(parts[1].tax, 150);
}

TEST_CASE("a payment gives back the tax that what stays of it could not hold") {
    auto from = captured(1000, 160, 1);
    from.promised = {from.payment.id, 800, 0};
    CHECK_EQ(divide({from}, 100, 0).at(0).tax, 60);
    from.promised = {from.payment.id, 900, 60};
    CHECK_EQ(divide({from}, 100, 0).at(0).tax, 100);
}
