#include "accounts.hpp"
#include "books.hpp"
#include "payments/personal_data.hpp"
#include "payments/stored_value_module.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::payments;
using test::Books;
using test::euros;

namespace {

struct Till : Books {
    test::Accounts accounts;
    StoredValue stored = make_stored_value(database, events, clock, "secret", accounts);
    orders::OrderId order = orders::OrderId::make();

    GiftCard card(std::int64_t cents, std::optional<platform::Time> expires_at = {}) {
        NewGiftCard wanted;
        wanted.amount = euros(cents);
        wanted.expires_at = expires_at;
        return stored.gift_cards->issue(wanted, "staff:test").value();
    }
    std::int64_t left(const GiftCard& card) {
        return stored.gift_cards->check(card.code.value()).value().balance.amount;
    }
    platform::Result<Tendered> hold(const std::vector<std::string>& codes, std::int64_t cents,
                                    std::optional<auth::UserId> credit = {}) {
        return stored.tenders->hold({order, euros(cents), cents / 5, codes, credit});
    }
    std::string why_not(const std::vector<std::string>& codes) {
        const auto held = hold(codes, 1000);
        return held ? "held" : held.error().code;
    }
    void grant(const auth::UserId& customer, std::int64_t cents) {
        stored.store_credit
            ->grant({customer, euros(cents), "sorry", "staff:test", platform::new_uuid()})
            .value();
    }
    std::vector<PaymentStatus> statuses() {
        std::vector<PaymentStatus> found;
        for (const auto& payment : payments->payments_of(order)) found.push_back(payment.status);
        return found;
    }
    bool is_healthy() { return payments->check().empty(); }
};

}  // namespace

TEST_CASE("the note of a gift card is its reason, and nowhere once its customer is forgotten") {
    Till till;
    const auto mark = platform::to_string(platform::new_uuid());
    NewGiftCard wanted;
    wanted.amount = euros(5000);
    wanted.email = platform::EmailAddress::accept("ada@" + mark + ".example");
    wanted.note = decltype(wanted.note)::value_type::accept("a birthday of " + mark);
    const auto id = till.stored.gift_cards->issue(wanted, "staff:test")->id;
    const auto reason = [&] {
        return till.stored.gift_cards->gift_card(id)->movements->at(0).reason;
    };
    CHECK_EQ(reason(), "a birthday of " + mark);

    const auto methods = make_payment_methods(till.database, till.clock, {}, till.sealer);
    make_personal_data(till.database, till.clock, *methods, *till.stored.store_credit)
        ->forget({platform::new_uuid(), wanted.email->value(), wanted.email->value()});
    CHECK_FALSE(reason().has_value());
    const auto tables = till.superuser.read([](platform::Reader& reader) {
        return reader.all<std::string>(
            "select 'payments.' || tablename from pg_tables where schemaname = 'payments'");
    });
    for (const auto& table : tables) {
        CAPTURE(table);
        const auto rows = till.superuser.read([&](platform::Reader& reader) {
            return *reader.one<std::int64_t>(
                "select count(*) from " + table + " t where position($1 in t::text) > 0", mark);
        });
        CHECK_EQ(rows, 0);
    }
}

TEST_CASE("a gift card is issued with a code that is shown once and not kept") {
    Till till;
    const auto card = till.card(5000);
    REQUIRE(card.code.has_value());
    CHECK_EQ(card.code->size(), 19);
    CHECK_EQ(card.code_ending, card.code->substr(15));
    const auto shown = till.stored.gift_cards->gift_card(card.id).value();
    CHECK_FALSE(shown.code.has_value());
    REQUIRE_EQ(shown.movements.value().size(), 1);
    CHECK_EQ(shown.movements->at(0).balance_after, euros(5000));
    const auto rows = till.superuser.read([&](platform::Reader& reader) {
        return reader
            .one<std::string>("select to_jsonb(v)::text from payments.stored_value v where id = $1",
                              card.id)
            .value();
    });
    CHECK_EQ(rows.find(*card.code), std::string::npos);
    CHECK(till.is_healthy());
}

