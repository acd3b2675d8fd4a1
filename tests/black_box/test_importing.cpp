#include "program.hpp"
#include "waiting.hpp"

#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <boost/json/parse.hpp>

namespace kontor::test {

namespace {

// A shop without goods, and kontor import products beside it.
struct Warehouse {
    TestDatabase database;
    TemporaryDirectory directory;

    Finished import(const std::string& name, const std::string& text,
                    std::vector<std::string> options = {},
                    const std::string& subject = "products") const {
        options.insert(options.begin(), {"import", subject, directory.write(name, text)});
        return run(options, {{"KONTOR_DATABASE_DSN", database.dsn()}});
    }
    Finished import_from(const std::string& source, const std::string& text,
                         std::vector<std::string> options = {}) const {
        options.insert(options.begin(), {"import", "products", source});
        return run(options, {{"KONTOR_DATABASE_DSN", database.dsn()}}, text);
    }
    std::int64_t products() {
        return *database.superuser().read([](platform::Reader& reader) {
            return reader.one<std::int64_t>("select count(*) from catalog.product");
        });
    }
};

boost::json::value report(const Finished& finished) {
    INFO(finished.out << finished.err);
    return boost::json::parse(finished.out);
}

constexpr auto two_good_rows =
    "title,sku,price,stock,categories,attributes.colour\n"
    "\"Mug, large\",MUG-L,12.90,40,\"kitchen,gifts\",blue\n"
    "Ledger,LEDGER,7,0,,\n";

}  // namespace

TEST_CASE("good rows become products") {
    Warehouse warehouse;
    const auto finished = warehouse.import("goods.csv", two_good_rows);
    CHECK(finished.status == 0);
    CHECK(finished.out == "2 products: 2 new, 0 changed, 0 unchanged, 0 refused\n");
    CHECK(finished.err.empty());
    CHECK(warehouse.products() == 2);
    const auto price = warehouse.database.superuser().read([](platform::Reader& reader) {
        return reader.one<std::int64_t>(
            "select amount from catalog.variant_price p join catalog.variant v on v.id = p.variant"
            " where v.sku = 'MUG-L' and p.currency = 'EUR'");
    });
    CHECK(price == 1290);
}

TEST_CASE("a bad row is told with its line, its column and the reason, and the others are kept") {
    Warehouse warehouse;
    const auto finished = warehouse.import("goods.csv",
                                           "title,sku,price,stock\n"
                                           "\"Two\nlines\",GOOD,1.00,1\n"
                                           "No price,A,,1\n"
                                           "Odd price,B,1.234,1\n"
                                           "Odd stock,C,1.00,some\n"
                                           "\xff\xfe,D,1.00,1\n"
                                           ",E,1.00,1\n"
                                           "Short,F\n"
                                           "Stray \"quote\",G,1.00,1\n"
                                           "Free,H,0,1\n"
                                           "Also good,I,2,1\n",
                                           {"--json"});
    CHECK(finished.status == 1);
    CHECK(finished.err == "kontor: 8 of 10 products were refused; the others are in the shop\n");
    CHECK(warehouse.products() == 2);
    const auto told = report(finished);
    CHECK(told.at("created") == 2);
    std::vector<std::pair<std::int64_t, std::string>> places;
    for (const auto& problem : told.at("problems").as_array())
        places.emplace_back(problem.at("line").as_int64(), problem.at("column").as_string());
    const std::vector<std::pair<std::int64_t, std::string>> expected{
        {4, "price"}, {5, "price"}, {6, "stock"}, {7, "title"},
        {8, "title"}, {9, ""},      {10, ""},     {11, "price"}};
    std::ranges::sort(places);
    CHECK(places == expected);
}

TEST_CASE("a dry run checks everything and keeps nothing") {
    Warehouse warehouse;
    REQUIRE(warehouse.import("goods.csv", two_good_rows).status == 0);
    const auto finished = warehouse.import("more.csv",
                                           "title,sku,price\n"
                                           "Another thing,MUG-L,1.00\n"
                                           "Ledger,LEDGER,7\n"
                                           "New,NEW,1.00\n"
                                           "Twice,NEW,1.00\n",
                                           {"--dry-run", "--json"});
    CHECK(finished.status == 1);
    const auto told = report(finished);
    CHECK(told.at("created") == 1);
    CHECK(told.at("changed") == 1);
    CHECK(told.at("unchanged") == 1);
    CHECK(told.at("refused") == 1);
    CHECK(told.at("kept") == false);
    CHECK(warehouse.products() == 2);
}

TEST_CASE("all or nothing keeps nothing when one row is bad, and everything when none is") {
    Warehouse warehouse;
    const auto bad = warehouse.import("goods.csv", std::string(two_good_rows) + "Bad,BAD,x,1,,\n",
                                      {"--all-or-nothing"});
    CHECK(bad.status == 1);
    CHECK(bad.err == "kontor: 1 of 3 products were refused; nothing was imported\n");
    CHECK(warehouse.products() == 0);
    CHECK(warehouse.import("goods.csv", two_good_rows, {"--all-or-nothing"}).status == 0);
    CHECK(warehouse.products() == 2);
}

TEST_CASE("an import that was killed is completed by running it again") {
    Warehouse warehouse;
    constexpr int rows = 6000;
    std::string text = "title,sku,price\n";
    for (int row = 0; row < rows; ++row)
        text += "Thing " + std::to_string(row) + ",T-" + std::to_string(row) + ",1.00\n";
    const auto file = warehouse.directory.write("goods.csv", text);
    const auto undone = warehouse.database.superuser().transact([&](platform::Tx& tx) {
        tx.run(
            "with product as (insert into catalog.product (id, slug, title, description, status,"
            "  attributes, options, images, seo, created_at, updated_at)"
            "  values (gen_random_uuid(), 'theirs', '', '', 'draft', '{}', '[]', '[]', '{}', now(),"
            "  now()) returning id)"
            " insert into catalog.variant (id, product, position, sku, title, options)"
            " select gen_random_uuid(), id, 0, 'T-4000', '', '[]' from product");
        Program program({"import", "products", file},
                        {{"KONTOR_DATABASE_DSN", warehouse.database.dsn()}});
        REQUIRE(eventually([&] { return is_waited_for(tx); }));
        program.signal(SIGKILL);
        program.wait();
        return platform::Result<>(platform::Error{});
    });
    REQUIRE_FALSE(undone.has_value());
    const auto before = warehouse.products();
    CHECK(before > 0);
    CHECK(before < rows);
    const auto told = report(warehouse.import("goods.csv", text, {"--json"}));
    CHECK(told.at("refused") == 0);
    CHECK(told.at("unchanged").to_number<std::int64_t>() >= before);
    CHECK(warehouse.products() == rows);
}

TEST_CASE("a line of JSON is a product as the HTTP interface takes it") {
    Warehouse warehouse;
    const auto finished = warehouse.import(
        "goods.jsonl",
        R"({"title":"Mug","variants":[{"sku":"MUG","prices":[{"amount":990,"currency":"EUR"}]}]})"
        "\n\n"
        R"({"title":"Bad","variants":[{"sku":"BAD","prices":[],"colour":"red"}]})"
        "\nnot even JSON\n",
        {"--json"});
    CHECK(finished.status == 1);
    CHECK(warehouse.products() == 1);
    const auto problems = report(finished).at("problems").as_array();
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].at("line") == 3);
    CHECK(problems[0].at("column") == "/variants/0/colour");
    CHECK(problems[1].at("line") == 4);
}

