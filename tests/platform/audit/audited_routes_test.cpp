#include "platform/audit/audit_log.hpp"
#include "platform/audit/deed.hpp"
#include "platform/http/router.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;
using namespace kontor::platform::http;
using kontor::test::TestDatabase;

namespace {

struct State {
    std::int64_t price = 0;
};
BOOST_DESCRIBE_STRUCT(State, (), (price))

struct Kept {
    std::string name = "the same";
    std::int64_t price = 0;
    std::optional<std::string> note{};
};
BOOST_DESCRIBE_STRUCT(Kept, (), (name, price, note))

struct ThingPath {
    Text<1, 20> thing;
};
BOOST_DESCRIBE_STRUCT(ThingPath, (), (thing))

const Uuid boss = new_uuid();
const Uuid clerk = new_uuid();
const Uuid robot = new_uuid();

Result<Caller> authenticate(const Request& request) {
    Caller caller;
    const auto shown = find_header(request.headers, "Authorization");
    if (!shown) return caller;
    if (*shown == "robot") {
        caller.kind = Caller::Kind::staff;
        caller.key = robot;
        caller.permissions = {"things.write"};
        return caller;
    }
    caller.user = boss;
    if (*shown == "acting") caller.impersonator = clerk;
    caller.kind = *shown == "boss" ? Caller::Kind::staff : Caller::Kind::customer;
    caller.role = *shown == "boss" ? "admin" : "customer";
    if (*shown == "boss") caller.permissions = {"things.read", "things.write"};
    return caller;
}

struct Shop {
    TestDatabase tables{{"auth"}};
    Database database = tables.database("platform");
    Database module = tables.database("auth");
    AuditLog log{database};
    Router router{
        {.version = "1", .authenticate = authenticate, .idempotency = &database, .audit = &log}};

    Shop() {
        tables.superuser().transact([](Tx& tx) {
            tx.run("create table auth.thing (price bigint primary key)");
            tx.run("grant all on auth.thing to kontor_auth");
        });
        add_staff_routes();
        router.add(Route(Method::post, "/v1/login", "login", "Sign in").audited(),
                   [](const Call<Nothing, State>& call) -> Result<> {
                       audit::done_by(boss, "customer");
                       if (call.body.price == 0)
                           return Error{ErrorKind::unauthenticated, "invalid_credentials", "No."};
                       return {};
                   });
        router.add(Route(Method::post, "/v1/open", "open_session", "Open").audited(),
                   [this](const Call<Nothing, State>& call) -> Result<> {
                       return module.transact([&](Tx& tx) -> Result<> {
                           tx.run("insert into auth.thing values ($1)", call.body.price);
                           audit::keep_with(tx);
                           if (call.body.price > 1)
                               return Error{ErrorKind::conflict, "things.price", "No."};
                           return {};
                       });
                   });
        router.add(Route(Method::post, "/v1/buy", "buy", "Buy").by(Access::shopper()),
                   [](const Call<>&) -> Result<> { return {}; });
        router.add(
            Route(Method::get, "/v1/me/{thing}", "get_own_thing", "Get").by(Access::customer()),
            [](const Call<ThingPath>& call) -> Result<State> {
                if (call.path.thing.value() == "thing_0")
                    return Error{ErrorKind::not_found, "things.none", "No."};
                return State{};
            });
        router.add(
            Route(Method::del, "/v1/me", "close", "Close").by(Access::customer()).personally(),
            [](const Call<>&) -> Result<> { return {}; });
    }
    void add_staff_routes() {
        router.add(Route(Method::patch, "/v1/admin/things/{thing}", "reprice_thing", "Reprice")
                       .by_staff_of("things"),
                   [this](const Call<ThingPath, State>& call) { return reprice(call.body.price); });
        router.add(Route(Method::get, "/v1/admin/things/{thing}", "get_thing", "Get")
                       .by_staff_of("things"),
                   [](const Call<ThingPath>&) -> Result<State> { return State{}; });
        router.add(
            Route(Method::post, "/v1/admin/things", "create_thing", "Create").by_staff_of("things"),
            [](const Call<>&) -> Result<Answer<201, State>> {
                return Answer<201, State>{{}, {{"Location", "/v1/admin/things/thing_9"}}};
            });
    }
    Result<State> reprice(std::int64_t price) {
        if (price < 0) return Error{ErrorKind::conflict, "things.price", "No."};
        auto state = module.transact([&](Tx& tx) -> Result<State> {
            tx.run("insert into auth.thing values ($1)", price);
            audit::changed(Kept{.price = 1, .note = "old"}, Kept{.price = price});
            return State{price};
        });
        if (price > 1000) throw std::runtime_error("the price is too high for this test");
        return state;
    }

