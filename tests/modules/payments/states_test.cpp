#include "states.hpp"

#include "books.hpp"
#include "settlement.hpp"

#include <algorithm>

using namespace kontor;
using namespace kontor::payments;
using enum kontor::payments::PaymentStatus;

namespace {

PaymentStatus after(const std::vector<PaymentStatus>& reports) {
    auto status = created;
    for (const auto report : reports)
        if (moves_on(status, report)) status = report;
    return status;
}

}  // namespace

TEST_CASE("a payment ends the same in whichever order reports come, and however often") {
    std::vector<PaymentStatus> reports{created,  created,  authorized, authorized,
                                       captured, captured, refunded,   refunded};
    std::ranges::sort(reports);
    do CHECK_EQ(after(reports), refunded);
    while (std::ranges::next_permutation(reports).found);
}

TEST_CASE("no order of all reports there are makes a payment forget that money moved") {
    std::vector<PaymentStatus> reports{created,  requires_action, processing, authorized,
                                       captured, declined,        failed,     cancelled};
    std::ranges::sort(reports);
    bool always_captured = true;
    do always_captured &= after(reports) == captured;
    while (std::ranges::next_permutation(reports).found);
    CHECK(always_captured);
}

TEST_CASE("a payment that is refused stays so whatever arrives of its beginnings") {
    for (const auto refusal : {declined, failed, cancelled}) {
        CHECK(is_refusal(refusal));
        for (const auto early : {created, requires_action, processing, authorized}) {
            CHECK(is_open(early));
            CHECK(moves_on(early, refusal));
            CHECK_FALSE(moves_on(refusal, early));
        }
    }
}

TEST_CASE("reports in any order book money once and announce it once") {
    test::Books books;
    const Settlement settlement(books.events, books.clock);
    std::vector<PaymentStatus> reports{requires_action, authorized, declined, captured, captured};
    std::ranges::sort(reports);
    do {
        const auto payment = books.pay("sim_timeout");
        for (const auto status : reports)
            books.database.transact([&](platform::Tx& tx) {
                auto row = store::payment_for_update(tx, payment.id).value();
                settlement.apply(tx, row, {.status = status, .captured = payment.amount});
            });
        const auto now = books.payments->payments_of(payment.order).front();
        CHECK_EQ(now.status, captured);
        CHECK_EQ(now.captured, payment.amount);
        CHECK_EQ(
            books.count("payments.ledger_transaction where payment_id = $1", payment.id.uuid()), 1);
        CHECK_EQ(std::ranges::count(books.facts_about(payment.id), PaymentCaptured::name), 1);
    } while (std::ranges::next_permutation(reports).found);
    CHECK(books.payments->check().empty());
}
