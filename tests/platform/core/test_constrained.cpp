#include "platform/core/line.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;

namespace {

bool is_email(const char* text) {
    return EmailAddress::accept(text).has_value();
}
bool is_slug(const std::string& text) {
    return Slug::accept(text).has_value();
}

}  // namespace

TEST_CASE("text is counted in characters, not in bytes") {
    CHECK(count_characters("") == 0);
    CHECK(count_characters("Größe") == 5);
    CHECK(count_characters("日本🍵") == 3);
    CHECK(Text<1, 3>::accept("日本🍵"));
    CHECK_FALSE(Text<1, 3>::accept("日本茶🍵"));
    CHECK(Text<1, 3>::accept("abc")->value() == "abc");
}

TEST_CASE("blank text counts as empty") {
    CHECK_FALSE(Text<1, 10>::accept(""));
    CHECK_FALSE(Text<1, 10>::accept(" \t\n"));
    CHECK_FALSE(Text<1, 10>::accept("\u00A0\u2003\u3000"));
    CHECK(Text<0, 10>::accept("  "));
    CHECK(Text<1, 10>::accept(" a "));
    CHECK_FALSE(Text<0, 2>::accept("   "));
}

TEST_CASE("text has no control characters other than line breaks and tabs") {
    CHECK(is_plain_text("one\r\n\ttwo", 1, 20));
    using namespace std::string_view_literals;
    for (const auto text : {"a\0b"sv, "a\x01"sv, "a\x1b[0m"sv, "a\x7f"sv, "a\xc2\x85"sv})
        CHECK_FALSE(is_plain_text(text, 1, 20));
}

TEST_CASE("a line has no breaks: pasted ones become blanks") {
    CHECK(Line<1, 20>::accept("Quay 1\r\n\tBack yard")->value() == "Quay 1 Back yard");
    CHECK(Line<1, 20>::accept("\nAda Buyer\n")->value() == "Ada Buyer");
    CHECK(Line<1, 20>::accept("Ada\u2028Buyer\u2029")->value() == "Ada Buyer");
    CHECK(Line<1, 20>::accept("Ada  Buyer")->value() == "Ada  Buyer");
    CHECK_FALSE(Line<1, 20>::accept("\r\n"));
    CHECK_FALSE(Line<3, 20>::accept("a\n\n\n"));
    CHECK_FALSE(Line<1, 3>::accept("abcd"));
    CHECK_FALSE(Line<1, 20>::accept("a\x1b[0m"));
    CHECK_FALSE(Line<1, 20>::accept("\xff"));
}

TEST_CASE("text that is not UTF-8 is refused") {
    for (const auto* text : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf",
                             "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xc3(", "a\xe2\x82"})
        CHECK_FALSE(is_plain_text(text, 0, 20));
    for (const auto* text : {"\u07ff", "\u0800", "\uffff", "\U00010000", "\U0010ffff"})
        CHECK(is_plain_text(text, 0, 20));
}

TEST_CASE("any two bytes are either UTF-8 or refused, and never more than two characters") {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            if (is_plain_text(text, 0, 100)) CHECK(count_characters(text) <= 2);
            CHECK(is_plain_text(Slug::from_title(text), 0, 4));
        }
    }
}

TEST_CASE("whole numbers keep to their bounds") {
    CHECK(Whole<1, 3>::accept(1));
    CHECK(Whole<1, 3>::accept(3));
    CHECK_FALSE(Whole<1, 3>::accept(0));
    CHECK_FALSE(Whole<1, 3>::accept(4));
    CHECK(Whole<2, 3>().value() == 2);
}

TEST_CASE("an e-mail address is what a mail server takes") {
    for (const auto* text : {"a@b.de", "first.last+tag@mail.example.org", "o'neil@x-y.io",
                             "1@2.museum", "a@xn--mnchen-3ya.de"})
        CHECK_MESSAGE(is_email(text), text);
    for (const auto* text : {"",
                             "@",
                             "a@",
                             "@b.de",
                             "a@b",
                             "a b@c.de",
                             "a@b..de",
                             ".a@b.de",
                             "a.@b.de",
                             "a..b@c.de",
                             "a@-b.de",
                             "a@b-.de",
                             "a@b.d",
                             "a@1.2.3.4",
                             "a@[1.2.3.4]",
                             "a@b@c.de",
                             "ä@b.de",
                             "a@bücher.de",
                             "\"a\"@b.de",
                             "a@b.de.",
                             "a@b.de\n",
                             "a\r\nBcc: x@y.de",
                             "<a@b.de>"})
        CHECK_MESSAGE(!is_email(text), text);
    CHECK(EmailAddress::accept(std::string(64, 'a') + "@b.de"));
    CHECK_FALSE(EmailAddress::accept(std::string(65, 'a') + "@b.de"));
    CHECK_FALSE(EmailAddress::accept("a@" + std::string(64, 'b') + ".de"));
    std::string long_domain;
    while (long_domain.size() < 250) long_domain += "abcdefghi.";
    CHECK_FALSE(EmailAddress::accept("abc@" + long_domain + "de"));
}

