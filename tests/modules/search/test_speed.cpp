// What keeps lists and searches quick, told by plans and counts rather than by a watch.
#include "site.hpp"
#include "statements.hpp"

#include <set>

using namespace kontor;
using namespace kontor::search;
using namespace kontor::search::test;

namespace {

// 3000 products that the catalogue knows nothing of; the oldest one has the word in its title.
struct Crowd {
    Site site;

    Crowd() {
        auto all = site.made.superuser();
        all.transact([](platform::Tx& tx) {
            tx.run(
                "insert into search.listing select"
                " ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 's' || n,"
                " 'T' || n, 't' || n, n % 97, null, true, null, '{}', '{}',"
                " setweight(to_tsvector('simple', 'common'), case n when 1 then 'A' else 'D' end"
                "  ::\"char\") from generate_series(1, 3000) n");
            tx.run(
                "insert into search.placement select place, product, price, title_key"
                " from search.listing, unnest(array['', 'all']) place");
        });
        all.transact([](platform::Tx& tx) { tx.run("analyze search.listing"); });
        all.transact([](platform::Tx& tx) { tx.run("analyze search.placement"); });
    }

    std::string plan_of(const std::string& sql, const std::string& key) {
        using platform::db::encode;
        return site.database.read([&](platform::Reader& reader) {
            const auto rows =
                reader.execute("explain " + sql,
                               {encode(std::string("all")), encode(std::optional<platform::Uuid>()),
                                encode(key), encode(platform::Uuid()), encode(20)});
            std::string plan;
            for (std::size_t row = 0; row < rows.size(); ++row)
                plan += platform::db::read_row<std::string>(rows, row) + "\n";
            return plan;
        });
    }

    std::uint64_t round_trips(const std::string& target) {
        const auto count = [&] { return site.database.pool().statistics().round_trips; };
        const auto before = count();
        REQUIRE(site.get(target).status == 200);
        return count() - before;
    }
};

Crowd& crowd() {
    static Crowd made;
    return made;
}

}  // namespace

TEST_CASE("every list is read from an index in its order, without sorting the category") {
    const std::pair<Sort, std::string> sorts[] = {{Sort::newest, "placement_pkey"},
                                                  {Sort::price_asc, "placement_by_price"},
                                                  {Sort::price_desc, "placement_by_price"},
                                                  {Sort::title, "placement_by_title"}};
    for (const auto& [sort, index] : sorts) {
        const auto plan = crowd().plan_of(store::list_statement(sort), "1");
        CAPTURE(plan);
        CHECK(plan.find(index) != plan.npos);
        CHECK(plan.find("Seq Scan on placement") == plan.npos);
        CHECK(plan.find("Seq Scan on listing") == plan.npos);
    }
}

TEST_CASE("a page of a list or a search is one round trip") {
    for (const auto* target :
         {"/v1/products", "/v1/products?sort=title", "/v1/products?category=all",
          "/v1/products?category=cat_00000000000000000000000000", "/v1/search?q=nothing-such",
          "/v1/search?q=common", "/v1/search?q=common", "/v1/search",
          "/v1/search?category=cat_00000000000000000000000000&attr.a=b", "/v1/search?sort=title"}) {
        CAPTURE(target);
        crowd().round_trips(target);
        CHECK(crowd().round_trips(target) == 1);
    }
}

TEST_CASE("of many hits the best comes first, however old, and all can be walked to") {
    auto& site = crowd().site;
    CHECK(site.titles("/v1/search?q=common&limit=1") == Titles{"T1"});
    std::set<std::string> seen;
    const std::string target = "/v1/search?q=common&limit=100";
    auto page = site.answer(target);
    CHECK(page.at("total") == 3000);
    while (true) {
        for (const auto& summary : page.at("data").as_array())
            CHECK(seen.insert(std::string(summary.at("slug").as_string())).second);
        if (page.at("next_cursor").is_null()) break;
        page = site.answer(target + "&cursor=" + std::string(page.at("next_cursor").as_string()));
    }
    CHECK(seen.size() == 3000);
}