TEST_CASE("a code is found however it is written, and not under another secret") {
    Till till;
    NewGiftCard wanted;
    wanted.amount = euros(700);
    wanted.code =
        *platform::Text<8, 40>::accept("Merry-Christmas " + till.order.text().substr(10, 8));
    const auto card = till.stored.gift_cards->issue(wanted, "staff:test").value();
    const auto code = card.code.value();
    std::string shouted;
    for (const char letter : code)
        shouted.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(letter))));
    CHECK_EQ(till.stored.gift_cards->check(" " + shouted).value().balance, euros(700));
    CHECK_EQ(till.stored.gift_cards->issue(wanted, "staff:test").error().code,
             "payments.gift_card_code_taken");
    const auto others = make_gift_cards(till.database, till.clock, "another secret");
    CHECK_EQ(others->check(code).error().code, "payments.no_such_gift_card");

    wanted.code = *platform::Text<8, 40>::accept("- - - - - a");
    CHECK_EQ(till.stored.gift_cards->issue(wanted, "staff:test").error().code,
             "payments.gift_card_code_short");
    wanted.code.reset();
    wanted.amount = euros(0);
    CHECK_EQ(till.stored.gift_cards->issue(wanted, "staff:test").error().code,
             "payments.amount_not_positive");
    wanted.amount = {100, *platform::Currency::parse("ZZZ")};
    CHECK_EQ(till.stored.gift_cards->issue(wanted, "staff:test").error().code,
             "payments.no_such_currency");
    wanted.amount = euros(1'000'000'000'001);
    CHECK_EQ(till.stored.gift_cards->issue(wanted, "staff:test").error().code,
             "payments.amount_too_large");
}

TEST_CASE("cards pay in their order and credit after them, until the total is covered") {
    Till till;
    const auto customer = auth::UserId::make();
    till.grant(customer, 3000);
    const auto first = till.card(300);
    const auto second = till.card(500);
    const auto held = till.hold({*second.code, *first.code, *second.code}, 1000, customer).value();
    CHECK_EQ(held.amount, 1000);
    CHECK_EQ(held.tax, 200);
    CHECK_EQ(till.left(first), 0);
    CHECK_EQ(till.left(second), 0);
    CHECK_EQ(till.stored.store_credit->accounts_of(customer).at(0).balance, euros(2800));
    CHECK_EQ(till.statuses(), std::vector(3, PaymentStatus::authorized));
    CHECK(till.is_healthy());

    till.stored.tenders->capture(till.order);
    till.stored.tenders->capture(till.order);
    CHECK_EQ(till.statuses(), std::vector(3, PaymentStatus::captured));
    till.stored.tenders->release(till.order);
    CHECK_EQ(till.left(first), 0);
    CHECK(till.is_healthy());
}

TEST_CASE("a card that is not needed is not touched") {
    Till till;
    const auto first = till.card(300);
    const auto second = till.card(500);
    CHECK_EQ(till.hold({*first.code, *second.code}, 300).value().amount, 300);
    CHECK_EQ(till.left(second), 500);
    CHECK_EQ(till.statuses().size(), 1);
}

TEST_CASE("what was held is put back exactly once") {
    Till till;
    const auto card = till.card(300);
    till.hold({*card.code}, 1000).value();
    CHECK_EQ(till.left(card), 0);
    {
        std::vector<std::jthread> sweepers;
        for (int sweeper = 0; sweeper < 8; ++sweeper)
            sweepers.emplace_back([&] {
                till.stored.tenders->release(till.order);
                till.payments->give_back(till.order, "never_paid");
            });
    }
    CHECK_EQ(till.left(card), 300);
    CHECK_EQ(till.statuses(), std::vector(1, PaymentStatus::cancelled));
    till.stored.tenders->capture(till.order);
    CHECK_EQ(till.statuses(), std::vector(1, PaymentStatus::cancelled));
    CHECK(till.is_healthy());
}

TEST_CASE("twenty purchases at once never spend more than is on the card") {
    Till till;
    const auto card = till.card(1000);
    std::atomic<std::int64_t> spent = 0;
    {
        std::vector<std::jthread> shoppers;
        for (int shopper = 0; shopper < 20; ++shopper)
            shoppers.emplace_back([&] {
                const auto held = till.stored.tenders->hold(
                    {orders::OrderId::make(), euros(150), 0, {*card.code}, {}});
                if (held) spent += held->amount;
            });
    }
    CHECK_EQ(spent, 1000);
    CHECK_EQ(till.left(card), 0);
    CHECK(till.is_healthy());
}

