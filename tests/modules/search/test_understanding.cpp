// What was meant is found, whatever was typed.
#include "site.hpp"

#include "orders/events.hpp"
#include "reviews/events.hpp"

using namespace kontor;
using namespace kontor::search;
using namespace kontor::search::test;

namespace {

Site& shop() {
    static Site* site = [] {
        auto* made = new Site;
        made->add("The Hunger Games", 1000, 1, R"("attributes":{"author":"Suzanne Collins"})");
        made->add("Catching Fire", 1000, 1, R"("attributes":{"author":"Suzanne Collins"})");
        made->add("Philosophy of Gardening", 1000, 1, R"("categories":["garden-tools"])");
        made->add("Running Shoes", 1000, 1);
        made->add("Television", 1000, 1);
        made->add("Walking in London", 1000, 1);
        made->add("Kleine Häuser", 1000, 1);
        made->add("Neue Vögel", 1000, 1);
        made->add(R"({"title":"Chair","translations":{"de":{"title":"Stuhl","slug":"stuhl"}},
            "variants":[{"sku":"CH-100/A","barcode":"4006381333931","stock":1,
                         "prices":[{"amount":100,"currency":"EUR"}]}]})");
        return made;
    }();
    return *site;
}

std::string meant(const std::string& typed) {
    const auto answer = shop().answer("/v1/search?q=" + typed);
    const auto* text = answer.if_contains("did_you_mean");
    return text == nullptr ? "" : std::string(text->as_string());
}

}  // namespace

TEST_CASE("typos are mended, and what was meant is told") {
    auto& site = shop();
    CHECK(site.titles("/v1/search?q=hunger+gmaes") == Titles{"The Hunger Games"});
    CHECK(meant("hunger+gmaes") == "hunger games");
    CHECK(site.titles("/v1/search?q=televsion") == Titles{"Television"});
    CHECK(site.titles("/v1/search?q=telvsion") == Titles{"Television"});
    CHECK(site.titles("/v1/search?q=Suzane+Colins").size() == 2);
    CHECK(meant("suzane+colins") == "suzanne collins");
    CHECK(meant("hunger+games").empty());
    CHECK(meant("hunger+gam").empty());
    CHECK(site.titles("/v1/search?q=xyzzyx").empty());
}

TEST_CASE("words are found in all their inflections, in every language of the shop") {
    auto& site = shop();
    CHECK(site.titles("/v1/search?q=shoe") == Titles{"Running Shoes"});
    CHECK(site.titles("/v1/search?q=runs+shoes") == Titles{"Running Shoes"});
    CHECK(site.titles("/v1/search?q=walks") == Titles{"Walking in London"});
    CHECK(site.titles("/v1/search?q=st%C3%BChle") == Titles{"Chair"});
    CHECK(site.titles("/v1/search?q=haus") == Titles{"Kleine Häuser"});
    CHECK(site.titles("/v1/search?q=Vogel") == Titles{"Neue Vögel"});
    CHECK(site.titles("/v1/search?q=neuer") == Titles{"Neue Vögel"});
    CHECK(meant("haus").empty());
    CHECK(meant("vogel").empty());
}

TEST_CASE("a category is told and found by its name and slug in each language") {
    Site site;
    const auto categories =
        catalog::make_categories(site.catalog_database, site.events, site.clock);
    const auto json = R"({"name":"Bird Houses",
        "translations":{"de":{"name":"Vogelhäuser","slug":"vogelhaeuser"}}})";
    std::ignore =
        categories->create(platform::json::read<catalog::NewCategory>(json).value()).value();
    site.add("Nest box", 100, 1, R"("categories":["bird-houses"])");

    CHECK(site.titles("/v1/products?category=vogelhaeuser") == Titles{"Nest box"});
    CHECK(site.titles("/v1/search?category=vogelhaeuser") == Titles{"Nest box"});
    CHECK(site.titles("/v1/search?q=Vogelhaus") == Titles{"Nest box"});
    const auto facet_of = [&](const std::string& language) {
        Query query;
        query.language = language;
        const auto found = site.search->search(query).value();
        const auto& value = found.facets.front().values.front();
        return std::pair(value.value, value.label.value_or(""));
    };
    using Named = std::pair<std::string, std::string>;
    CHECK(facet_of("de-AT") == Named{"vogelhaeuser", "Vogelhäuser"});
    CHECK(facet_of("en") == Named{"bird-houses", "Bird Houses"});
    const auto german = site.search->suggest("vogelh", "de").front();
    CHECK(german.text == "Vogelhäuser");
    CHECK(german.slug == "vogelhaeuser");
    CHECK(site.search->suggest("bird", "en").front().slug == "bird-houses");
}