TEST_CASE("a map says what the columns become") {
    Warehouse warehouse;
    const auto map = warehouse.directory.write("map.yaml", R"(
title: name
sku: {format: "book-{number}"}
slug: {format: "book-{number}"}
price: {column: cents, as: minor_units}
currency: {constant: USD}
stock: {column: pieces, otherwise: 5}
categories: {column: shelves, split: "|"}
attributes:
  year: {column: year, as: whole}
  signed: {column: signed, as: boolean}
)");
    const auto finished = warehouse.import("books.csv",
                                           "number,name,cents,pieces,shelves,year,signed\n"
                                           "1,Emma,799,,novels|classics,1815.0,yes\n"
                                           "2,Walden,899,3,classics,1854.5,no\n",
                                           {"--map", map, "--json"});
    const auto told = report(finished);
    CHECK(told.at("created") == 1);
    CHECK(told.at("problems").at(0).at("column") == "year");
    const auto stored = warehouse.database.superuser().read([](platform::Reader& reader) {
        return reader.one<bool>(
            "select attributes @> '{\"year\": 1815, \"signed\": true}' from catalog.product"
            " where slug = 'book-1'");
    });
    CHECK(stored == true);
}

TEST_CASE("a map or a heading that makes no sense is refused before anything is read") {
    Warehouse warehouse;
    const auto refusal = [&](const std::string& map) {
        return warehouse
            .import("goods.csv", two_good_rows,
                    {"--map", warehouse.directory.write("map.yaml", map)})
            .err;
    };
    const auto contains = [](const std::string& text, std::string_view part) {
        return text.find(part) != text.npos;
    };
    CHECK(contains(refusal("titel: title\nsku: sku\nprice: price\n"), "titel"));
    CHECK(contains(refusal("title: name\nsku: sku\nprice: price\n"), "'name'"));
    CHECK(contains(refusal("title: title\nsku: sku\n"), "price"));
    CHECK(contains(refusal("title: {colum: title}\nsku: sku\nprice: price\n"), "colum"));
    CHECK(contains(refusal("title: {column: title, as: whole}\nsku: sku\nprice: price\n"),
                   "cannot be given as whole"));
    CHECK(contains(warehouse.import("goods.csv", "title,sku,prize\n").err, "'prize'"));
    CHECK(contains(warehouse.import("goods.csv", "").err, "empty"));
    CHECK(warehouse.products() == 0);
}

