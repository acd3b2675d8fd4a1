// The read model made anew while it is read and changed.
#include "site.hpp"

#include "pricing/events.hpp"

using namespace kontor;
using namespace kontor::search;
using namespace kontor::search::test;

namespace {

constexpr int more_than_a_page = 600;

void add_many(Site& site) {
    std::vector<catalog::NewProduct> products;
    for (int index = 0; index < more_than_a_page; ++index) {
        const auto number = std::to_string(index);
        products.push_back(platform::json::read<catalog::NewProduct>(
                               R"({"title":"P )" + number + R"(","variants":[{"sku":"s)" + number +
                               R"(","stock":1,"prices":[{"amount":100,"currency":"EUR"}]}]})")
                               .value());
    }
    for (const auto& product : site.catalog->create_all(products)) product.value();
    site.dispatcher.drain();
}

void rename(Site& site, const std::string& slug, const std::string& title) {
    catalog::ProductChange change;
    change.title = platform::Text<1, 300>::accept(title);
    const auto product = site.catalog->product(slug).value();
    REQUIRE(site.catalog->change(product.id, change).has_value());
}

std::int64_t rows(Site& site, const std::string& what) {
    return site.made.superuser().read([&](platform::Reader& reader) {
        return *reader.one<std::int64_t>("select count(*) from search." + what);
    });
}

}  // namespace

TEST_CASE("the read model can be made anew from nothing, and forgets what is gone") {
    Site site;
    for (int index = 0; index < 12; ++index)
        site.add("Book " + std::to_string(index), 100 + index, index % 2,
                 R"("categories":["books"],"attributes":{"colour":"red"})");
    const auto before = site.get("/v1/search?sort=price_asc&limit=100").body;
    site.made.superuser().transact([](platform::Tx& tx) {
        tx.run("delete from search.variant");
        tx.run("delete from search.code");
        tx.run("delete from search.category");
        tx.run("delete from search.document where title <> 'Book 3'");
        tx.run("update search.document set title = 'Wrong', fingerprint = ''");
        tx.run(
            "insert into search.document select generation, gen_random_uuid(), 'x', 'Gone', '{}',"
            " null, 1, null, true, 0, 0, 0, '{}', '', 'gone', 'gone', '', '', ''"
            " from search.document");
    });
    std::size_t progress = 0;
    CHECK(site.search->rebuild([&](std::size_t done) { progress = done; }).value() == 12);
    CHECK(progress > 0);
    site.search->look_again();
    CHECK(site.get("/v1/search?sort=price_asc&limit=100").body == before);
    CHECK(site.titles("/v1/products?limit=100").size() == 12);
    CHECK(rows(site, "document") == 12);
}

TEST_CASE("making anew what is right already changes nothing for those who read") {
    Site site;
    add_many(site);
    const auto before = rows(site, "change");
    CHECK(site.search->rebuild({}).value() == more_than_a_page);
    CHECK(rows(site, "change") == before);
    CHECK(rows(site, "document") == more_than_a_page);
    CHECK(rows(site, "variant") == more_than_a_page);
}

TEST_CASE("a rebuild that is broken off disturbs nobody, and the next one begins again") {
    Site site;
    add_many(site);
    const auto before = site.get("/v1/search?q=p&limit=100").body;
    CHECK_THROWS(site.search->rebuild([](std::size_t) { throw std::runtime_error("killed"); }));
    CHECK(site.get("/v1/search?q=p&limit=100").body == before);
    rename(site, "p-7", "Other");
    site.dispatcher.drain();
    CHECK(site.titles("/v1/search?q=other") == Titles{"Other"});
    CHECK(site.search->rebuild({}).value() == more_than_a_page);
    CHECK(site.titles("/v1/search?q=other") == Titles{"Other"});
    CHECK(rows(site, "document") == more_than_a_page);
}

TEST_CASE("facts that arrive while the read model is made anew are not lost") {
    Site site;
    add_many(site);
    bool changed = false;
    const auto rebuilt = site.search->rebuild([&](std::size_t) {
        if (changed) return;
        changed = true;
        rename(site, "p-1", "Early");
        rename(site, "p-599", "Late");
        REQUIRE(site.catalog->remove(site.catalog->product("p-2")->id, std::nullopt).has_value());
        REQUIRE(site.stock
                    ->reserve(platform::new_uuid(),
                              {{site.catalog->product("p-3")->variants[0].id, 1}},
                              site.clock.now() + std::chrono::hours(1))
                    .has_value());
        site.add("New", 100);
        CHECK(site.titles("/v1/search?q=early") == Titles{"Early"});
    });
    CHECK(rebuilt.value() == more_than_a_page);
    const auto check = [&] {
        CHECK(site.titles("/v1/search?q=early") == Titles{"Early"});
        CHECK(site.titles("/v1/search?q=late") == Titles{"Late"});
        CHECK(site.titles("/v1/search?q=new") == Titles{"New"});
        CHECK(site.answer("/v1/search").at("total") == more_than_a_page);
        CHECK(site.answer("/v1/search?in_stock=true").at("total") == more_than_a_page - 1);
    };
    check();
    const auto another = make_search(site.database, site.events,
                                     {*site.catalog, *site.stock, site.prices}, site.config);
    CHECK(another->search({}).value().total == more_than_a_page);
    site.search->rebuild({}).value();
    check();
}

