// Whatever is typed is answered or refused, and never breaks anything.
#include "site.hpp"

#include <random>

using namespace kontor;
using namespace kontor::search::test;

namespace {

Site& shop() {
    static Site* site = [] {
        auto* made = new Site;
        made->add("The Hunger Games", 1000, 1, R"("attributes":{"author":"Suzanne Collins"})");
        made->add("Война и мир", 3000, 1, R"("categories":["novels"])");
        made->add("望月淳", 3000, 1);
        return made;
    }();
    return *site;
}

std::string escaped(const std::string& text) {
    std::string target;
    for (const auto c : text) {
        char code[4];
        std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned char>(c));
        target += code;
    }
    return target;
}

// Pieces that have broken searches: operators, quotes, halves of letters, marks, very long words.
std::string random_query(std::mt19937& random) {
    static const std::vector<std::string> pieces{" ",
                                                 "'",
                                                 "\"",
                                                 "\\",
                                                 "&",
                                                 "|",
                                                 "!",
                                                 "(",
                                                 ")",
                                                 ":*",
                                                 "<->",
                                                 "*",
                                                 "%",
                                                 "_",
                                                 ";",
                                                 "--",
                                                 "\t",
                                                 "\n",
                                                 "hung",
                                                 "games",
                                                 "вой",
                                                 "望",
                                                 "é",
                                                 "\u0301",
                                                 "\u200f",
                                                 "\u2028",
                                                 "\U0001F4DA",
                                                 "\xc3",
                                                 "\xff",
                                                 "\x01",
                                                 "0",
                                                 "9780439023481",
                                                 "a",
                                                 std::string(60, 'x'),
                                                 std::string(1, '\0'),
                                                 "OR 1=1",
                                                 "|",
                                                 "\x7f",
                                                 "\ufeff",
                                                 "ß",
                                                 "İ",
                                                 "ﬁ"};
    std::string query;
    for (auto count = random() % 30; count > 0; --count) query += pieces[random() % pieces.size()];
    return query;
}

}  // namespace

TEST_CASE("queries of any bytes are answered or refused clearly") {
    std::mt19937 random(7);
    auto& site = shop();
    for (int round = 0; round < 3000; ++round) {
        const auto query = escaped(random_query(random));
        CAPTURE(query);
        for (const auto* target : {"/v1/search?q=", "/v1/search/suggest?q=",
                                   "/v1/search?attr.author=", "/v1/search?category="}) {
            const auto response = site.get(target + query);
            const bool is_answered = response.status == 200;
            const bool is_refused = response.status == 400 || response.status == 422;
            CHECK((is_answered || is_refused));
            if (is_refused) CHECK(response.body.find("\"code\"") != std::string::npos);
        }
    }
}

TEST_CASE("five hundred words and ten kilobytes are refused, three hundred characters answered") {
    auto& site = shop();
    std::string words;
    for (int word = 0; word < 500; ++word) words += "word" + std::to_string(word) + "+";
    CHECK(site.get("/v1/search?q=" + words).status == 422);
    CHECK(site.get("/v1/search?q=" + std::string(10'000, 'a')).status == 422);
    CHECK(site.get("/v1/search/suggest?q=" + std::string(10'000, 'a')).status == 422);
    CHECK(site.get("/v1/search?q=" + words.substr(0, 300)).status == 200);
    std::string letters;
    for (int letter = 0; letter < 150; ++letter) letters += "a+";
    CHECK(site.get("/v1/search?q=" + letters).status == 200);
}

TEST_CASE("filters of any shape are answered or refused clearly") {
    auto& site = shop();
    for (const auto* query : {"attr.=x",
                              "attr.author=",
                              "attr.author=,,,,",
                              "attr.author=%2C",
                              "category=,",
                              "category=%20",
                              "price_min=1e9",
                              "price_min=9223372036854775807",
                              "price_max=-1",
                              "rating_min=nan",
                              "rating_min=1e400",
                              "sort=",
                              "sort=price",
                              "sort=relevance;drop",
                              "limit=abc",
                              "cursor=",
                              "cursor=AAAA",
                              "facet=author",
                              "attr.author=a&attr.author=b",
                              "in_stock=1"}) {
        CAPTURE(query);
        const auto status = site.get(std::string("/v1/search?") + query).status;
        CHECK((status == 200 || status == 400 || status == 422));
    }
}