TEST_CASE("a card that cannot pay refuses the purchase, and says which it is") {
    Till till;
    const auto good = till.card(500);
    const auto disabled = till.card(500);
    till.stored.gift_cards->disable(disabled.id).value();
    NewGiftCard over;
    over.amount = euros(500);
    over.expires_at = till.clock.now();
    CHECK_EQ(till.stored.gift_cards->issue(over, "staff:test").error().code,
             "payments.gift_card_expired");
    const auto expired = till.card(500, till.clock.now() + std::chrono::seconds(1));
    till.clock.advance(std::chrono::seconds(1));
    const auto empty = till.card(500);
    till.stored.tenders->hold({orders::OrderId::make(), euros(500), 0, {*empty.code}, {}}).value();
    NewGiftCard in_dollars;
    in_dollars.amount = {500, *platform::Currency::parse("USD")};
    const auto foreign = till.stored.gift_cards->issue(in_dollars, "staff:test").value();

    CHECK_EQ(till.why_not({*good.code, "nonsense"}), "payments.no_such_gift_card");
    CHECK_EQ(till.hold({*good.code, "nonsense"}, 1000).error().problems.at(0).pointer,
             "/gift_cards/1");
    CHECK_EQ(till.why_not({*disabled.code}), "payments.no_such_gift_card");
    CHECK_EQ(till.why_not({*expired.code}), "payments.gift_card_expired");
    CHECK_EQ(till.why_not({*empty.code}), "payments.gift_card_empty");
    CHECK_EQ(till.why_not({*foreign.code}), "payments.gift_card_currency");
    CHECK_EQ(till.left(good), 500);
    CHECK(till.statuses().empty());
    CHECK_EQ(till.stored.gift_cards->check(*disabled.code).error().code,
             "payments.no_such_gift_card");
}

TEST_CASE("a card that is enabled again buys with what came back to it meanwhile") {
    Till till;
    const auto card = till.card(500);
    const auto purchase = orders::OrderId::make();
    till.stored.tenders->hold({purchase, euros(300), 0, {*card.code}, {}}).value();
    till.stored.gift_cards->disable(card.id).value();
    till.stored.tenders->release(purchase);
    CHECK_EQ(till.why_not({*card.code}), "payments.no_such_gift_card");
    CHECK_FALSE(till.stored.gift_cards->enable(card.id).value().disabled_at.has_value());
    CHECK_EQ(till.stored.gift_cards->check(*card.code).value().balance, euros(500));
    CHECK(till.hold({*card.code}, 500).has_value());
    CHECK(till.is_healthy());
}

TEST_CASE("store credit is granted once a cause, and taken back no further than it goes") {
    Till till;
    const auto customer = auth::UserId::make();
    StoreCreditGrant grant{customer, euros(500), "sorry", "staff:test", platform::new_uuid()};
    till.stored.store_credit->grant(grant).value();
    CHECK_EQ(till.stored.store_credit->grant(grant).value().balance, euros(500));
    grant.cause = platform::new_uuid();
    grant.amount = euros(-600);
    CHECK_EQ(till.stored.store_credit->grant(grant).error().code, "payments.store_credit_too_low");
    grant.amount = euros(-200);
    const auto account = till.stored.store_credit->grant(grant).value();
    CHECK_EQ(account.balance, euros(300));
    REQUIRE_EQ(account.movements.size(), 2);
    CHECK_EQ(account.movements[0].amount, euros(-200));
    grant.amount = {100, *platform::Currency::parse("ZZZ")};
    CHECK_EQ(till.stored.store_credit->grant(grant).error().code, "payments.no_such_currency");
    grant.amount = euros(0);
    CHECK_EQ(till.stored.store_credit->grant(grant).error().code, "payments.nothing_granted");
    CHECK(till.stored.store_credit->accounts_of(auth::UserId::make()).empty());
    CHECK(till.is_healthy());
}

