#include "site.hpp"

#include "reviews/events.hpp"

using namespace kontor;
using namespace kontor::search::test;

namespace {

Site& library() {
    static Site* site = [] {
        auto* made = new Site;
        made->add("The Hunger Games", 1000, 1,
                  R"("categories":["youth"],"attributes":{"author":"Suzanne Collins",
                     "language":"en","year":2008,"isbn":"9780439023481"})");
        made->add("Harry Potter and the Philosopher's Stone", 1200, 1,
                  R"("categories":["youth","fantasy"],"attributes":{"language":"en","year":1997,
                     "author":"J.K. Rowling, Mary GrandPré"})");
        made->add("Der Zauberberg", 2400, 0,
                  R"("categories":["novels"],"description":"A hunger for mountains.","attributes":{
                     "author":"Thomas Mann","language":"de","year":1924})");
        made->add("Война и мир", 3000, 1,
                  R"("categories":["novels"],"attributes":{"author":"Лев Толстой",
                     "language":"ru","year":1869})");
        return made;
    }();
    return *site;
}

std::int64_t count_of(const boost::json::object& answer, std::string_view facet,
                      std::string_view value) {
    for (const auto& found : answer.at("facets").as_array()) {
        if (found.at("name").as_string() != facet) continue;
        for (const auto& entry : found.at("values").as_array())
            if (entry.at("value").as_string() == value) return entry.at("count").as_int64();
    }
    return 0;
}

}  // namespace

TEST_CASE("every word is wanted, also as the beginning of one") {
    auto& site = library();
    CHECK(site.titles("/v1/search?q=hunger%20games") == Titles{"The Hunger Games"});
    CHECK(site.titles("/v1/search?q=hung+gam") == Titles{"The Hunger Games"});
    CHECK(site.titles("/v1/search?q=hunger+potter").empty());
    CHECK(site.titles("/v1/search?q=ROWLING+grandpre").size() == 1);
    CHECK(site.titles("/v1/search?q=philosophers").size() == 1);
    CHECK(site.titles("/v1/search?q=%D0%92%D0%BE%D0%B9%D0%BD%D0%B0").size() == 1);
    CHECK(site.titles("/v1/search?q=9780439023481").size() == 1);
}

TEST_CASE("a title counts more than a description") {
    CHECK(library().titles("/v1/search?q=hunger") == Titles{"The Hunger Games", "Der Zauberberg"});
}

TEST_CASE("filters narrow what is found") {
    auto& site = library();
    CHECK(site.titles("/v1/search?category=novels").size() == 2);
    CHECK(site.titles("/v1/search?attr.language=en").size() == 2);
    CHECK(site.titles("/v1/search?attr.language=en&attr.year=1997").size() == 1);
    CHECK(site.titles("/v1/search?attr.language=fr").empty());
    CHECK(site.titles("/v1/search?attr.language=de,ru").size() == 2);
    CHECK(site.titles("/v1/search?attr.language=de,+ru,fr").size() == 2);
    CHECK(site.titles("/v1/search?attr.author=J.K.+Rowling,+Mary+GrandPr%C3%A9").size() == 1);
    CHECK(site.titles("/v1/search?category=fantasy,novels").size() == 3);
    CHECK(site.titles("/v1/search?in_stock=true").size() == 3);
    CHECK(site.titles("/v1/search?in_stock=false").size() == 4);
    CHECK(site.titles("/v1/search?price_min=1200&price_max=2400").size() == 2);
    CHECK(site.titles("/v1/search?q=hunger&price_max=1000") == Titles{"The Hunger Games"});
    CHECK(site.titles("/v1/search?sort=price_desc&limit=1") == Titles{"Война и мир"});
}

TEST_CASE("an answer counts what it found, in all and by value") {
    const auto answer = library().answer("/v1/search?limit=1");
    CHECK(answer.at("total") == 4);
    CHECK(answer.at("data").as_array().size() == 1);
    CHECK(answer.at("facets").at(0).at("name") == "category");
    CHECK(count_of(answer, "category", "youth") == 2);
    CHECK(count_of(answer, "language", "en") == 2);
    CHECK(count_of(answer, "year", "1924") == 1);
    const auto narrowed = library().answer("/v1/search?q=hunger");
    CHECK(narrowed.at("total") == 2);
    CHECK(count_of(narrowed, "language", "en") == 1);
}

