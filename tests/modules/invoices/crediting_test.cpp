#include "crediting.hpp"

#include "archive.hpp"
#include "baskets.hpp"
#include "platform/json/json.hpp"
#include "refund_amounts.hpp"
#include "refunds.hpp"

#include <random>

using namespace kontor;
using namespace kontor::invoices;
using orders::OrderRefund;
using orders::RefundWish;

namespace kontor::pricing {

Snapshot random_basket(std::mt19937_64& random);

}  // namespace kontor::pricing

namespace {

using Random = std::mt19937_64;

std::int64_t from_to(Random& random, std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
}

// As checkout freezes what pricing works out, with rates that can be told apart.
orders::Order random_order(Random& random) {
    auto basket = pricing::random_basket(random);
    auto calculation = pricing::calculate(basket);
    const auto name = [](std::vector<pricing::Tax>& taxes) {
        for (auto& tax : taxes) tax.name = tax.rate.text();
    };
    orders::Order order = some_order();
    order.items.clear();
    for (std::size_t index = 0; index < basket.goods.size(); ++index) {
        auto& line = calculation.lines[index];
        name(line.taxes);
        order.items.push_back({orders::OrderItemId::make(), catalog::VariantId::make(), "SKU",
                               "Thing", basket.goods[index].quantity, line.unit_price,
                               line.subtotal, line.discount, line.tax, line.total,
                               basket.goods[index].product, line.discounts, line.taxes});
    }
    if (calculation.freight) name(calculation.freight->taxes);
    name(calculation.taxes);
    order.terms.freight = calculation.freight;
    order.terms.taxes = calculation.taxes;
    order.totals = calculation.totals;
    return order;
}

// An order that one payment paid for, what went back of it so far, and the documents about it.
struct Book {
    orders::Order order;
    Document invoice = draft_invoice(order, some_config());
    std::vector<Document> notes{};
    orders::RefundedSoFar before{};
    payments::Refundable paid = paid_for(order);

    static payments::Refundable paid_for(const orders::Order& order) {
        payments::Refundable paid;
        paid.payment.captured = order.totals.total.amount;
        paid.payment.tax = order.totals.tax.amount;
        return paid;
    }
    std::int64_t left() const { return remaining(invoice, notes).amount; }

    RefundWish any_wish(Random& random) const {
        RefundWish wish;
        for (const auto& item : order.items) {
            const auto known =
                std::ranges::find(before.lines, item.id, &orders::RefundedSoFar::Line::item);
            const auto done = known == before.lines.end() ? 0 : known->quantity;
            const auto pieces = from_to(random, 0, item.quantity - done);
            if (pieces > 0) wish.lines.push_back({item.id, pieces});
        }
        wish.all_shipping = from_to(random, 0, 3) == 0;
        if (from_to(random, 0, 3) == 0) wish.restocking_fee = euros(from_to(random, 1, 3000));
        return wish;
    }
    RefundWish everything() const {
        RefundWish wish;
        for (const auto& item : order.items) {
            const auto known =
                std::ranges::find(before.lines, item.id, &orders::RefundedSoFar::Line::item);
            const auto done = known == before.lines.end() ? 0 : known->quantity;
            if (item.quantity > done) wish.lines.push_back({item.id, item.quantity - done});
        }
        wish.all_shipping = true;
        return wish;
    }

