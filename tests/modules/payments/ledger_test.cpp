#include "books.hpp"
#include "store.hpp"

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
            tx.run("insert into payments.ledger_posting values ($1, 'psp_clearing', 5, 'EUR')", id);
            tx.run("insert into payments.ledger_posting values ($1, 'refunds', $2, 'EUR')", id,
                   credit);
            if (credit == -5) throw platform::StatementError("balanced", "", "");
        });
    };
    CHECK_EQ(write(-4), "23514");
    CHECK_EQ(write(-5), "balanced");
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
    CHECK_EQ(
        sqlstate_of(books,
                    [&](platform::Tx& tx) {
                        store::insert_ledger_entry(
                            tx, {LedgerKind::capture, payment.id.uuid(), payment.id, "psp_clearing",
                                 "customer_payments", payment.amount, books.clock.now()});
                    }),
        "23505");
}
