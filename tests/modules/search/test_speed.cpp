// What keeps lists and searches quick, told by counts rather than by a watch.
#include "site.hpp"

#include <set>

using namespace kontor;
using namespace kontor::search;
using namespace kontor::search::test;

namespace {

// 3000 products that the catalogue knows nothing of; the oldest one has the word in its title.
struct Crowd {
    Site site;

    Crowd() {
        site.made.superuser().transact([](platform::Tx& tx) {
            tx.run(
                "insert into search.category (id, slug, name)"
                " values ('00000000-0000-7000-8000-00000000c0c0', 'all', 'All')");
            tx.run(
                "insert into search.document select 1,"
                " ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 's' || n, 'T' || n,"
                " '{}', null, n % 97, null, true, 0, 0, 0,"
                " '{00000000-0000-7000-8000-00000000c0c0}', '', 't' || n,"
                " case n when 1 then 'common' else 't' || n end, '',"
                " case n when 1 then '' else 'common' end, '' from generate_series(1, 3000) n");
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

TEST_CASE("a page of a list or a search is one round trip") {
    for (const auto* target :
         {"/v1/products", "/v1/products?sort=title", "/v1/products?category=all", "/v1/search",
          "/v1/search?q=common", "/v1/search?sort=title", "/v1/search/suggest?q=com"}) {
        CAPTURE(target);
        crowd().round_trips(target);
        CHECK(crowd().round_trips(target) == 1);
    }
}

TEST_CASE("where nothing is found, nothing is read") {
    for (const auto* target :
         {"/v1/search?q=nothing-such", "/v1/products?category=no-such", "/v1/search?price_min=100"})
        CHECK(crowd().round_trips(target) == 0);
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