    void credit(const RefundWish& wish) {
        const auto amounts = orders::refund_amounts(order, before, wish);
        if (!amounts || amounts->total.amount > left()) return;
        OrderRefund refund;
        refund.amount = amounts->total;
        refund.items = amounts->items;
        if (amounts->shipping > 0) {
            refund.shipping = euros(amounts->shipping);
            refund.shipping_tax = euros(amounts->shipping_tax);
        }
        if (amounts->restocking_fee > 0) refund.restocking_fee = euros(amounts->restocking_fee);
        for (const auto& item : amounts->items) {
            auto known =
                std::ranges::find(before.lines, item.item_id, &orders::RefundedSoFar::Line::item);
            if (known == before.lines.end())
                known = before.lines.insert(known, {item.item_id, 0, 0, 0});
            known->quantity += item.quantity;
            known->gross += item.amount.amount;
            known->tax += item.tax.amount;
        }
        before.shipping += amounts->shipping;
        before.shipping_tax += amounts->shipping_tax;
        const auto lines = refunded_lines(invoice, notes, refund);
        notes.push_back(draft_credit_note(invoice, notes, refund.amount, "back", lines));
        check(notes.back(), refund.amount, lines);
        check_booked(amounts->tax);
    }
    void credit(std::int64_t amount) {
        if (amount <= 0 || amount > left()) return;
        notes.push_back(draft_credit_note(invoice, notes, euros(amount), "goodwill", {}));
        check(notes.back(), euros(amount), {});
        check_booked({});
    }
    // The ledger knows of the same tax.
    void check_booked(std::optional<std::int64_t> tax) {
        const auto amount = notes.back().total.amount;
        const auto parts = payments::divide({paid}, amount, tax);
        REQUIRE(parts.size() == 1);
        CHECK(notes.back().tax.amount == parts[0].tax);
        paid.promised.amount += amount;
        paid.promised.tax += parts[0].tax;
    }
    static void check(const Document& note, const platform::Money& amount,
                      const std::vector<Line>& lines) {
        CHECK(note.total == amount);
        CHECK(note.net + note.tax == amount);
        CHECK(note.net.amount >= 0);
        CHECK(note.tax.amount >= 0);
        auto sum = euros(0), tax = euros(0);
        for (const auto& line : note.lines) sum = sum + line.total;
        for (const auto& each : note.taxes) {
            CHECK(each.net.amount >= 0);
            CHECK(each.tax.amount >= 0);
            tax = tax + each.tax;
        }
        CHECK(sum == amount);
        CHECK(tax == note.tax);
        if (!lines.empty()) CHECK(note.lines.size() == lines.size());
    }
    // What is left of each rate.
    std::vector<TaxSum> taxes_left() const {
        auto left = invoice.taxes;
        for (const auto& note : notes)
            for (std::size_t index = 0; index < left.size(); ++index) {
                CHECK(note.taxes.at(index).rate_ppm == left[index].rate_ppm);
                left[index].net = left[index].net - note.taxes[index].net;
                left[index].tax = left[index].tax - note.taxes[index].tax;
            }
        return left;
    }
    void check_within() const {
        CHECK(left() >= 0);
        for (const auto& rate : taxes_left()) {
            CHECK(rate.net.amount >= 0);
            CHECK(rate.tax.amount >= 0);
        }
    }
    // What all credit notes together give back of each rate is what the invoice charged.
    void check_balanced() const {
        auto net = invoice.net, tax = invoice.tax;
        for (const auto& note : notes) {
            net = net - note.net;
            tax = tax - note.tax;
        }
        CHECK(net == euros(0));
        CHECK(tax == euros(0));
        for (const auto& rate : taxes_left()) {
            CHECK(rate.net == euros(0));
            CHECK(rate.tax == euros(0));
        }
    }
};

}  // namespace

TEST_CASE("credit notes of goods that all came back are the invoice, in each rate of tax") {
    Random random(20261121);
    for (int round = 0; round < 3000; ++round) {
        CAPTURE(round);
        Book book{random_order(random)};
        for (auto count = from_to(random, 0, 5); count > 0; --count) {
            auto wish = book.any_wish(random);
            wish.restocking_fee.reset();
            book.credit(wish);
        }
        book.credit(book.everything());
        REQUIRE(book.left() == 0);
        book.check_balanced();
        // What was free cannot be refunded.
        for (const auto& line : remaining_lines(book.invoice, book.notes))
            CHECK(line.total.amount == 0);
    }
}

