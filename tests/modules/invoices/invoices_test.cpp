#include "archive.hpp"
#include "orders/events.hpp"
#include "payments/events.hpp"
#include "platform/json/json.hpp"
#include "shipping/events.hpp"

#include <algorithm>
#include <set>
#include <thread>

using namespace kontor;
using namespace kontor::invoices;

namespace {

struct Hearing : Archive {
    orders::Order order = add();

    void paid() { hear(orders::OrderPaid{order.id, order.checkout, {}, order.shipping_address}); }
    void refunded(std::int64_t cents, const std::string& reason = "goodwill") {
        hear(payments::PaymentRefunded{payments::PaymentId::make(), order.id,
                                       payments::RefundId::make(), euros(cents), reason});
    }
    // One of the two mugs and the shipping, less a fee of 1.00: 8.90, in two parts.
    orders::OrderRefund a_mug_and_shipping() {
        orders::OrderRefund refund;
        refund.id = payments::RefundId::make();
        refund.amount = euros(890);
        refund.items = {{order.items[0].id, 1, euros(500), euros(80)}};
        refund.shipping = euros(490);
        refund.shipping_tax = euros(78);
        refund.restocking_fee = euros(100);
        refund.reason = "chipped";
        decided.refunds[order.id].push_back(refund);
        return refund;
    }
    void goes_back(const orders::OrderRefund& refund, std::int64_t cents) {
        hear(payments::PaymentRefunded{payments::PaymentId::make(), order.id,
                                       payments::RefundId::make(), euros(cents), refund.reason,
                                       refund.id.uuid()});
    }
    orders::OrderRefund sum_of(std::int64_t cents) {
        orders::OrderRefund refund;
        refund.id = payments::RefundId::make();
        refund.amount = euros(cents);
        refund.reason = "goodwill";
        decided.refunds[order.id].push_back(refund);
        return refund;
    }
    void edited() {
        hear(orders::OrderEdited{
            order.id, order.checkout, {}, euros(0), {}, order.shipping_address});
    }
    // All documents together.
    std::int64_t standing() {
        std::int64_t sum = 0;
        for (const auto& document : documents())
            sum += (document.kind == Kind::invoice ? 1 : -1) * document.total.amount;
        return sum;
    }
    // By the provider, of the refund that was decided last.
    void refuse(std::int64_t cents) { decided.refunds[order.id].back().refused = euros(cents); }
    std::int64_t credited() {
        std::int64_t sum = 0;
        for (const auto& document : documents())
            if (document.kind == Kind::credit_note) sum += document.total.amount;
        return sum;
    }
    std::vector<Invoice> documents() { return invoices->invoices_of(order.id); }
};

}  // namespace

TEST_CASE_FIXTURE(Hearing, "a paid order has one invoice, however often it is told") {
    paid();
    paid();
    hear(shipping::ShipmentShipped{
        shipping::ShipmentId::make(), order.id, order.checkout, {}, {}, {}});
    const auto issued = documents();
    REQUIRE(issued.size() == 1);
    CHECK(issued[0].number == "2026-000001");
    CHECK(issued[0].kind == Kind::invoice);
    CHECK(invoices->issue(order.id)->number == "2026-000001");
    CHECK(invoices->check().empty());
}

TEST_CASE_FIXTURE(Hearing, "an order that is paid later has its invoice when goods leave") {
    hear(shipping::ShipmentShipped{
        shipping::ShipmentId::make(), order.id, order.checkout, {}, {}, {}});
    CHECK(documents().size() == 1);
}

TEST_CASE_FIXTURE(Hearing, "the sums of an invoice are the order's to the cent") {
    paid();
    const auto document = documents().at(0).document;
    CHECK(document.total == order.totals.total);
    CHECK(document.tax == order.totals.tax);
    CHECK(document.net == order.totals.total - order.totals.tax);
    REQUIRE(document.lines.size() == 3);
    auto total = euros(0);
    for (const auto& line : document.lines) total = total + line.total;
    CHECK(total == order.totals.total);
    auto net = euros(0), tax = euros(0);
    for (const auto& sum : document.taxes) {
        net = net + sum.net;
        tax = tax + sum.tax;
    }
    CHECK(net == document.net);
    CHECK(tax == document.tax);
    CHECK_FALSE(document.reverse_charge);
    CHECK(document.buyer.address.back() == "DE");
}

