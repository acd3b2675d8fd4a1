#include "own_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

// Nobody gets in any more, and those who are in are thrown out.
void shut(TestDatabase& database) {
    auto superuser = database.superuser();
    const auto name = superuser
                          .read([](platform::Reader& reader) {
                              return reader.one<std::string>("select current_database()::text");
                          })
                          .value();
    superuser.transact([&](platform::Tx& tx) {
        tx.run("update pg_database set datallowconn = false where datname = $1", name);
    });
    try {
        superuser.read([&](platform::Reader& reader) {
            return reader.all<bool>(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1"
                " order by pid = pg_backend_pid()",
                name);
        });
    } catch (const platform::DatabaseUnavailable&) {
        // Ourselves, last.
    }
}

}  // namespace

TEST_CASE("52: a failure of the shop tells its request, and nothing of what is inside") {
    OwnShop shop({});
    const HttpProbe stranger(shop.address());
    CHECK(stranger.get("/v1/categories").status == 200);
    shut(shop.database());
    const std::vector<Answer> failures{
        stranger.get("/v1/carts/cart_00000000000000000000000000", {{"guest-token", "x"}}),
        stranger.get("/v1/products/some-slug"),
        stranger.get("/v1/orders/ord_00000000000000000000000000", {{"guest-token", "x"}}),
        stranger.post("/v1/carts", "{}"),
        stranger.post("/v1/auth/login",
                      R"({"email":"ada@example.org","password":"tea at half four"})"),
        stranger.get("/readyz")};
    for (const auto& failure : failures) {
        CAPTURE(failure.body);
        CHECK(failure.status >= 500);
        CHECK(failure.headers.at("content-type") == "application/problem+json");
        CHECK(failure.text("/request_id") == failure.headers.at("x-request-id"));
        for (const auto* inside :
             {"select", "insert", "SQL", "postgres", "libpq", "kontor_", "0x", "/src/", ".cpp",
              "exception", "connection", "dbname", "terminat", "127.0.0.1"})
            CHECK(failure.body.find(inside) == failure.body.npos);
    }
}

TEST_CASE("52: what is for those who run the shop is not told to those who visit it") {
    const OwnShop proxied({{"KONTOR_HTTP_TRUSTED_PROXIES", "127.0.0.1"}});
    const HttpProbe shop(proxied.address());
    const Headers visitor{{"x-forwarded-for", "203.0.113.9"}};
    for (const auto* path : {"/metrics", "/metrics/", "/%6detrics"})
        CHECK(shop.get(path, visitor).status == 404);
    CHECK(shop.get("/metrics").status == 200);
    for (const auto* path :
         {"/debug", "/debug/pprof", "/admin", "/admin/docs", "/actuator", "/.env", "/.git/config",
          "/server-status", "/phpinfo.php", "/console", "/config/kontor.yaml", "/v1/debug"})
        CHECK(shop.get(path, visitor).status == 404);
}

}  // namespace kontor::test
