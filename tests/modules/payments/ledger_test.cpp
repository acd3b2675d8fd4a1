#include "ledger.hpp"
#include "books.hpp"
#include "payments/stored_value_module.hpp"

using namespace kontor;
using namespace kontor::payments;
using test::Books;

namespace {

std::string sqlstate_of(Books& books, const std::function<void(platform::Tx&)>& work) {
    try {
        books.database.transact(work);
    } catch (const platform::StatementError& error) {
        return error.sqlstate();
    }
    return "";
}

std::string postings_of(Books& books, const orders::OrderId& order,
                        LedgerKind kind = LedgerKind::capture) {
    std::string text;
    for (const auto& transaction : make_ledger(books.database)->transactions({.order = order}))
        if (transaction.kind == kind)
            for (const auto& posting : transaction.postings)
                text += (text.empty() ? "" : " ") + posting.account + " " +
                        std::to_string(posting.amount.amount);
    return text;
}

}  // namespace

TEST_CASE("the database refuses a ledger transaction that does not add up to zero") {
    Books books;
    const auto payment = books.pay("sim_ok");
    const auto write = [&](std::int64_t credit) {
        return sqlstate_of(books, [&](platform::Tx& tx) {
            const auto id = platform::new_uuid();
            tx.run(
                "insert into payments.ledger_transaction (id, kind, source, payment_id, at)"
                " values ($1, 'capture', $1, $2, $3)",
                id, payment.id, books.clock.now());
            tx.run(
                "insert into payments.ledger_posting values"
                " ($1, 'psp_clearing', 5, 'EUR'), ($1, 'refunds', $2, 'EUR')",
                id, credit);
            throw platform::StatementError("balanced", "", "");
        });
    };
    CHECK_EQ(write(-4), "23514");
    CHECK_EQ(write(-5), "balanced");
}

TEST_CASE("the database refuses a posting that comes after its transaction was balanced") {
    Books books;
    const auto payment = books.pay("sim_ok");
    CHECK_EQ(sqlstate_of(books,
                         [&](platform::Tx& tx) {
                             tx.run(
                                 "insert into payments.ledger_posting"
                                 " select id, 'refunds', 1, 'EUR' from payments.ledger_transaction"
                                 " where payment_id = $1",
                                 payment.id);
                         }),
             "23514");
}

TEST_CASE("postings of two currencies do not make up for each other") {
    Books books;
    CHECK_EQ(sqlstate_of(books,
                         [&](platform::Tx& tx) {
                             const auto id = platform::new_uuid();
                             tx.run(
                                 "insert into payments.ledger_transaction"
                                 " (id, kind, source, payment_id, at)"
                                 " values ($1, 'capture', $1, $1, $2)",
                                 id, books.clock.now());
                             tx.run(
                                 "insert into payments.ledger_posting values"
                                 " ($1, 'psp_clearing', 5, 'EUR'), ($1, 'refunds', -5, 'USD')",
                                 id);
                         }),
             "23514");
}

TEST_CASE("the ledger and the provider's books cannot be rewritten") {
    Books books;
    books.pay("sim_ok");
    for (const auto* sql :
         {"update payments.ledger_posting set amount = amount",
          "delete from payments.ledger_posting", "delete from payments.ledger_transaction",
          "update payments.simulator_charge set amount = 0",
          "delete from payments.simulator_charge"})
        CHECK_EQ(sqlstate_of(books, [&](platform::Tx& tx) { tx.run(sql); }), "23001");
}

TEST_CASE("a payment is booked once, even by mistake") {
    Books books;
    const auto payment = books.pay("sim_ok");
    CHECK_EQ(sqlstate_of(books,
                         [&](platform::Tx& tx) {
                             const auto row = store::payment(tx, payment.id).value();
                             store::insert_ledger_entry(tx, capture_of(row, books.clock.now()));
                         }),
             "23505");
}

TEST_CASE("a capture is posted to the provider's account, the customers' and the tax") {
    Books books;
    auto request = books.request("sim_ok", 1190);
    request.tax = 190;
    books.payments->pay(request).value();
    CHECK_EQ(postings_of(books, request.order),
             "customer_payments -1000 psp_clearing:simulator 1190"
             " tax_payable -190");

    books.payments->refund({request.order, test::euros(595), "half", platform::new_uuid()}).value();
    CHECK_EQ(postings_of(books, request.order, LedgerKind::refund),
             "psp_clearing:simulator -595 refunds 500 tax_payable 95");
}

TEST_CASE("money that staff takes in is in the bank or in the till") {
    CHECK_EQ(account::of_provider("bank_transfer"), "bank");
    CHECK_EQ(account::of_provider("cash_on_delivery"), "cash");
    CHECK_EQ(account::of_provider("stripe"), "psp_clearing:stripe");
}

TEST_CASE("the ledger is listed newest first, by account, order and time") {
    Books books;
    const auto ledger = make_ledger(books.database);
    const auto first = books.pay("sim_ok", 500);
    books.clock.advance(std::chrono::hours(1));
    const auto between = books.clock.now();
    const auto second = books.pay("sim_ok", 700);
    books.payments->refund({first.order, test::euros(200), "broken", platform::new_uuid()}).value();

    const auto of_first = ledger->transactions({.order = first.order});
    REQUIRE_EQ(of_first.size(), 2);
    CHECK_EQ(of_first[0].kind, LedgerKind::refund);
    CHECK_EQ(of_first[0].payment_id, first.id);
    CHECK_EQ(of_first[0].order_id, first.order);
    CHECK_EQ(of_first[1].kind, LedgerKind::capture);
    CHECK_EQ(ledger->transactions({.order = first.order, .from = between}).size(), 1);
    CHECK_EQ(ledger->transactions({.order = first.order, .to = between}).size(), 1);
    CHECK_EQ(ledger->transactions({.account = "refunds", .order = first.order}).size(), 1);
    CHECK_EQ(ledger->transactions({.account = "cash", .order = first.order}).size(), 0);
    CHECK_EQ(ledger->transactions({.order = first.order, .limit = 1}).size(), 1);
    const auto rest = ledger->transactions({.order = first.order, .after = of_first[0].id});
    REQUIRE_EQ(rest.size(), 1);
    CHECK_EQ(rest[0].id, of_first[1].id);

    std::int64_t sum = 0;
    for (const auto& balance : ledger->balances()) sum += balance.balance.amount;
    CHECK_EQ(sum, 0);
}