TEST_CASE("a refund goes to what was captured last: credit, cards, then the provider") {
    Till till;
    const auto customer = auth::UserId::make();
    till.grant(customer, 200);
    const auto card = till.card(300);
    auto request = till.request("sim_ok", 500);
    request.order = till.order;
    till.hold({*card.code}, 1000, customer).value();
    till.payments->pay(request).value();
    till.clock.advance(std::chrono::seconds(1));
    till.stored.tenders->capture(till.order);

    const auto refund = [&](std::int64_t cents) {
        return till.payments->refund({till.order, euros(cents), "broken", platform::new_uuid()})
            .value();
    };
    for (const auto& part : refund(600)) CHECK_EQ(part.status, RefundStatus::settled);
    CHECK_EQ(till.left(card), 300);
    CHECK_EQ(till.stored.store_credit->accounts_of(customer).at(0).balance, euros(200));
    refund(400);
    for (const auto& payment : till.payments->payments_of(till.order))
        CHECK_EQ(payment.status, PaymentStatus::refunded);
    CHECK(till.is_healthy());
}

TEST_CASE("money of a provider becomes store credit where the customer asks for it") {
    Till till;
    const auto customer = auth::UserId::make();
    const auto payment = till.pay("sim_ok", 1000);
    RefundRequest request{payment.order, euros(400), "broken", platform::new_uuid()};
    request.as_store_credit = true;
    request.customer = customer;
    const auto refund = till.payments->refund(request).value();
    CHECK(refund.at(0).as_store_credit);
    CHECK_EQ(refund.at(0).status, RefundStatus::settled);
    CHECK_EQ(till.stored.store_credit->accounts_of(customer).at(0).balance, euros(400));
    CHECK_EQ(till.payments->payments_of(payment.order).at(0).refunded, euros(400));
    CHECK_EQ(till.count("payments.simulator_refund where charge_key = $1::text || ':1'",
                        payment.order.uuid()),
             0);
    CHECK(till.is_healthy());
}

TEST_CASE("the check finds balances that do not follow from movements and ledger") {
    test::TestDatabase made{{"payments"}};
    test::ManualClock clock;
    platform::EventLog events;
    auto database = made.database("payments");
    auto superuser = made.superuser();
    const auto payments = make_payments(database, events, clock, {});
    test::Accounts accounts;
    const auto stored = make_stored_value(database, events, clock, "secret", accounts);
    NewGiftCard wanted;
    wanted.amount = euros(700);
    const auto card = stored.gift_cards->issue(wanted, "staff:test").value();
    const auto finds = [&](const std::string& invariant) {
        return std::ranges::any_of(payments->check(), [&](const platform::Violation& violation) {
            return violation.invariant == invariant;
        });
    };
    const auto forge = [&](const std::string& sql) {
        superuser.transact([&](platform::Tx& tx) {
            tx.run("set local session_replication_role = replica");
            tx.run(sql);
        });
    };
    CHECK(payments->check().empty());
    forge("update payments.stored_value set balance = balance + 1");
    CHECK(finds("M1 stored value agrees with its movements"));
    CHECK(finds("M1 stored value agrees with the ledger"));
    forge("update payments.stored_value set balance = balance - 1");
    forge("delete from payments.ledger_posting");
    CHECK(finds("M1 stored value agrees with the ledger"));
    stored.tenders->hold({orders::OrderId::make(), euros(100), 0, {*card.code}, {}}).value();
    CHECK_FALSE(finds("O4 nothing is stuck"));
    clock.advance(std::chrono::hours(2));
    CHECK(finds("O4 nothing is stuck"));
}

TEST_CASE("nothing of stored value is ever rewritten or below zero") {
    Till till;
    till.card(100);
    const auto refused = [&](const std::string& sql) {
        try {
            till.database.transact([&](platform::Tx& tx) { tx.run(sql); });
        } catch (const platform::StatementError& error) {
            return error.sqlstate();
        }
        return std::string();
    };
    CHECK_EQ(refused("update payments.stored_value_movement set amount = 1"), "23001");
    CHECK_EQ(refused("delete from payments.stored_value_movement"), "23001");
    CHECK_EQ(refused("update payments.stored_value set balance = -1"), "23514");
}