TEST_CASE("credit notes of goods, sums and fees are the invoice once all of it went back") {
    Random random(4);
    for (int round = 0; round < 3000; ++round) {
        CAPTURE(round);
        Book book{random_order(random)};
        for (auto count = from_to(random, 0, 6); count > 0; --count) {
            if (from_to(random, 0, 1) == 0)
                book.credit(book.any_wish(random));
            else
                book.credit(from_to(random, 0, book.left()));
            book.check_within();
        }
        book.credit(book.left());
        REQUIRE(book.left() == 0);
        book.check_balanced();
    }
}

TEST_CASE("what is left of an invoice is listed with all its taxes") {
    Random random(9);
    for (int round = 0; round < 1000; ++round) {
        CAPTURE(round);
        Book book{random_order(random)};
        for (auto count = from_to(random, 0, 3); count > 0; --count) {
            auto wish = book.any_wish(random);
            wish.restocking_fee.reset();
            book.credit(wish);
        }
        const auto rest = remaining(book.invoice, book.notes);
        if (rest.amount == 0) continue;
        const auto lines = remaining_lines(book.invoice, book.notes);
        book.notes.push_back(draft_credit_note(book.invoice, book.notes, rest, "given up", lines));
        Book::check(book.notes.back(), rest, lines);
        book.check_balanced();
    }
}

TEST_CASE("a fee that leaves less than the tax leaves no more tax than there is money") {
    auto order = some_order();
    Book book{order};
    RefundWish wish;
    wish.lines = {{order.items[0].id, 2}};
    wish.restocking_fee = euros(900);
    book.credit(wish);
    CHECK(book.notes.at(0).total == euros(100));
    CHECK(book.notes.at(0).tax == euros(100));
    CHECK(book.notes.at(0).net == euros(0));
    book.credit(book.left());
    book.check_balanced();
}

TEST_CASE("goods without tax give back tax where a sum took what it was in before") {
    auto order = some_order();
    order.items[0].tax = euros(0);
    order.items[0].taxes = {};
    order.items[1].tax = euros(700);
    order.items[1].taxes = {vat(2'333'333, 300, 700)};
    order.terms.freight.reset();
    order.terms.taxes = order.items[1].taxes;
    order.totals = {euros(2200), euros(200), euros(0), euros(700), euros(700), euros(2000)};
    Book book{order};
    book.credit(900);
    RefundWish wish;
    wish.lines = {{order.items[0].id, 2}};
    book.credit(wish);
    CHECK(book.notes.at(1).total == euros(1000));
    book.credit(book.left());
    CHECK(book.notes.at(2).net == euros(0));
    book.check_balanced();
}

TEST_CASE("an invoice of before taxes were listed gives back the last cent of its tax") {
    auto invoice = draft_invoice(some_order(), some_config());
    invoice.taxes.clear();
    std::vector<Document> notes;
    std::int64_t tax = 0;
    for (const auto cents : {1, 999, 490, 1000}) {
        notes.push_back(draft_credit_note(invoice, notes, euros(cents), "goodwill", {}));
        tax += notes.back().tax.amount;
    }
    CHECK(remaining(invoice, notes) == euros(0));
    CHECK(tax == 303);
}

TEST_CASE("an invoice of before lines had taxes is credited in proportion") {
    auto invoice = draft_invoice(some_order(), some_config());
    for (auto& line : invoice.lines) {
        line.kind.reset();
        line.item_id.reset();
        line.taxes.reset();
    }
    const auto kept = platform::json::read<Document>(platform::json::write(invoice));
    REQUIRE(kept.has_value());
    OrderRefund refund;
    refund.items = {{orders::OrderItemId::make(), 1, euros(500), euros(80)}};
    CHECK(refunded_lines(*kept, {}, refund).empty());
    CHECK(remaining_lines(*kept, {}).empty());
    const auto note = draft_credit_note(*kept, {}, euros(1245), "half", {});
    CHECK(note.tax == euros(119 + 32));
    CHECK(note.lines.at(0).title == "half");
}
