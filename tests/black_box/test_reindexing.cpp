#include "program.hpp"
#include "waiting.hpp"

#include "support/http_probe.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <optional>

namespace kontor::test {

namespace {

constexpr int more_than_a_page = 600;  // of a reindexing, which takes them 500 at a time

std::string mugs(const std::string& title) {
    std::string text = "title,sku,price,slug\n";
    for (int number = 1; number <= more_than_a_page; ++number) {
        const auto which = std::to_string(number);
        text += title + " " + which + ",MUG-" + which + ",1" + which + ".90,mug-" + which + "\n";
    }
    return text;
}

struct OpenShop {
    TestDatabase database;
    TemporaryDirectory directory;
    // Without a response cache: every answer is made of the index.
    Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()},
                            {"KONTOR_HTTP_CACHE_MEBIBYTES", "0"}};
    Program program{{"serve", "--port", "0", "--data", directory.path().string()}, environment};
    HttpProbe guest{program.address()};

    void import(const std::string& text) const {
        const auto imported =
            run({"import", "products", directory.write("mugs.csv", text)}, environment);
        INFO(imported.err);
        REQUIRE(imported.status == 0);
    }
    bool lists(const std::string& words, int count) const {
        return guest.get("/v1/search?limit=1&q=" + words).number("/total") == count;
    }
    std::string found() const { return guest.get("/v1/search?q=mug&sort=title&limit=100").body; }
};

// Somebody else writes the last product of the shadow first, and does not commit.
void get_in_the_way(platform::Tx& tx) {
    tx.run(
        "insert into search.document select (jsonb_populate_record(d,"
        " jsonb_build_object('generation', d.generation + 1))).* from search.document d"
        " order by product desc limit 1");
}

}  // namespace

TEST_CASE("a reindexing killed in its middle leaves what is found, and the next one succeeds") {
    OpenShop shop;
    shop.import(mugs("Mug"));
    REQUIRE(eventually([&] { return shop.lists("mug", more_than_a_page); }));
    const auto before = shop.found();

    const auto undone = shop.database.superuser().transact([&](platform::Tx& tx) {
        get_in_the_way(tx);
        Program reindexing({"reindex", "search"}, shop.environment);
        REQUIRE(eventually([&] { return is_waited_for(tx); }));
        CHECK(shop.found() == before);
        reindexing.signal(SIGKILL);
        CHECK(reindexing.wait().status == 128 + SIGKILL);
        CHECK(shop.found() == before);
        return platform::Result<>(platform::Error{});
    });
    REQUIRE_FALSE(undone.has_value());
    CHECK(shop.found() == before);
    CHECK(shop.database.superuser().read([](platform::Reader& reader) {
        return *reader.one<bool>(
            "select exists (select from search.document d, search.state s"
            " where d.generation = s.shadow and s.shadow <> s.active)");
    }));

    shop.import(mugs("Cup"));
    REQUIRE(eventually([&] { return shop.lists("cup", more_than_a_page); }));
    const auto after = shop.found();
    const auto again = run({"reindex", "search"}, shop.environment);
    INFO(again.err);
    CHECK(again.status == 0);
    CHECK(again.out.find("indexed 600 products") != std::string::npos);
    CHECK(shop.lists("cup", more_than_a_page));
    CHECK(shop.found() == after);
    CHECK(shop.database.superuser().read([](platform::Reader& reader) {
        return *reader.one<bool>(
            "select shadow is null and not exists (select from search.document"
            " where generation <> active) from search.state");
    }));
}

TEST_CASE("a shop opens while its index cannot be read yet, says so, and reads it then") {
    TestDatabase database;
    const TemporaryDirectory directory;
    std::optional<Program> program;
    std::optional<HttpProbe> guest;
    database.superuser().transact([&](platform::Tx& tx) {
        tx.execute("lock table search.state in access exclusive mode", {});
        program.emplace(
            std::vector<std::string>{"serve", "--port", "0", "--data", directory.path().string()},
            Environment{{"KONTOR_DATABASE_DSN", database.dsn()}});
        guest.emplace(program->address());
        const auto ready = guest->get("/readyz");
        CHECK(ready.status == 503);
        CHECK(ready.body.find("search index") != std::string::npos);
        CHECK(guest->get("/v1/categories").status == 200);
    });
    CHECK(eventually([&] { return guest->get("/readyz").status == 200; }));
}

}  // namespace kontor::test