TEST_CASE("a facet counts what passes all filters but its own") {
    const auto novels = library().answer("/v1/search?category=novels");
    CHECK(novels.at("total") == 2);
    CHECK(count_of(novels, "language", "en") == 0);
    CHECK(count_of(novels, "language", "de") == 1);
    CHECK(count_of(novels, "category", "youth") == 2);
    const auto german = library().answer("/v1/search?category=novels&attr.language=de");
    CHECK(german.at("total") == 1);
    CHECK(count_of(german, "language", "ru") == 1);
    CHECK(count_of(german, "language", "en") == 0);
    CHECK(count_of(german, "category", "youth") == 0);
    const auto cheap = library().answer("/v1/search?category=youth&price_max=1000");
    CHECK(count_of(cheap, "category", "youth") == 1);
    CHECK(count_of(cheap, "category", "fantasy") == 0);
    CHECK(count_of(library().answer("/v1/search?in_stock=true"), "language", "de") == 0);
}

TEST_CASE("an answer tells what its hits cost, whatever price was asked for") {
    auto& site = library();
    const auto price = [&](const std::string& query) {
        const auto answer = site.answer("/v1/search?" + query);
        REQUIRE(answer.contains("price"));
        const auto& range = answer.at("price");
        CHECK(range.at("min").at("currency").as_string() == "EUR");
        return std::pair(range.at("min").at("amount").as_int64(),
                         range.at("max").at("amount").as_int64());
    };
    CHECK(price("limit=1") == std::pair<std::int64_t, std::int64_t>(1000, 3000));
    CHECK(price("category=youth") == std::pair<std::int64_t, std::int64_t>(1000, 1200));
    CHECK(price("category=youth&price_max=1000") ==
          std::pair<std::int64_t, std::int64_t>(1000, 1200));
    CHECK(price("in_stock=true&price_min=2000") ==
          std::pair<std::int64_t, std::int64_t>(1000, 3000));
    CHECK_FALSE(site.answer("/v1/search?q=nothinglikeit").contains("price"));
}

TEST_CASE("an answer counts who is judged well, whatever rating was asked for") {
    Site site;
    const auto judge = [&](const std::string& title, std::int64_t milli) {
        const auto product = site.add(title, 100);
        site.made.superuser().transact([&](platform::Tx& tx) {
            site.events.publish(tx, reviews::RatingChanged{product.id, milli, 3});
        });
    };
    judge("Good lamp", 4800);
    judge("Better lamp", 5000);
    judge("Plain lamp", 3000);
    site.add("New lamp", 100);
    site.dispatcher.drain();
    const auto counts = [&](const std::string& query) {
        std::vector<std::int64_t> counts;
        const auto answer = site.answer("/v1/search?" + query);
        for (const auto& rating : answer.at("ratings").as_array()) {
            CHECK(rating.at("rating_min").as_int64() ==
                  5 - static_cast<std::int64_t>(counts.size()));
            counts.push_back(rating.at("count").as_int64());
        }
        return counts;
    };
    using Counts = std::vector<std::int64_t>;
    CHECK(counts("q=lamp") == Counts{1, 2, 3, 3, 3});
    CHECK(counts("q=lamp&rating_min=4.5") == Counts{1, 2, 3, 3, 3});
    CHECK(counts("q=plain") == Counts{0, 0, 1, 1, 1});
    CHECK(counts("q=new").empty());
    CHECK(site.answer("/v1/search?q=lamp&rating_min=4").at("total") == 2);
}

TEST_CASE("every order of a search gives every hit once, page by page") {
    auto& site = library();
    for (const auto* sort :
         {"relevance", "newest", "price_asc", "price_desc", "title", "rating", "popularity"})
        for (const auto* query : {"", "&q=the", "&attr.language=en"}) {
            const auto target = std::string("/v1/search?limit=1&sort=") + sort + query;
            Titles walked;
            auto page = site.answer(target);
            while (!page.at("data").as_array().empty()) {
                walked.emplace_back(page.at("data").at(0).at("title").as_string());
                if (page.at("next_cursor").is_null()) break;
                page = site.answer(target +
                                   "&cursor=" + std::string(page.at("next_cursor").as_string()));
            }
            CHECK(walked == site.titles(std::string("/v1/search?sort=") + sort + query));
        }
}