TEST_CASE("the domain of an e-mail address is stored in lower case, the name as it is") {
    CHECK(EmailAddress::accept("Ada.L@Example.ORG")->value() == "Ada.L@example.org");
}

TEST_CASE("a country exists and is written in upper case") {
    for (const auto* text : {"AD", "DE", "US", "GB", "ZW"}) CHECK(CountryCode::accept(text));
    for (const auto* text : {"XX", "EU", "UK", "de", "D", "DEU", "", "D ", " D", "E "})
        CHECK_FALSE(CountryCode::accept(text));
    int count = 0;
    for (char a = 'A'; a <= 'Z'; ++a)
        for (char b = 'A'; b <= 'Z'; ++b) count += CountryCode::accept({a, b}).has_value();
    CHECK(count == 249);
}

TEST_CASE("a slug is safe in a URL") {
    for (const auto* text : {"a", "tea-pot", "4-cups", "a1"}) CHECK(is_slug(text));
    for (const auto* text : {"", "-", "-a", "a-", "a--b", "A", "a b", "a_b", "ä", "a/b", "a\n"})
        CHECK_FALSE(is_slug(text));
    CHECK(is_slug(std::string(120, 'a')));
    CHECK_FALSE(is_slug(std::string(121, 'a')));
}

TEST_CASE("a title becomes a slug") {
    CHECK(Slug::from_title("Tee & Kännchen, 2 Stück!") == "tee-kaennchen-2-stueck");
    CHECK(Slug::from_title("Größe XL") == "groesse-xl");
    CHECK(Slug::from_title("Čaj Łódź İstanbul Œuvre Þór Žďár") ==
          "caj-lodz-istanbul-oeuvre-thor-zdar");
    CHECK(Slug::from_title("Men’s / women's") == "mens-womens");
    CHECK(Slug::from_title("Cafe\u0301") == "cafe");
    CHECK(Slug::from_title("3×4") == "3-4");
    CHECK(Slug::from_title("日本茶") == "");
    CHECK(Slug::from_title(" -- ") == "");
    CHECK(Slug::from_title("") == "");
}

TEST_CASE("every Latin letter of Latin-1 and Latin Extended-A has an ASCII spelling") {
    for (unsigned c = 0xC0; c <= 0x17F; ++c) {
        const std::string letter{static_cast<char>(0xC0 | c >> 6),
                                 static_cast<char>(0x80 | (c & 0x3F))};
        const bool sign = c == 0xD7 || c == 0xF7;
        CHECK(Slug::from_title(letter).empty() == sign);
    }
}

TEST_CASE("the slug of any title is empty or a slug") {
    const std::string alphabet[] = {"a", "Z", "9", " ", "-", "ß", "Æ", "€", "'", "\xff", "🍵"};
    unsigned state = 1;
    for (int round = 0; round < 500; ++round) {
        std::string title;
        for (int i = 0; i < round % 150; ++i) {
            state = state * 1664525 + 1013904223;
            title += alphabet[(state >> 16) % std::size(alphabet)];
        }
        const auto slug = Slug::from_title(title);
        CHECK((slug.empty() || is_slug(slug)));
    }
    CHECK(Slug::from_title(std::string(119, 'a') + "ß") == std::string(119, 'a'));
}

TEST_CASE("a language tag is kept in the standard's case") {
    for (const auto* text : {"de", "de-AT", "zh-Hant-TW", "sl-rozaj", "es-419"})
        CHECK(LanguageTag::accept(text)->value() == text);
    CHECK(LanguageTag::accept("DE-at")->value() == "de-AT");
    CHECK(LanguageTag::accept("zh-hANT")->value() == "zh-Hant");
    for (const auto* text :
         {"", "d", "deut", "de-", "-de", "de--AT", "de_AT", "d1", "de-123456789", "*", "de AT"})
        CHECK_FALSE(LanguageTag::accept(text));
}