TEST_CASE_FIXTURE(Hearing, "an invoice never changes, whatever the order becomes") {
    paid();
    const auto before = platform::json::write(documents());
    auto other = order;
    other.email = "somebody@example.org";
    other.totals.total = euros(1);
    add(other);
    paid();
    CHECK(platform::json::write(documents()) == before);
    CHECK_THROWS_AS(database.transact(
                        [](platform::Tx& tx) { tx.run("update invoices.document set total = 1"); }),
                    platform::StatementError);
}

TEST_CASE_FIXTURE(Hearing, "refunds become credit notes that give the whole tax back in the end") {
    paid();
    for (const auto cents : {1, 999, 490, 1000}) refunded(cents);
    const auto issued = documents();
    REQUIRE(issued.size() == 5);
    auto total = euros(0), net = euros(0), tax = euros(0);
    for (std::size_t index = 1; index < issued.size(); ++index) {
        const auto& note = issued[index].document;
        CHECK(issued[index].number == "C2026-00000" + std::to_string(index));
        CHECK(note.corrects == "2026-000001");
        total = total + note.total;
        net = net + note.net;
        tax = tax + note.tax;
    }
    CHECK(total == order.totals.total);
    CHECK(tax == order.totals.tax);
    CHECK(net == order.totals.total - order.totals.tax);
    refunded(1);
    CHECK(documents().size() == 5);
}

TEST_CASE_FIXTURE(Hearing, "a refund of goods is one credit note that lists what went back") {
    paid();
    const auto refund = a_mug_and_shipping();
    goes_back(refund, 300);
    goes_back(refund, 590);
    const auto issued = documents();
    REQUIRE(issued.size() == 2);
    const auto& note = issued[1].document;
    CHECK(note.total == euros(890));
    CHECK(note.tax == euros(158));
    CHECK(note.reason == "chipped");
    REQUIRE(note.lines.size() == 3);
    CHECK(note.lines[0].sku == "MUG-1");
    CHECK(note.lines[0].quantity == 1);
    CHECK(note.lines[0].unit_price == euros(600));
    CHECK(note.lines[0].discount == euros(100));
    CHECK(note.lines[0].total == euros(500));
    CHECK(note.lines[0].taxes->at(0).tax == euros(80));
    CHECK(note.lines[1].kind == LineKind::shipping);
    CHECK(note.lines[1].total == euros(490));
    CHECK(note.lines[2].kind == LineKind::restocking_fee);
    CHECK(note.lines[2].total == euros(-100));
    CHECK(note.taxes.at(0).tax == euros(158));
    CHECK(note.taxes.at(0).net == euros(832));
    CHECK(note.taxes.at(1).tax == euros(0));
}

TEST_CASE_FIXTURE(Hearing,
                  "what a provider refused and goes back in another way is credited once") {
    paid();
    const auto first = sum_of(1000);
    goes_back(first, 400);
    refuse(600);
    goes_back(sum_of(600), 600);
    CHECK(credited() == 1000);
    // Money of before does not stand in the way of more.
    goes_back(sum_of(500), 500);
    CHECK(credited() == 1500);
}

TEST_CASE_FIXTURE(Hearing,
                  "what was refused before anything was credited is credited as it goes back") {
    paid();
    const auto refund = sum_of(1000);
    refuse(600);
    goes_back(refund, 400);
    CHECK(credited() == 400);
    decided.refunds[order.id].back().refused.reset();
    goes_back(refund, 600);
    CHECK(credited() == 1000);
    goes_back(refund, 400);
    CHECK(credited() == 1000);
}

TEST_CASE_FIXTURE(Hearing, "an order given up has what is left of its invoice taken back at once") {
    paid();
    goes_back(a_mug_and_shipping(), 890);
    hear(orders::OrderCancelled{order.id, order.checkout, "changed_mind", true});
    refunded(1600, "changed_mind");
    const auto issued = documents();
    REQUIRE(issued.size() == 3);
    const auto& note = issued[2].document;
    CHECK(note.total == euros(1600));
    CHECK(note.tax == euros(80 + 65));
    CHECK(note.reason == "changed_mind");
}