TEST_CASE("nothing that is typed breaks the search") {
    auto& site = library();
    for (const auto* typed : {"%27%20%26%20%7C%20!",
                              "a%3A*",
                              "foo%27%3B%20drop%20table",
                              "%5C%5C",
                              "(((",
                              "%22",
                              "!!!",
                              "a%26b%7Cc",
                              "%F0%9F%93%9A",
                              "...",
                              "%3C-%3E",
                              "''",
                              "1e5",
                              "-5",
                              "a%09b",
                              "%25_%25",
                              "a.b.c/d%3Fe%3Df",
                              "%E2%80%9C%E2%80%9D",
                              "x%27%27y",
                              "1.5e+10",
                              "&sort=relevance"}) {
        CAPTURE(typed);
        CHECK(site.get(std::string("/v1/search?q=") + typed).status == 200);
    }
    for (const auto& typed : {std::string(10'000, 'a'), std::string("%00"), std::string("a%01b"),
                              std::string("%FF%FE")}) {
        const auto status = site.get("/v1/search?q=" + typed).status;
        CHECK(status >= 400);
        CHECK(status < 500);
        CHECK(site.get("/v1/search/suggest?q=" + typed).status / 100 == 4);
        CHECK(site.get("/v1/search?attr.author=" + typed).status / 100 == 4);
        CHECK(site.get("/v1/search?category=" + typed).status / 100 == 4);
    }
    CHECK(site.answer("/v1/search?q=!!!").at("total") == 0);
}

TEST_CASE("a search refuses what makes no sense") {
    auto& site = library();
    CHECK(site.get("/v1/search?sort=best").status == 422);
    CHECK(site.get("/v1/search?price_min=2&price_max=1").status == 422);
    CHECK(site.get("/v1/search?price_min=-1").status == 422);
    CHECK(site.get("/v1/search?in_stock=maybe").status == 422);
    CHECK(site.get("/v1/search?limit=1000").status == 422);
    CHECK(site.get("/v1/search?colour=red").status == 400);
    CHECK(site.get("/v1/search?attr.colour=red").status == 422);
    CHECK(site.get("/v1/search?attr.colour=red").body.find("search.no_such_attribute") !=
          std::string::npos);
    CHECK(site.get("/v1/search?attr.category=novels").status == 422);
    CHECK(site.get("/v1/search?rating_min=6").status == 422);
    CHECK(site.get("/v1/search?rating_min=-0.5").status == 422);
    CHECK(site.get("/v1/search/suggest").status == 422);
    std::string many = "/v1/search?";
    for (int index = 0; index < 11; ++index) many += "attr.a" + std::to_string(index) + "=1&";
    CHECK(site.get(many + "limit=1").status == 422);
}

TEST_CASE("what is typed suggests titles, first those that begin so") {
    auto& site = library();
    const auto suggested = [&](const std::string& typed) {
        Titles texts;
        const auto answer = site.answer("/v1/search/suggest?q=" + typed);
        for (const auto& one : answer.at("data").as_array())
            texts.emplace_back(one.at("text").as_string());
        return texts;
    };
    CHECK(suggested("harry") == Titles{"Harry Potter and the Philosopher's Stone"});
    CHECK(suggested("the%20hun") == Titles{"The Hunger Games"});
    CHECK(suggested("potter") == Titles{"Harry Potter and the Philosopher's Stone"});
    CHECK(suggested("h").size() == 0);
    CHECK(suggested("ha").size() == 1);
    CHECK(suggested("%D0%92").size() == 1);
    CHECK(suggested("%D0%92%D0%9E") == Titles{"Война и мир"});
    CHECK(suggested("zzz").empty());
    // A description only for want of a name.
    CHECK(suggested("hunger") == Titles{"The Hunger Games"});
    CHECK(suggested("mountai") == Titles{"Der Zauberberg"});
}

TEST_CASE("an attribute with a value for every product is not offered as a choice") {
    Site site;
    std::vector<catalog::NewProduct> products;
    for (int index = 0; index < 120; ++index) {
        const auto number = std::to_string(index);
        products.push_back(platform::json::read<catalog::NewProduct>(
                               R"({"title":"P )" + number + R"(","attributes":{"isbn":"i)" +
                               number + R"(","binding":"paper"},"variants":[{"sku":"s)" + number +
                               R"(","prices":[{"amount":1,"currency":"EUR"}]}]})")
                               .value());
    }
    // The first ones are listed while there are few values.
    const auto half = products.begin() + 60;
    site.catalog->create_all({products.begin(), half});
    site.dispatcher.drain();
    CHECK(count_of(site.answer("/v1/search"), "isbn", "i0") == 1);
    const auto kept = site.catalog->create_all({half, products.end()});
    site.dispatcher.drain();
    const auto answer = site.answer("/v1/search");
    CHECK(answer.at("total") == 120);
    CHECK(count_of(answer, "binding", "paper") == 120);
    for (const auto& facet : answer.at("facets").as_array()) CHECK(facet.at("name") != "isbn");
    CHECK(site.titles("/v1/search?attr.isbn=i7") == Titles{"P 7"});

    for (const auto& id : kept) REQUIRE(site.catalog->remove(*id, std::nullopt).has_value());
    site.dispatcher.drain();
    CHECK(site.search->rebuild({}).value() == 60);
    CHECK(count_of(site.answer("/v1/search"), "isbn", "i0") == 1);
}
