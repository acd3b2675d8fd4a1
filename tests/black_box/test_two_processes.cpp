#include "program.hpp"

#include "support/http_probe.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

namespace {

// Two open shops on one database: what one of them commits, the other has to learn of.
struct TwoShops {
    TestDatabase database;
    TemporaryDirectory directory;
    Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()}};
    Finished admin = run({"user", "create", "--email", "ada@example.org", "--role", "admin"},
                         environment, "tea at half four\n");
    Program first{{"serve", "--port", "0", "--data", directory.path().string()}, environment};
    Program second{{"serve", "--port", "0", "--data", directory.path().string()}, environment};
    HttpProbe staff{first.address()};
    HttpProbe guest{second.address()};

    TwoShops() {
        REQUIRE(admin.status == 0);
        const auto signed_in = staff.post(
            "/v1/auth/login", R"({"email":"ada@example.org","password":"tea at half four"})");
        REQUIRE(signed_in.status == 200);
        staff.always_send("Authorization", "Bearer " + signed_in.text("/access_token"));
    }

    Finished import(const std::string& text) {
        return run({"import", "products", directory.write("goods.csv", text)}, environment);
    }
};

// Asks for it so often that it is surely in the cache.
std::string cached(const HttpProbe& probe, const std::string& target) {
    probe.get(target);
    return probe.get(target).body;
}

}  // namespace

TEST_CASE("a price changed in one process is seen in the other, whose page was cached") {
    TwoShops shops;
    REQUIRE(shops.import("title,sku,price,slug\nMug,MUG,12.90,mug\n").status == 0);
    REQUIRE(eventually([&] { return shops.guest.get("/v1/products/mug").status == 200; }));
    const auto product = shops.guest.get("/v1/products/mug");
    const auto before = cached(shops.guest, "/v1/products/mug");
    CHECK(before == cached(shops.guest, "/v1/products/mug"));

    const auto changed = shops.staff.patch("/v1/admin/variants/" + product.text("/variants/0/id"),
                                           R"({"prices":[{"amount":1500,"currency":"EUR"}]})");
    INFO(changed.body);
    REQUIRE(changed.status == 200);
    CHECK(eventually(
        [&] { return shops.guest.get("/v1/products/mug").number("/price/amount") == 1500; }));
    CHECK(eventually([&] {
        const auto list = shops.guest.get("/v1/products");
        return !list.json().at("data").as_array().empty() &&
               list.number("/data/0/price/amount") == 1500;
    }));
}

TEST_CASE("goods imported beside an open shop appear in its cached lists") {
    TwoShops shops;
    REQUIRE(shops.import("title,sku,price,categories\nMug,MUG,12.90,kitchen\n").status == 0);
    const auto shows = [](const HttpProbe& probe, const std::string& target,
                          const std::string& text) {
        return cached(probe, target).find(text) != std::string::npos;
    };
    for (const auto* probe : {&shops.staff, &shops.guest}) {
        REQUIRE(eventually([&] { return shows(*probe, "/v1/categories", "kitchen"); }));
        REQUIRE(eventually([&] { return shows(*probe, "/v1/products", "Mug"); }));
    }
    REQUIRE(shops.import("title,sku,price,categories\nLedger,LEDGER,7,office\n").status == 0);
    for (const auto* probe : {&shops.staff, &shops.guest}) {
        CHECK(eventually([&] { return shows(*probe, "/v1/categories", "office"); }));
        CHECK(eventually([&] { return shows(*probe, "/v1/products", "Ledger"); }));
    }
}

TEST_CASE("a new signing key is taken by every open shop, and nobody is logged out") {
    TwoShops shops;
    const auto keys_of = [](const HttpProbe& probe) {
        return probe.get("/.well-known/jwks.json").json().at("keys").as_array().size();
    };
    REQUIRE(keys_of(shops.guest) == 1);
    const auto rotated = run({"signing-keys", "rotate", "--json"}, shops.environment);
    INFO(rotated.err);
    REQUIRE(rotated.status == 0);
    for (const auto* probe : {&shops.staff, &shops.guest})
        CHECK(eventually([&] { return keys_of(*probe) == 2; }));
    CHECK(shops.staff.get("/v1/admin/orders").status == 200);
    const auto kept = shops.staff.get("/v1/admin/audit?limit=1").json().at("data").at(0);
    CHECK(kept.at("action") == "rotate_signing_keys");
    CHECK(kept.at("actor").at("kind") == "operator");
    const auto listed = run({"signing-keys", "list"}, shops.environment);
    CHECK(listed.out.starts_with("KEY"));
    CHECK(listed.out.find("skey_") != std::string::npos);
}

}  // namespace kontor::test