TEST_CASE_FIXTURE(Hearing, "a cancelled order that nobody paid has no open invoice left") {
    hear(shipping::ShipmentShipped{
        shipping::ShipmentId::make(), order.id, order.checkout, {}, {}, {}});
    hear(orders::OrderCancelled{order.id, order.checkout, "refused_at_the_door", true});
    hear(orders::OrderCancelled{order.id, order.checkout, "refused_at_the_door", true});
    const auto issued = documents();
    REQUIRE(issued.size() == 2);
    CHECK(issued[1].document.lines.size() == issued[0].document.lines.size());
    CHECK(issued[1].document.taxes.at(0).tax == issued[0].document.taxes.at(0).tax);
    CHECK(issued[1].total == order.totals.total);
}

TEST_CASE_FIXTURE(Hearing, "a refund is credited once, and without an invoice not at all") {
    refunded(100);
    CHECK(documents().empty());
    paid();
    const payments::PaymentRefunded refund{payments::PaymentId::make(), order.id,
                                           payments::RefundId::make(), euros(100), "goodwill"};
    hear(refund);
    hear(refund);
    CHECK(documents().size() == 2);
}

TEST_CASE_FIXTURE(Hearing, "what went back before there was an invoice is credited with it, once") {
    const auto refund = a_mug_and_shipping();
    goes_back(refund, 500);
    goes_back(refund, 390);
    goes_back(sum_of(100), 100);
    CHECK(documents().empty());
    paid();
    const auto issued = documents();
    REQUIRE(issued.size() == 3);
    CHECK(issued[0].kind == Kind::invoice);
    CHECK(issued[1].total == euros(890));
    CHECK(issued[1].document.reason == "chipped");
    CHECK(issued[1].document.lines.size() == 3);
    CHECK(issued[2].total == euros(100));
    paid();
    goes_back(refund, 390);
    CHECK(documents().size() == 3);
    CHECK(invoices->check().empty());
}

