#include "program.hpp"

#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace kontor::test {

namespace {

// A shop that is filled and emptied by files only.
struct Shop {
    TestDatabase database;
    TemporaryDirectory directory;

    Finished kontor(std::vector<std::string> arguments, const std::string& input = "") const {
        return run(std::move(arguments), {{"KONTOR_DATABASE_DSN", database.dsn()}}, input);
    }
    std::string exported(const std::string& subject, const std::string& format) const {
        const auto finished = kontor({"export", subject, "--format", format});
        INFO(finished.err);
        REQUIRE(finished.status == 0);
        return finished.out;
    }
    void take(const std::string& subject, const std::string& format, const std::string& text) {
        const auto finished = kontor({"import", subject, "-", "--format", format}, text);
        INFO(finished.out << finished.err);
        REQUIRE(finished.status == 0);
    }
};

const std::vector<std::string> subjects{"categories", "products", "variants", "prices", "stock"};

constexpr auto tree = R"({"slug":"home","parent":null,"name":"=Home, \"sweet\"","position":1}
{"slug":"garden","parent":null,"name":"Gärten","position":0,"seo":{"title":"-S"},"translations":{"en":{"name":"=Garden","slug":"garden-en","seo":{"description":"d"}},"fr":{"name":"Jardin"}}}
{"slug":"pots","parent":"garden","name":"Pots","position":0}
{"slug":"beds","parent":"garden","name":"Beds","position":0}
)";

constexpr auto goods =
    R"({"slug":"mug","title":"=1+1","description":" a \"quoted\", text\r\nof\ttwo lines ","categories":["pots","home"],"attributes":{"colour":"-blue","year":1999,"share":0.25,"signed":true,"none":"","a,b":"x"},"options":[{"name":"size","values":["XL","S"]},{"name":"colour","values":["@red"]}],"images":[{"url":"https://example.org/a.jpg","alt":"+A"},{"url":"/b.jpg"}],"seo":{"title":"'quoted"},"variants":[{"sku":"-MUG S","options":{"colour":"@red","size":"S"},"prices":[{"amount":1299,"currency":"EUR"},{"amount":1500,"currency":"JPY"}],"compare_at":[{"amount":1499,"currency":"EUR"}],"stock":3,"weight_grams":300,"barcode":"A-1","dimensions":{"length_mm":1,"width_mm":2,"height_mm":3}},{"sku":"MUG,XL","title":"Größe","options":{"colour":"@red","size":"XL"},"prices":[{"amount":1,"currency":"KWD"}]}]}
{"title":"Ein\tBecher","status":"draft","variants":[{"sku":"B","prices":[{"amount":5,"currency":"EUR"}],"stock":7}],"translations":{"en-GB":{"title":"@ A mug","slug":"a-mug","description":"","seo":{"title":"t"}}}}
)";

}  // namespace

TEST_CASE("what is exported and imported into an empty shop is exported again byte by byte") {
    for (const auto* format : {"csv", "jsonl"}) {
        Shop first;
        first.take("categories", "jsonl", tree);
        first.take("products", "jsonl", goods);
        std::map<std::string, std::string> files;
        for (const auto& subject : subjects) files[subject] = first.exported(subject, format);

        Shop second;
        second.take("categories", format, files.at("categories"));
        second.take("products", format, files.at("products"));
        second.take("stock", format, files.at("stock"));
        for (const auto& subject : subjects) {
            CAPTURE(subject);
            CHECK(second.exported(subject, format) == files.at(subject));
        }
        for (const auto& subject : subjects) {
            const auto again =
                second.kontor({"import", subject, "-", "--format", format}, files.at(subject));
            CAPTURE(again.out);
            CHECK(again.status == 0);
            CHECK(again.out.find(" 0 new, 0 changed,") != std::string::npos);
        }
    }
}

TEST_CASE("one format becomes the other without loss") {
    Shop first;
    first.take("categories", "jsonl", tree);
    first.take("products", "jsonl", goods);
    Shop second;
    second.take("categories", "csv", first.exported("categories", "csv"));
    second.take("products", "csv", first.exported("products", "csv"));
    CHECK(second.exported("products", "jsonl") == first.exported("products", "jsonl"));
}

TEST_CASE("no cell of an exported table is run by a spreadsheet") {
    Shop shop;
    shop.take("categories", "jsonl", tree);
    shop.take("products", "jsonl", goods);
    for (const auto& subject : subjects) {
        std::string text = "," + shop.exported(subject, "csv");
        for (const auto* start : {"=", "+", "-", "@", "\t"})
            for (const auto* before : {",", "\n", ",\"", "\n\""})
                CHECK(text.find(std::string(before) + start) == std::string::npos);
    }
}

TEST_CASE("an empty shop exports a file that can be imported") {
    const Shop shop;
    for (const auto& subject : subjects)
        for (const auto* format : {"csv", "jsonl"}) {
            const auto text = shop.exported(subject, format);
            const auto taken = shop.kontor({"import", subject, "-", "--format", format}, text);
            CAPTURE(taken.err);
            CHECK(taken.status == 0);
            CHECK(taken.out.starts_with("0 "));
        }
}

TEST_CASE("a file is written whole or not at all") {
    Shop shop;
    shop.take("products", "jsonl", goods);
    const auto file = shop.directory.path() / "goods.csv";
    const auto finished = shop.kontor({"export", "products", file.string()});
    CHECK(finished.status == 0);
    CHECK(finished.out == "2 products in " + file.string() + "\n");
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    CHECK(text.str() == shop.exported("products", "csv"));

    const auto nowhere = shop.kontor({"export", "products", "/nowhere/goods.csv"});
    CHECK(nowhere.status == 1);
    CHECK(nowhere.err == "kontor: /nowhere/goods.csv cannot be written\n");
    CHECK(shop.kontor({"export", "products", "goods.xls"}).status == 2);
}

}  // namespace kontor::test
