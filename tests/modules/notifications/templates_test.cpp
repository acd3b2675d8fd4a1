#include "templates.hpp"

#include "kinds.hpp"
#include "post_office.hpp"

using namespace kontor;
using namespace kontor::notifications;

namespace {

void write(const Folder& folder, const std::string& name, const std::string& text) {
    std::filesystem::create_directories(folder.path());
    std::ofstream(folder.path() / name) << text;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string complaint(const Folder& folder) {
    try {
        Templates templates(folder.path(), "en", "UTC");
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

Letter mail(Templates& templates, const std::string& kind, const std::string& locale,
            const Values& more = {}) {
    auto values = values_of(kind);
    for (const auto& [name, value] : more) values[name] = value;
    return templates.write(kind, Channel::email, locale, values).value();
}

}  // namespace

TEST_CASE("every kind is written in English and in German, with nothing left to fill in") {
    Templates templates("", "en", "UTC");
    for (const auto& kind : kinds()) {
        CAPTURE(kind.name);
        const auto english = mail(templates, kind.name, "en");
        const auto german = mail(templates, kind.name, "de");
        CHECK_EQ(english.language, "en");
        CHECK_EQ(german.language, "de");
        for (const auto& letter : {english, german}) {
            CHECK_FALSE(letter.subject.empty());
            CHECK_FALSE(has(letter.subject + letter.text + letter.html, "{{"));
            CHECK(has(letter.text, "Speicherstraße 7"));
            CHECK(has(letter.html, "<html lang=\"" + letter.language + "\">"));
            CHECK(has(letter.html, "</html>"));
        }
        CHECK_NE(english.text, german.text);
        CHECK_NE(english.subject, german.subject);
    }
}

TEST_CASE("the built-in templates name only values that their kinds have") {
    Templates templates("", "en", "UTC");
    std::vector<std::string> names(layouts.begin(), layouts.end());
    for (const auto& kind : kinds()) names.push_back(kind.name);
    for (const auto& name : names)
        for (const std::string locale : {"en", "de"}) {
            Sources sources;
            for (const auto part : all_parts())
                if (const auto source = templates.source(name, std::string(part), locale))
                    sources[{name, locale, std::string(part)}] = *source;
            CHECK_EQ(templates.complaints_about(name, locale, sources), std::vector<std::string>{});
        }
}

TEST_CASE("money and dates are written as the language has them") {
    Templates templates("", "en", "UTC");
    CHECK(has(mail(templates, "order_placed", "en").text, "Total: €74.90\n"));
    CHECK(has(mail(templates, "order_placed", "en").text, "January 31, 2026"));
    CHECK(has(mail(templates, "order_placed", "de").text, "Summe: 74,90\u00A0€\n"));
    CHECK(has(mail(templates, "order_placed", "de").text, "31. Januar 2026"));
    // No template is narrower than de, the numbers are Austrian all the same.
    CHECK(has(mail(templates, "order_placed", "de-AT").text, "Summe: €\u00A074,90\n"));
    const Values yen{{"total", {{"amount", 1234567}, {"currency", "JPY"}}}};
    CHECK(has(mail(templates, "order_placed", "en", yen).text, "Total: ¥1,234,567\n"));
    const Values odd{{"total", {{"amount", -5}, {"currency", "KWD"}}}};
    CHECK(has(mail(templates, "order_placed", "en", odd).text, "Total: -KWD\u00A00.005\n"));
}

TEST_CASE("a link that is good for an hour is said to end at a time of the day") {
    Templates templates("", "en", "UTC");
    for (const auto* kind : {"password_reset", "address_verification", "address_change",
                             "account_remembered", "staff_invitation"}) {
        CAPTURE(kind);
        for (const auto& text :
             {mail(templates, kind, "en").text, mail(templates, kind, "en").html})
            CHECK(has(text, "until January 31, 2026 at 12:00\u202FPM UTC"));
        CHECK(has(mail(templates, kind, "de").text, "31. Januar 2026 um 12:00 UTC"));
    }
}

TEST_CASE("a day is a day where the shop is") {
    Templates templates("", "en", "Pacific/Auckland");
    const Values late{{"placed_at", {{"time", "2026-01-31T12:00:00.000Z"}}}};
    CHECK(has(mail(templates, "order_placed", "en", late).text, "February 1, 2026"));
    const Values moment{{"expires_at", {{"moment", "2026-01-31T10:30:00.000Z"}}}};
    CHECK(has(mail(templates, "password_reset", "de", moment).text, "31. Januar 2026 um 23:30 "));
    CHECK_THROWS_WITH_AS(Templates("", "en", "Mars/Olympus"),
                         "mail.time_zone: there is no time zone 'Mars/Olympus'; take a name such "
                         "as Europe/Berlin",
                         std::invalid_argument);
}

TEST_CASE("values are escaped in HTML and stand as they are in text and subject") {
    Templates templates("", "en", "UTC");
    const auto letter = mail(templates, "order_cancelled", "en", {{"number", "<1> & 2"}});
    CHECK(has(letter.subject, "<1> & 2"));
    CHECK(has(letter.text, "<1> & 2"));
    CHECK(has(letter.html, "&lt;1&gt; &amp; 2"));
    CHECK_FALSE(has(letter.html, "<1>"));
}

TEST_CASE("a subject stays on one line whatever is in it") {
    Templates templates("", "en", "UTC");
    const Values forged{{"number", "1\r\nBcc: all@example.org"}};
    CHECK_EQ(mail(templates, "order_cancelled", "en", forged).subject.find_first_of("\r\n"),
             std::string::npos);
}

TEST_CASE("a language falls back to the wider one, then to the shop's, then to English") {
    Folder folder;
    write(folder, "welcome.de-AT.subject.mustache", "Servus bei {{shop_name}}");
    for (const auto* part : {"subject", "text", "html"})
        write(folder, std::string("welcome.fr.") + part + ".mustache", "Bonjour {{name}}");
    Templates templates(folder.path(), "fr", "UTC");
    CHECK_EQ(mail(templates, "welcome", "de-AT").subject, "Servus bei Kontor");
    CHECK(has(mail(templates, "welcome", "de-AT").text, "Ihr Konto"));
    CHECK_EQ(mail(templates, "welcome", "de-CH").subject, "Willkommen bei Kontor");
    CHECK_EQ(mail(templates, "welcome", "it").text, "Bonjour Ada Buyer");
    CHECK_EQ(mail(templates, "welcome", "it").language, "fr");
    CHECK_EQ(mail(templates, "password_reset", "it").language, "en");
}

TEST_CASE("a file replaces a built-in template, the others stay") {
    Folder folder;
    write(folder, "welcome.en.subject.mustache", "Moin {{name}}");
    write(folder, "footer.en.text.mustache", "Bye.\n");
    write(folder, "notes.txt", "{{#open");
    Templates templates(folder.path(), "en", "UTC");
    const auto letter = mail(templates, "welcome", "en");
    CHECK_EQ(letter.subject, "Moin Ada Buyer");
    CHECK(letter.text.starts_with("Hello Ada Buyer,"));
    CHECK(letter.text.ends_with("\nBye.\n"));
}

TEST_CASE("a file without a language is for the shop's own") {
    Folder folder;
    write(folder, "welcome.subject.mustache", "Moin {{name}}");
    Templates templates(folder.path(), "de", "UTC");
    CHECK_EQ(mail(templates, "welcome", "de").subject, "Moin Ada Buyer");
    CHECK_EQ(mail(templates, "welcome", "en").subject, "Welcome to Kontor");
}

TEST_CASE("what is wrong with a file is said when the shop starts") {
    const auto complaint_about = [](const std::string& name, const std::string& text) {
        Folder folder;
        write(folder, name + ".mustache", text);
        const auto said = complaint(folder);
        CHECK(has(said, name.substr(0, name.find('.'))));
        return said;
    };
    CHECK(has(complaint_about("welcome.en.text", "Hello {{#name}}"), "does not parse"));
    CHECK(has(complaint_about("welcom.en.text", "Hello"), "there are welcome, "));
    CHECK(has(complaint_about("welcome.en.body", "Hello"), "no part 'body'"));
    CHECK(has(complaint_about("welcome.english.text", "Hello"), "a language tag of BCP 47"));
    CHECK(has(complaint_about("a.b.c.d", "Hello"), "<kind>.<locale>.<part>"));
    const auto unknown = complaint_about("welcome.en.text", "Hello {{first_name}}");
    CHECK(has(unknown,
              "names 'first_name', which does not exist here; there are email, language, "
              "name, shop_address (line), shop_name, shop_url"));
    CHECK(has(complaint_about("order_placed.en.text", "{{#items}}{{colour}}{{/items}}"), "colour"));
    CHECK(has(complaint_about("order_placed.en.text", "{{sku}}"), "items (title, sku"));
    CHECK(has(complaint_about("order_placed.en.subject", "{{> header}}"), "only text and html"));
    CHECK(has(complaint_about("order_placed.en.text", "{{> head}}"), "only header and footer"));
    CHECK(has(complaint_about("order_placed.en.text", "{{=<% %>=}}"), "delimiters"));
    CHECK(has(complaint_about("order_placed.en.text",
                              "{{#items}}{{#tax}}{{#items}}x{{/items}}{{/tax}}{{/items}}"),
              "repeats 'items' inside 'items'"));
    for (const std::string twice : {"{{> footer}}{{> footer}}", "{{#items}}{{> footer}}{{/items}}"})
        CHECK(has(complaint_about("order_placed.en.text", twice), "'footer' more than once"));
    CHECK(has(complaint_about("welcome.fr.subject", "Bonjour"), "lacks text html"));
    CHECK(has(complaint_about("header.en.subject", "Bonjour"), "of header and footer text"));
}

TEST_CASE("names are looked for in the section first and outside of it then") {
    Folder folder;
    write(folder, "order_placed.en.text.mustache",
          "{{#items}}{{title}} {{&number}}{{{number}}}{{#discount}} {{quantity}}{{/discount}}"
          "{{/items}}{{^discount}}none{{/discount}}{{! a comment {{ }}");
    Templates templates(folder.path(), "en", "UTC");
    CHECK(has(mail(templates, "order_placed", "en").text, "Teapot 100042100042 1"));
}

TEST_CASE("messages to telephones and devices are one line, where a kind has them") {
    Templates templates("", "en", "UTC");
    const auto values = values_of("shipment_shipped");
    const auto sms = templates.write("shipment_shipped", Channel::sms, "de", values);
    REQUIRE(sms);
    CHECK_EQ(sms->text, "Kontor: Ihre Bestellung 100042 ist unterwegs (DHL JD0146000012345678).");
    const auto push = templates.write("shipment_shipped", Channel::push, "en", values);
    REQUIRE(push);
    CHECK_EQ(push->subject, "Your order 100042 is on its way");
    CHECK_EQ(push->text, "Your order 100042 is on its way (DHL JD0146000012345678).");
    CHECK_FALSE(templates.write("welcome", Channel::sms, "en", values_of("welcome")));
}