TEST_CASE_FIXTURE(Hearing, "an edited order has its invoice taken back and another one") {
    paid();
    refunded(490);
    order.items.pop_back();
    order.terms.taxes = {vat(190'000, 1252, 238)};
    order.totals = {euros(1200), euros(200), euros(490), euros(238), euros(238), euros(1490)};
    add(order);
    edited();
    const auto issued = documents();
    REQUIRE(issued.size() == 5);
    CHECK(issued[2].document.total == euros(2000));
    CHECK(issued[2].document.corrects == "2026-000001");
    CHECK(issued[3].number == "2026-000002");
    CHECK(issued[3].total == euros(1490));
    CHECK(issued[4].total == euros(490));
    CHECK(issued[4].document.corrects == "2026-000002");
    refunded(1000, std::string(orders::OrderEdited::refund_reason));
    CHECK(documents().size() == 5);
    refunded(1490);
    CHECK(documents().back().document.corrects == "2026-000002");
    CHECK(documents().back().total == euros(1000));
    CHECK(standing() == 0);
}

TEST_CASE_FIXTURE(Hearing, "what went back before an edit stays credited after every other one") {
    paid();
    goes_back(a_mug_and_shipping(), 890);
    goes_back(sum_of(100), 100);
    for (const auto price : {1100, 1200, 900}) {
        order.items[1].unit_price = order.items[1].subtotal = order.items[1].total = euros(price);
        order.totals.total = euros(1490 + price);
        add(order);
        edited();
        CHECK(standing() == 1490 + price - 990);
        edited();
        CHECK(standing() == 1490 + price - 990);
    }
    const auto carried = documents().at(documents().size() - 2).document;
    REQUIRE(carried.lines.size() == 3);
    CHECK(carried.total == euros(890));
    CHECK(carried.tax == euros(158));
    CHECK(carried.lines[0].item_id == order.items[0].id);
    // The other mug is all that is left to credit of its line.
    auto refund = sum_of(500);
    refund.items = {{order.items[0].id, 1, euros(500), euros(80)}};
    decided.refunds[order.id].back() = refund;
    goes_back(refund, 500);
    CHECK(documents().back().document.lines.at(0).sku == "MUG-1");
    CHECK(documents().back().document.tax == euros(80));
    CHECK(standing() == 2390 - 990 - 500);
}

TEST_CASE_FIXTURE(Hearing, "goods that went back and are taken out of the order stay credited") {
    paid();
    goes_back(a_mug_and_shipping(), 890);
    order.items.erase(order.items.begin());
    order.totals.total = euros(1490);
    add(order);
    edited();
    CHECK(standing() == 600);
    const auto carried = documents().back().document;
    REQUIRE(carried.lines.size() == 1);
    CHECK(carried.lines[0].kind == LineKind::sum);
}

TEST_CASE_FIXTURE(Hearing, "an invoice of before lines had kinds and taxes says what it said") {
    paid();
    tables.superuser().transact([](platform::Tx& tx) {
        tx.run(
            "update invoices.document set body = jsonb_set(body || '{\"taxes\": []}', '{lines}',"
            " (select jsonb_agg(line - 'kind' - 'item_id' - 'taxes' order by place)"
            "  from jsonb_array_elements(body -> 'lines') with ordinality all_lines (line, "
            "place)))");
    });
    REQUIRE_FALSE(documents().at(0).document.lines.at(0).kind);
    edited();
    CHECK(documents().size() == 1);
    order.items[1].total = euros(900);
    order.totals.total = euros(2390);
    add(order);
    edited();
    CHECK(standing() == 2390);
}

TEST_CASE_FIXTURE(Hearing, "who is exempt reads that the tax is theirs to pay") {
    order.terms.vat_id = "ATU12345678";
    order.terms.taxes = {};
    order.totals = {euros(2200), euros(200), euros(490), euros(0), euros(0), euros(2490)};
    add(order);
    paid();
    CHECK(documents().at(0).document.reverse_charge);
    CHECK(documents().at(0).document.buyer.vat_id == "ATU12345678");
}

TEST_CASE_FIXTURE(Archive, "200 orders paid at the same time get numbers without a gap") {
    constexpr int orders = 200, threads = 8;
    std::vector<orders::OrderId> ids;
    for (int count = 0; count < orders; ++count) ids.push_back(add().id);
    std::vector<std::jthread> tills;
    for (int till = 0; till < threads; ++till)
        tills.emplace_back([&, till] {
            // Two tills know of every order, and every tenth never comes to an end.
            for (int index = till / 2; index < orders; index += threads / 2) {
                const auto order = ids[static_cast<std::size_t>(index)];
                if (index % 10 == 0) CHECK(invoices->issue(orders::OrderId::make()).has_error());
                CHECK(invoices->issue(order).has_value());
            }
        });
    tills.clear();
    std::set<std::string> numbers;
    for (const auto& id : ids) numbers.insert(invoices->invoices_of(id).at(0).number);
    REQUIRE(numbers.size() == orders);
    CHECK(*numbers.begin() == "2026-000001");
    CHECK(*numbers.rbegin() == "2026-000200");
    CHECK(invoices->check().empty());
}

TEST_CASE_FIXTURE(Archive, "the check finds a number that is missing") {
    const auto first = invoices->issue(add().id);
    REQUIRE(first.has_value());
    REQUIRE(invoices->issue(add().id).has_value());
    tables.superuser().transact([&](platform::Tx& tx) {
        tx.run("delete from invoices.document where id = $1", first->id);
    });
    REQUIRE(invoices->check().size() == 1);
    CHECK(invoices->check()[0].subject == "2026-{number:06}");
}

TEST_CASE_FIXTURE(Archive, "numbers begin anew with the year, and are listed by series and time") {
    REQUIRE(invoices->issue(add().id).has_value());
    clock.set(*platform::parse_rfc3339("2027-01-01T00:00:00Z"));
    const auto next = invoices->issue(add().id);
    REQUIRE(next.has_value());
    CHECK(next->number == "2027-000001");
    InvoiceFilter filter;
    filter.series = "2026-{number:06}";
    CHECK(invoices->list(filter).size() == 1);
    filter = {};
    filter.from = clock.now();
    CHECK(invoices->list(filter).at(0).number == "2027-000001");
    filter.until = clock.now();
    CHECK(invoices->list(filter).empty());
}