TEST_CASE("of two who make the read model anew the one that began later goes on") {
    Site site;
    add_many(site);
    bool begun = false;
    const auto first = site.search->rebuild([&](std::size_t) {
        if (begun) return;
        begun = true;
        CHECK(site.search->rebuild({}).value() == more_than_a_page);
    });
    CHECK(first.error().code == "search.rebuilt_elsewhere");
    CHECK(site.answer("/v1/search").at("total") == more_than_a_page);
}

TEST_CASE("a process that was away for long reads everything anew") {
    Site site;
    site.add("Lamp", 100);
    CHECK(site.titles("/v1/search?q=lamp") == Titles{"Lamp"});
    site.made.superuser().transact([](platform::Tx& tx) {
        tx.run("update search.document set title_words = 'candle', title_key = 'candle'");
        tx.run("delete from search.change");
        tx.run("update search.state set revision = revision + 1, log_start = revision + 1");
    });
    CHECK(site.titles("/v1/search?q=candle").empty());
    site.search->look_again();
    CHECK(site.titles("/v1/search?q=candle") == Titles{"Lamp"});
}

TEST_CASE("a category that moves takes its products along, and one that is renamed its name") {
    Site site;
    site.add("Spade", 100, 1, R"("categories":["spades"])");
    site.add("Rake", 100, 1, R"("categories":["rakes"])");
    const auto categories =
        catalog::make_categories(site.catalog_database, site.events, site.clock);
    const auto id = [&](const std::string& slug) {
        return categories->resolve(slug).value().category.id;
    };
    CHECK(site.titles("/v1/products?category=rakes") == Titles{"Rake"});
    catalog::CategoryChange change;
    change.parent = platform::change_to(id("rakes"));
    REQUIRE(categories->change(id("spades"), change).has_value());
    site.dispatcher.drain();
    CHECK(site.titles("/v1/products?category=rakes") == Titles{"Rake", "Spade"});
    CHECK(site.titles("/v1/search?category=rakes").size() == 2);
    change = {};
    change.slug = platform::Slug::accept("garden");
    REQUIRE(categories->change(id("rakes"), change).has_value());
    site.dispatcher.drain();
    CHECK(site.titles("/v1/products?category=garden").size() == 2);
    CHECK(site.titles("/v1/products?category=rakes").empty());
    CHECK(site.answer("/v1/search").at("facets").at(0).at("values").at(0).at("value") == "garden");
}

TEST_CASE("an attribute that is no longer filterable is neither counted nor asked for") {
    Site site;
    site.add("Lamp", 100, 1, R"("attributes":{"watts":"60"})");
    CHECK(site.titles("/v1/search?attr.watts=60") == Titles{"Lamp"});
    const auto attributes = catalog::make_attributes(site.catalog_database, site.events);
    const auto defined = attributes->define(
        platform::json::read<catalog::NewAttribute>(
            R"({"code":"watts","label":"Watts","type":"text","filterable":false})")
            .value());
    REQUIRE(defined.has_value());
    site.dispatcher.drain();
    CHECK(site.get("/v1/search?attr.watts=60").status == 422);
    CHECK(site.answer("/v1/search").at("facets").as_array().empty());
    REQUIRE(attributes->remove(defined->id).has_value());
    site.dispatcher.drain();
    CHECK(site.titles("/v1/search?attr.watts=60") == Titles{"Lamp"});
}

TEST_CASE("the price of a list is shown, filtered by and sorted by as soon as it is in force") {
    Site site;
    const auto lamp = site.add("Lamp", 1000);
    site.add("Candle", 500);
    site.prices.list[lamp.variants[0].id] = {400, eur};
    site.made.superuser().transact(
        [&](platform::Tx& tx) { site.events.publish(tx, pricing::ProductRepriced{lamp.id}); });
    site.dispatcher.drain();
    CHECK(site.titles("/v1/products?sort=price_asc") == Titles{"Lamp", "Candle"});
    CHECK(site.titles("/v1/search?price_max=450") == Titles{"Lamp"});
    const auto first = site.answer("/v1/search?q=lamp").at("data").at(0);
    CHECK(first.at("price").at("amount") == 400);
    CHECK(first.at("compare_at_price").at("amount") == 1000);
}

TEST_CASE("an index can be read before anybody asks, unless it is to stop") {
    Site site;
    add_many(site);
    const Sources sources{*site.catalog, *site.stock, site.prices};
    const auto other = make_search(site.database, site.events, sources, site.config);
    std::stop_source stopped;
    stopped.request_stop();
    other->make_ready(stopped.get_token());
    CHECK_FALSE(other->is_ready());

    const auto ready = make_search(site.database, site.events, sources, site.config);
    ready->make_ready({});
    CHECK(ready->is_ready());
    Query query;
    query.limit = 1;
    CHECK(ready->search(query).value().total == more_than_a_page);
}
