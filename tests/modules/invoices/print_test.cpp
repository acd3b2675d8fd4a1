#include "archive.hpp"
#include "crediting.hpp"
#include "pdf.hpp"
#include "templates.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

using namespace kontor;
using namespace kontor::invoices;

namespace {

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("kontor_invoices." + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directory(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name, std::ios::binary) << text;
    }
};

// As somebody else's program reads it.
std::string text_of(const std::string& pdf) {
    const Folder folder;
    folder.write("it.pdf", pdf);
    const auto command = "pdftotext -layout " + (folder.path / "it.pdf").string() + " -";
    const std::unique_ptr<FILE, int (*)(FILE*)> output(::popen(command.c_str(), "r"), ::pclose);
    REQUIRE(output);
    std::string text;
    std::array<char, 4096> buffer;
    while (const auto size = std::fread(buffer.data(), 1, buffer.size(), output.get()))
        text.append(buffer.data(), size);
    return text;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

Document document_of(const orders::Order& order) {
    auto document = draft_invoice(order, some_config());
    document.number = "2026-000042";
    document.issued_at = *platform::parse_rfc3339("2026-01-31T12:00:00Z");
    return document;
}

std::string pdf(const Document& document, const std::string& language = "en") {
    return pdf_of(Templates("").render(document, "pdf", language), document.number,
                  document.issued_at);
}

}  // namespace

TEST_CASE("the PDF of an invoice holds its number, parties, lines, taxes and totals") {
    const auto text = text_of(pdf(document_of(some_order())));
    for (const auto* part : {"Invoice 2026-000042",
                             "2026-01-31",
                             "100042",
                             "Kontor Demo GmbH",
                             "DE123456789",
                             "Ada Buyer",
                             "10115 Berlin",
                             "Mug <blue> & large",
                             "MUG-1",
                             "6.00 EUR",
                             "-2.00 EUR",
                             "10.00 EUR",
                             "A book",
                             "7 %",
                             "19 %",
                             "Standard",
                             "4.90 EUR",
                             "21.87 EUR",
                             "2.38 EUR",
                             "0.65 EUR",
                             "24.90 EUR"})
        CHECK_MESSAGE(holds(text, part), part);
    CHECK_FALSE(holds(text, "Reverse charge"));
}

TEST_CASE("the page of an invoice holds the same, and nothing that a title could do") {
    const auto page = Templates("").render(document_of(some_order()), "html", "en");
    CHECK(holds(page, "Invoice 2026-000042"));
    CHECK(holds(page, "Mug &lt;blue&gt; &amp; large"));
    CHECK(holds(page, "24.90 EUR"));
}

TEST_CASE("an invoice is drawn in the language asked for, else in English") {
    const auto document = document_of(some_order());
    CHECK(holds(text_of(pdf(document, "de")), "Rechnung 2026-000042"));
    CHECK(holds(text_of(pdf(document, "de-AT")), "Gesamtbetrag"));
    CHECK(holds(text_of(pdf(document, "fr")), "Invoice 2026-000042"));
}

TEST_CASE("who is exempt reads why no tax is charged, and a credit note what it corrects") {
    auto document = document_of(some_order());
    document.reverse_charge = true;
    document.kind = Kind::credit_note;
    document.corrects = "2026-000007";
    const auto text = text_of(pdf(document));
    CHECK(holds(text, "Reverse charge"));
    CHECK(holds(text, "Credit note 2026-000042"));
    CHECK(holds(text, "2026-000007"));
}

TEST_CASE("a credit note shows what is credited, at which rate, and what is kept of it") {
    const auto invoice = document_of(some_order());
    orders::OrderRefund refund;
    refund.items = {{*invoice.lines[1].item_id, 1, euros(1000), euros(65)}};
    refund.restocking_fee = euros(150);
    const auto note = draft_credit_note(invoice, {}, euros(850), "Too large",
                                        refunded_lines(invoice, {}, refund));
    for (const auto& text : {text_of(pdf(note)), Templates("").render(note, "html", "en")})
        for (const auto* part : {"A book", "BOOK-7", "7 %", "10.00 EUR", "Restocking fee",
                                 "-1.50 EUR", "8.50 EUR", "0.65 EUR", "Too large"})
            CHECK_MESSAGE(holds(text, part), part);
    const auto german = text_of(pdf(note, "de"));
    CHECK(holds(german, "Bearbeitungsgebühr"));
    CHECK_FALSE(holds(german, "19 %"));
}

TEST_CASE("two hundred lines go over as many pages as they need, and none is lost") {
    auto order = some_order();
    for (int count = 0; count < 200; ++count) {
        order.items.push_back(order.items[1]);
        order.items.back().title =
            "Volume " + std::to_string(1000 + count) + " of " + std::string(150, 'x') + " & more";
    }
    const auto text = text_of(pdf(document_of(order)));
    for (int count = 0; count < 200; ++count)
        CHECK(holds(text, "Volume " + std::to_string(1000 + count)));
    CHECK(std::ranges::count(text, '\f') > 5);
}

TEST_CASE("the same document gives the same bytes") {
    const auto document = document_of(some_order());
    CHECK(pdf(document) == pdf(document));
}

TEST_CASE("a shop's own template replaces ours, and one that is none is refused") {
    const Folder folder;
    folder.write("invoice.en.html.mustache", "Only {{number}}");
    CHECK(Templates(folder.path).render(document_of(some_order()), "html", "en") ==
          "Only 2026-000042");
    folder.write("invoice.en.pdf.mustache", "{{#lines}}");
    CHECK_THROWS_AS(Templates{folder.path}, std::invalid_argument);
    folder.write("invoice.en.pdf.mustache", "");
    folder.write("bill.mustache", "");
    CHECK_THROWS_AS(Templates{folder.path}, std::invalid_argument);
}

TEST_CASE("what a buyer typed in is no instruction to the writer of the PDF") {
    auto document = document_of(some_order());
    document.buyer.name = "@footer PAID";
    document.buyer.address = {"@space 700", "@columns 1 1", "@rule", "a@b.example"};
    const auto text = text_of(pdf(document));
    for (const auto* line :
         {"@footer PAID", "@space 700", "@columns 1 1", "@rule", "a@b.example", "DE123456789"})
        CHECK_MESSAGE(holds(text, line), line);
    CHECK(holds(text.substr(text.rfind("Total")), "Kontor Demo GmbH"));
}

TEST_CASE("markup that cannot be read is shown as it is") {
    CHECK(holds(text_of(pdf_of("<b>open", "1", {})), "<b>open"));
}
