// Paying in two steps: the provider is asked, and what it says is recorded with something else.
#include "books.hpp"

using namespace kontor;
using namespace kontor::payments;
using test::Books;
using enum kontor::payments::PaymentStatus;

namespace {

PaymentStatus on_record(Books& books, const orders::OrderId& order) {
    return books.payments->payments_of(order).front().status;
}

}  // namespace

TEST_CASE("what the provider says is told at once, and on record when it is recorded") {
    Books books;
    const auto request = books.request("sim_ok");
    const auto charged = books.payments->charge(request).value();
    CHECK_EQ(charged.payment.status, captured);
    CHECK_EQ(charged.payment.captured, request.amount);
    CHECK_EQ(on_record(books, request.order), created);
    CHECK(books.facts_about(charged.payment.id).empty());

    CHECK_EQ(books.payments->record(charged).status, captured);
    CHECK_EQ(books.payments->record(charged).status, captured);
    CHECK_EQ(on_record(books, request.order), captured);
    CHECK_EQ(books.facts_about(charged.payment.id), test::captured_once);
    CHECK(books.payments->check().empty());
}

TEST_CASE("recording joins what is done together, at no round trip of its own") {
    Books books;
    const auto charged = books.payments->charge(books.request("sim_ok")).value();
    const auto before = books.made.pool().statistics();
    const auto payment =
        books.database.together([&] { return books.payments->record(charged); },
                                platform::Commit::by_the_answer, platform::Checks::at_the_end);
    const auto after = books.made.pool().statistics();
    CHECK_EQ(payment.status, captured);
    CHECK_EQ(after.commits - before.commits, 1);
    CHECK_EQ(after.round_trips - before.round_trips, 2);
    CHECK_EQ(books.facts_about(payment.id), test::captured_once);
}

TEST_CASE("what comes to nothing with the rest is found out by asking again") {
    Books books;
    const auto request = books.request("sim_ok");
    const auto charged = books.payments->charge(request).value();
    const auto refused = books.database.together([&]() -> platform::Result<> {
        books.payments->record(charged);
        return platform::Error{platform::ErrorKind::conflict, "test.refused", "no"};
    });
    CHECK(refused.has_error());
    CHECK_EQ(on_record(books, request.order), created);
    CHECK_EQ(books.payments->look_up(charged.payment.id)->status, captured);
    CHECK_EQ(books.facts_about(charged.payment.id), test::captured_once);
}

TEST_CASE("what was given up before it was recorded is captured, and goes back") {
    for (const auto checks : {platform::Checks::at_once, platform::Checks::at_the_end}) {
        Books books;
        const auto request = books.request("sim_ok");
        const auto charged = books.payments->charge(request).value();
        books.payments->give_back(request.order, "test");
        books.database.together([&] { books.payments->record(charged); },
                                platform::Commit::by_the_answer, checks);
        const auto refunds = books.payments->refunds_of(request.order);
        REQUIRE_EQ(refunds.size(), 1);
        CHECK_EQ(refunds.front().amount, request.amount);
        CHECK_EQ(refunds.front().reason, "test");
    }
}

TEST_CASE("a declined charge is recorded as declined") {
    Books books;
    const auto charged = books.payments->charge(books.request("sim_declined")).value();
    CHECK_EQ(charged.payment.status, declined);
    CHECK_EQ(books.payments->record(charged).status, declined);
    CHECK_EQ(books.facts_about(charged.payment.id), test::declined_once);
}