TEST_CASE("an article is found by its number or its barcode, however it is divided") {
    auto& site = shop();
    CHECK(site.titles("/v1/search?q=CH-100/A") == Titles{"Chair"});
    CHECK(site.titles("/v1/search?q=ch+100+a") == Titles{"Chair"});
    CHECK(site.titles("/v1/search?q=4006381333931") == Titles{"Chair"});
    CHECK(site.titles("/v1/search?q=ch-100/a&price_min=101").empty());
}

TEST_CASE("a title that is what was typed comes before one that has more, then what sells") {
    Site site;
    const auto kindred = site.add("Emma and her friends", 100);
    site.add("Emma", 100, 0);
    site.add("Emma at home", 100);
    CHECK(site.titles("/v1/search?q=emma").front() == "Emma");
    site.made.superuser().transact([&](platform::Tx& tx) {
        orders::OrderPlaced order;
        order.order = orders::OrderId::make();
        order.total = {100, eur};
        order.items = {{orders::OrderItemId::make(), kindred.variants[0].id, 3, kindred.id}};
        site.events.publish(tx, order);
    });
    site.dispatcher.drain();
    site.jobs.run_all();
    CHECK(site.titles("/v1/search?sort=popularity").front() == "Emma and her friends");
    CHECK(site.titles("/v1/products?sort=popularity").front() == "Emma and her friends");
    CHECK(site.titles("/v1/search?q=em") == Titles{"Emma", "Emma and her friends", "Emma at home"});
}

TEST_CASE("ratings are shown, filtered by and sorted by") {
    Site site;
    const auto good = site.add("Good", 100);
    site.add("Unknown", 100);
    const auto bad = site.add("Bad", 100);
    site.made.superuser().transact([&](platform::Tx& tx) {
        site.events.publish(tx, reviews::RatingChanged{good.id, 4500, 2});
        site.events.publish(tx, reviews::RatingChanged{bad.id, 1000, 1});
    });
    site.dispatcher.drain();
    CHECK(site.titles("/v1/products?sort=rating") == Titles{"Good", "Bad", "Unknown"});
    CHECK(site.titles("/v1/search?rating_min=4") == Titles{"Good"});
    const auto first = site.answer("/v1/search?q=good").at("data").at(0);
    CHECK(first.at("rating").at("average").to_number<double>() == 4.5);
    CHECK(first.at("rating").at("count") == 2);
    site.search->rebuild({}).value();
    CHECK(site.titles("/v1/search?rating_min=4") == Titles{"Good"});
}

TEST_CASE("words that mean the same find the same, once the staff has said so") {
    Site site;
    site.add("Television", 100);
    CHECK(site.titles("/v1/search?q=telly").empty());
    REQUIRE(site.search->set_synonyms({{"TV", "telly", "television"}}).has_value());
    CHECK(site.titles("/v1/search?q=telly") == Titles{"Television"});
    CHECK(site.titles("/v1/search?q=tv") == Titles{"Television"});
    CHECK(site.search->synonyms() == SynonymGroups{{"television", "telly", "tv"}});
    CHECK(site.search->set_synonyms({{"tv"}}).error().code == "search.bad_synonyms");
    CHECK(site.search->set_synonyms({{"tv", "tele vision"}}).error().code == "search.bad_synonyms");
    CHECK(site.get("/v1/admin/search/synonyms").status == 401);
}

TEST_CASE("suggestions are titles, categories and the right spelling") {
    auto& site = shop();
    const auto suggested = site.answer("/v1/search/suggest?q=garden").at("data").as_array();
    REQUIRE(suggested.size() == 2);
    CHECK(suggested[0].at("kind") == "category");
    CHECK(suggested[0].at("slug") == "garden-tools");
    CHECK(suggested[1].at("text") == "Philosophy of Gardening");
    const auto mended = site.answer("/v1/search/suggest?q=hungre").at("data").as_array();
    CHECK(mended[0].at("kind") == "query");
    CHECK(mended[0].at("text") == "hunger");
    CHECK(mended[1].at("text") == "The Hunger Games");
}

TEST_CASE("summaries come in the language asked for, in the order asked, if they are listed") {
    Site site;
    const auto lamp = site.add("Lamp", 100);
    const auto chair = site.add(
        R"({"title":"Chair","translations":{"de":{"title":"Stuhl","slug":"stuhl"}},
            "variants":[{"sku":"C","prices":[{"amount":100,"currency":"EUR"}]}]})");
    const auto read = [&](const std::string& language) {
        Titles titles;
        for (const auto& summary :
             site.search->summaries({chair.id, catalog::ProductId::make(), lamp.id}, language))
            titles.push_back(summary.title + " " + summary.slug);
        return titles;
    };
    CHECK(read("") == Titles{"Chair chair", "Lamp lamp"});
    CHECK(read("de") == Titles{"Stuhl stuhl", "Lamp lamp"});
    CHECK(read("de-AT") == Titles{"Stuhl stuhl", "Lamp lamp"});
    CHECK(read("fr") == Titles{"Chair chair", "Lamp lamp"});
    CHECK(site.titles("/v1/search?q=stuhl").size() == 1);
}