    Response send(Method method, const std::string& path, const std::string& body,
                  const Headers& more = {{"Authorization", "boss"}}) {
        Request request{method, path, more, body, "203.0.113.7"};
        request.headers.emplace_back("User-Agent", "tests");
        request.headers.emplace_back("X-Request-Id", "request-1");
        if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
        return router.handle(request);
    }
    std::int64_t things() {
        return module.read([](Reader& reader) {
            return *reader.one<std::int64_t>("select count(*) from auth.thing");
        });
    }
    AuditEntry only_entry() {
        const auto found = log.find({});
        REQUIRE(found.size() == 1);
        return found.front();
    }
};

const std::string thing = "/v1/admin/things/thing_1";

}  // namespace

TEST_CASE("what staff changes is kept: who, what, from where, before and after") {
    Shop shop;
    CHECK(shop.send(Method::patch, thing, R"({"price":5})").status == 200);
    const auto entry = shop.only_entry();
    CHECK(entry.actor_kind == "staff");
    CHECK(entry.actor == boss);
    CHECK(entry.role == "admin");
    CHECK(entry.action == "reprice_thing");
    CHECK(entry.targets == std::vector<std::string>{"thing_1"});
    CHECK(entry.status == 200);
    CHECK(entry.address == "203.0.113.7");
    CHECK(entry.user_agent == "tests");
    CHECK(entry.request_id == "request-1");
    CHECK(entry.before == R"({"note": "old", "price": 1})");
    CHECK(entry.after == R"({"price": 5})");
}

TEST_CASE("a deed whose entry cannot be kept is not done") {
    Shop shop;
    shop.tables.superuser().transact([](Tx& tx) {
        tx.run("alter table platform.audit_entry add check (action <> 'reprice_thing')");
    });
    CHECK(shop.send(Method::patch, thing, R"({"price":5})").status == 500);
    CHECK(shop.things() == 0);
    CHECK(shop.send(Method::patch, thing, R"({"price":5})",
                    {{"Authorization", "boss"}, {"Idempotency-Key", "once"}})
              .status == 500);
    CHECK(shop.things() == 0);
}

TEST_CASE("what staff is refused is kept with its code, and a failure as one") {
    Shop shop;
    CHECK(shop.send(Method::patch, thing, R"({"price":-1})").status == 409);
    const auto refused = shop.only_entry();
    CHECK(refused.status == 409);
    CHECK(refused.code == "things.price");
    CHECK(shop.send(Method::patch, thing, R"({"price":2000})").status == 500);
    const auto failed = shop.log.find({}).front();
    CHECK(failed.status == 500);
    CHECK(failed.code == "http.internal_error");
    CHECK_FALSE(failed.after);
    CHECK(shop.things() == 0);
}

TEST_CASE("what is made is named in its entry") {
    Shop shop;
    CHECK(shop.send(Method::post, "/v1/admin/things", "").status == 201);
    CHECK(shop.only_entry().targets == std::vector<std::string>{"thing_9"});
}

TEST_CASE("a deed with a key is kept once, however often it is asked for") {
    Shop shop;
    const Headers keyed{{"Authorization", "boss"}, {"Idempotency-Key", "once"}};
    CHECK(shop.send(Method::patch, thing, R"({"price":5})", keyed).status == 200);
    CHECK(shop.send(Method::patch, thing, R"({"price":5})", keyed).status == 200);
    CHECK(shop.things() == 1);
    CHECK(shop.only_entry().after == R"({"price": 5})");
    CHECK(shop.send(Method::patch, thing, R"({"price":2000})",
                    {{"Authorization", "boss"}, {"Idempotency-Key", "another"}})
              .status == 500);
    CHECK(shop.log.find({}).front().status == 500);
}