TEST_CASE("standard input is a file like others") {
    for (const auto* source : {"-", "/dev/stdin"}) {
        Warehouse warehouse;
        const std::vector<std::string> format{"--format", "csv"};
        CHECK(warehouse.import_from(source, two_good_rows, format).out ==
              "2 products: 2 new, 0 changed, 0 unchanged, 0 refused\n");
        const std::vector<std::string> all_or_nothing{"--format", "csv", "--all-or-nothing"};
        CHECK(warehouse.import_from(source, two_good_rows, all_or_nothing).out ==
              "2 products: 0 new, 0 changed, 2 unchanged, 0 refused\n");
        const auto bad =
            warehouse.import_from(source, std::string(two_good_rows) + "x,y\n", format);
        CHECK(bad.status == 1);
        CHECK(warehouse.products() == 2);
    }
}

TEST_CASE("the same file again changes nothing, and another one what it speaks of") {
    Warehouse warehouse;
    REQUIRE(warehouse.import("goods.csv", two_good_rows).status == 0);
    const auto events = [&] {
        return *warehouse.database.superuser().read([](platform::Reader& reader) {
            return reader.one<std::int64_t>("select count(*) from platform.event");
        });
    };
    const auto before = events();
    CHECK(warehouse.import("goods.csv", two_good_rows).out ==
          "2 products: 0 new, 0 changed, 2 unchanged, 0 refused\n");
    CHECK(events() == before);

    CHECK(
        warehouse.import("prices.csv", "title,sku,price,description\n\"Mug, large\",MUG-L,13,Big\n")
            .out == "1 product: 0 new, 1 changed, 0 unchanged, 0 refused\n");
    const auto kept = warehouse.database.superuser().read([](platform::Reader& reader) {
        return reader.one<bool>(
            "select p.attributes = '{\"colour\": \"blue\"}' and p.description = 'Big' and"
            " (select count(*) from catalog.product_category c where c.product = p.id) = 2"
            " from catalog.product p where p.title = 'Mug, large'");
    });
    CHECK(kept == true);
}

TEST_CASE("nothing of a refused product stays, not even a category made for it") {
    Warehouse warehouse;
    REQUIRE(warehouse.import("goods.csv", two_good_rows).status == 0);
    const auto finished = warehouse.import(
        "goods.jsonl",
        R"({"title":"A","slug":"a","categories":["new-one"],"variants":[{"sku":"A1","prices":[{"amount":1,"currency":"EUR"}]},{"sku":"LEDGER","prices":[{"amount":1,"currency":"EUR"}]}]})"
        "\n"
        R"({"title":"B","categories":["new-two","cat_01h455vb4pex5vsknk084sn02q"],"variants":[{"sku":"B1","prices":[{"amount":1,"currency":"EUR"}]}]})"
        "\n"
        R"({"title":"C","slug":"mug-large","categories":["new-three"],"variants":[{"sku":"C1","prices":[{"amount":1,"currency":"EUR"}]},{"sku":"LEDGER","prices":[{"amount":1,"currency":"EUR"}]}]})"
        "\n",
        {"--json"});
    CHECK(report(finished).at("refused") == 3);
    CHECK(warehouse.products() == 2);
    const auto categories = warehouse.database.superuser().read([](platform::Reader& reader) {
        return reader.one<std::int64_t>(
            "select count(*) from catalog.category where slug like 'new-%'");
    });
    CHECK(categories == 0);
}

TEST_CASE("prices, stock, variants and categories are changed by file") {
    Warehouse warehouse;
    REQUIRE(warehouse.import("goods.csv", two_good_rows).status == 0);
    CHECK(warehouse
              .import("prices.csv",
                      "sku,currency,amount,compare_at\nMUG-L,EUR,1190,1290\nMUG-L,USD,1390,\n"
                      "LEDGER,EUR,700,\nNONE,EUR,1,\nLEDGER,EUR,701,\nLEDGER,USD,-1,\n",
                      {}, "prices")
              .out ==
          "line 5: sku: there is no variant with the SKU 'NONE'\n"
          "line 6: a price in EUR of the SKU 'LEDGER' is on line 4 already\n"
          "line 7: amount: must be a whole number from 1 to 1000000000000\n"
          "6 prices: 0 new, 2 changed, 1 unchanged, 3 refused\n");
    CHECK(warehouse
              .import("stock.csv",
                      "sku,location,on_hand\nMUG-L,main,7\nLEDGER,,0\nMUG-L,,1\n"
                      "LEDGER,moon,1\nLEDGER,main,-1\n",
                      {}, "stock")
              .out ==
          "line 4: sku: the SKU 'MUG-L' is given twice for the same location\n"
          "line 5: location: there is no location 'moon'\n"
          "line 6: on_hand: must be a whole number from 0 to 1000000000\n"
          "5 counts: 0 new, 1 changed, 1 unchanged, 3 refused\n");
    CHECK(warehouse
              .import("variants.csv", "sku,weight_grams,barcode\nMUG-L,420,4006381333931\n", {},
                      "variants")
              .out == "1 variant: 0 new, 1 changed, 0 unchanged, 0 refused\n");
    CHECK(warehouse
              .import("tree.csv",
                      "slug,parent,name,position\nhome,,Home,0\nkitchen,home,Küche,0\n"
                      "gifts,nowhere,Gifts,0\n",
                      {}, "categories")
              .out ==
          "line 4: parent: there is no category 'nowhere': it must stand before those below it\n"
          "3 categories: 1 new, 1 changed, 0 unchanged, 1 refused\n");
    const auto stored = warehouse.database.superuser().read([](platform::Reader& reader) {
        return reader.one<bool>(
            "select exists (select from catalog.variant v join catalog.variant_price p"
            "   on p.variant = v.id join catalog.variant_compare_at c on c.variant = v.id"
            "   and c.currency = p.currency where v.sku = 'MUG-L' and p.currency = 'EUR'"
            "   and p.amount = 1190 and c.amount = 1290 and v.weight_grams = 420)"
            " and exists (select from inventory.stock_level l join inventory.stock_item i"
            "   using (variant) where i.sku = 'MUG-L' and l.on_hand = 7)"
            " and exists (select from catalog.category c join catalog.category p"
            "   on p.id = c.parent where c.slug = 'kitchen' and p.slug = 'home'"
            "   and c.name = 'Küche')");
    });
    CHECK(stored == true);
}

TEST_CASE("an import writes only what a dry run has not refused") {
    Warehouse warehouse;
    REQUIRE(warehouse.import("goods.csv", two_good_rows).status == 0);
    const std::string prices = "sku,currency,amount\nMUG-L,EUR,1\nNONE,EUR,1\n";
    CHECK(report(warehouse.import("p.csv", prices, {"--dry-run", "--json"}, "prices"))
              .at("changed") == 1);
    CHECK(warehouse.import("p.csv", prices, {"--all-or-nothing"}, "prices").status == 1);
    CHECK(report(warehouse.import("p.csv", prices, {"--json"}, "prices")).at("changed") == 1);
    CHECK(report(warehouse.import("p.csv", prices, {"--json"}, "prices")).at("unchanged") == 1);
}

}  // namespace kontor::test