TEST_CASE("who lacks a permission leaves an entry, who only reads or buys leaves none") {
    Shop shop;
    CHECK(shop.send(Method::get, thing, "").status == 200);
    CHECK(shop.send(Method::post, "/v1/buy", "", {}).status == 204);
    CHECK(shop.send(Method::get, thing, "", {}).status == 401);
    CHECK(shop.log.find({}).empty());
    CHECK(shop.send(Method::get, thing, "", {{"Authorization", "customer"}}).status == 403);
    const auto entry = shop.only_entry();
    CHECK(entry.actor_kind == "customer");
    CHECK(entry.actor == boss);
    CHECK(entry.action == "get_thing");
    CHECK(entry.targets == std::vector<std::string>{"thing_1"});
    CHECK(entry.status == 403);
    CHECK(entry.code == "http.forbidden");
}

TEST_CASE("who acts as somebody is kept beside them, also when they read and are refused") {
    Shop shop;
    const Headers acting{{"Authorization", "acting"}};
    const auto newest = [&] { return shop.log.find({}).front(); };
    const auto check = [&](int status, const std::string& action) {
        const auto entry = newest();
        CHECK(entry.actor_kind == "customer");
        CHECK(entry.actor == boss);
        CHECK(entry.impersonator == clerk);
        CHECK(entry.status == status);
        CHECK(entry.action == action);
    };
    CHECK(shop.send(Method::get, "/v1/me/thing_1", "", acting).status == 200);
    check(200, "get_own_thing");
    CHECK(newest().targets == std::vector<std::string>{"thing_1"});
    CHECK(shop.send(Method::get, "/v1/me/thing_0", "", acting).status == 404);
    check(404, "get_own_thing");
    CHECK(shop.send(Method::get, "/v1/me/thing_1?what=1", "", acting).status == 400);
    check(400, "get_own_thing");
    CHECK(newest().targets == std::vector<std::string>{"thing_1"});
    CHECK(shop.send(Method::post, "/v1/buy", R"({"a":1})", acting).status == 422);
    check(422, "buy");
    CHECK(shop.send(Method::post, "/v1/buy", "", acting).status == 204);
    check(204, "buy");
    CHECK(shop.send(Method::del, "/v1/me", "", acting).status == 403);
    check(403, "close");
    CHECK(newest().code == "http.not_while_impersonating");
    CHECK(shop.log.find({}).size() == 6);
    CHECK(shop.send(Method::get, "/v1/me/thing_1", "", {{"Authorization", "customer"}}).status ==
          200);
    CHECK(shop.log.find({}).size() == 6);
}

TEST_CASE("an API key is kept as itself") {
    Shop shop;
    CHECK(shop.send(Method::patch, thing, R"({"price":5})", {{"Authorization", "robot"}}).status ==
          200);
    const auto entry = shop.only_entry();
    CHECK(entry.actor_kind == "api_key");
    CHECK(entry.actor == robot);
    CHECK(shop.send(Method::get, thing, "", {{"Authorization", "robot"}}).status == 403);
    CHECK(shop.log.find({}).front().actor == robot);
}

TEST_CASE("a sign-in is kept under who it is about, and a failed one too") {
    Shop shop;
    CHECK(shop.send(Method::post, "/v1/login", R"({"price":1})", {}).status == 204);
    const auto entry = shop.only_entry();
    CHECK(entry.actor_kind == "customer");
    CHECK(entry.actor == boss);
    CHECK(shop.send(Method::post, "/v1/login", R"({"price":0})", {}).status == 401);
    CHECK(shop.log.find({}).front().code == "invalid_credentials");
}

TEST_CASE("a deed that says which transaction it is done by is kept with that, once") {
    Shop shop;
    CHECK(shop.send(Method::post, "/v1/open", R"({"price":1})", {}).status == 204);
    CHECK(shop.only_entry().status == 200);
    CHECK(shop.send(Method::post, "/v1/open", R"({"price":2})", {}).status == 409);
    const auto all = shop.log.find({});
    REQUIRE(all.size() == 2);
    CHECK(all.front().code == "things.price");
    shop.tables.superuser().transact([](Tx& tx) {
        tx.run("alter table platform.audit_entry add check (action <> 'open_session') not valid");
    });
    CHECK(shop.send(Method::post, "/v1/open", R"({"price":0})", {}).status == 500);
    CHECK(shop.things() == 1);
}
