// API keys, and staff who act as somebody.
#include "platform/http/rate_limits.hpp"
#include "platform/http/router.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <set>

using namespace kontor::platform;
using namespace kontor::platform::http;

namespace {

const Uuid customer = new_uuid();
const Uuid clerk = new_uuid();
const Uuid robot = new_uuid();

Caller caller_named(std::string_view name) {
    Caller caller;
    if (name == "front") caller.shop_front = new_uuid();
    if (name == "robot") {
        caller.kind = Caller::Kind::staff;
        caller.key = robot;
    }
    if (name == "clerk") {
        caller.kind = Caller::Kind::staff;
        caller.user = clerk;
    }
    if (name == "customer" || name == "acting") {
        caller.kind = Caller::Kind::customer;
        caller.user = customer;
    }
    if (name == "acting") caller.impersonator = clerk;
    if (caller.kind == Caller::Kind::staff) caller.permissions = {"things.write"};
    return caller;
}

Result<Caller> authenticate(const Request& request) {
    return caller_named(find_header(request.headers, "Authorization").value_or(""));
}

RateLimitOptions one_request() {
    RateLimitOptions options;
    options.reading = 1;
    return options;
}

Result<> done(const Call<>&) {
    return {};
}

struct Office {
    explicit Office(bool needs_shop_front = false, bool is_limited = false)
        : router({.version = "1",
                  .authenticate = authenticate,
                  .limits = is_limited ? &limits : nullptr,
                  .needs_shop_front = needs_shop_front}) {
        router.add(Route(Method::get, "/cart", "cart", "-").by(Access::shopper()), done);
        router.add(Route(Method::get, "/me", "me", "-").by(Access::customer()), done);
        router.add(
            Route(Method::get, "/password", "password", "-").by(Access::customer()).personally(),
            done);
        router.add(Route(Method::get, "/things", "things", "-").by(Access::staff("things.write")),
                   done);
        router.add(
            Route(Method::get, "/keys", "keys", "-").by(Access::staff("things.write")).personally(),
            done);
        router.add(Route(Method::get, "/goods", "goods", "-"), done);
        add_reference(router);
    }
    Response get(const std::string& path, const std::string& who) {
        return router.handle({Method::get, path, {{"Authorization", who}}, "", "203.0.113.7"});
    }
    std::string code(const std::string& path, const std::string& who) {
        const auto answer = get(path, who);
        if (answer.status < 400) return std::to_string(answer.status);
        return std::string(boost::json::parse(answer.body).at("code").as_string());
    }

    RateLimits limits{one_request()};
    Router router;
};

}  // namespace

TEST_CASE("what is for a person is refused to API keys and to staff who act as somebody") {
    Office office;
    CHECK(office.code("/me", "acting") == "204");
    CHECK(office.code("/password", "customer") == "204");
    CHECK(office.code("/password", "acting") == "http.not_while_impersonating");
    CHECK(office.code("/things", "robot") == "204");
    CHECK(office.code("/keys", "clerk") == "204");
    CHECK(office.code("/keys", "robot") == "http.not_for_keys");
}

TEST_CASE("an API key has no account, and is no customer") {
    Office office;
    CHECK(office.code("/me", "robot") == "http.not_for_keys");
    CHECK(office.code("/cart", "robot") == "204");
}

TEST_CASE("only a route that knows a person can be for one") {
    Router router({.version = "1", .authenticate = {}});
    CHECK_THROWS_AS(
        router.add(Route(Method::get, "/a", "a", "-").by(Access::shopper()).personally(), done),
        std::logic_error);
    CHECK_THROWS_AS(router.add(Route(Method::get, "/b", "b", "-").personally(), done),
                    std::logic_error);
}

TEST_CASE("the contract tells which routes are for a person") {
    Office office;
    const auto paths =
        boost::json::parse(office.get("/openapi.json", "").body).at("paths").as_object();
    CHECK(paths.at("/password").at("get").at("x-personal") == true);
    CHECK(paths.at("/password").at("get").at("description").as_string().find("API keys") !=
          std::string::npos);
    CHECK_FALSE(paths.at("/me").at("get").as_object().contains("x-personal"));
}

TEST_CASE("where shop fronts must be known, shoppers' routes take a publishable key") {
    Office open;
    CHECK(open.code("/cart", "") == "204");
    Office closed(true);
    CHECK(closed.code("/cart", "") == "http.publishable_key_required");
    CHECK(closed.get("/cart", "").status == 401);
    CHECK(closed.code("/cart", "customer") == "http.publishable_key_required");
    for (const auto* who : {"front", "robot"}) CHECK(closed.code("/cart", who) == "204");
    for (const auto* path : {"/goods", "/openapi.json"}) CHECK(closed.get(path, "").status < 300);
    CHECK(closed.code("/me", "customer") == "204");

    const auto means = [](Office& office) {
        return boost::json::serialize(boost::json::parse(office.get("/openapi.json", "").body)
                                          .at_pointer("/paths/~1cart/get/security"));
    };
    CHECK(means(open) == R"([{},{"bearer":[]},{"guestToken":[]}])");
    CHECK(means(closed) == R"([{"publishableKey":[]},{"bearer":[],"publishableKey":[]},)"
                           R"({"guestToken":[],"publishableKey":[]}])");
}

TEST_CASE("no two of a customer, who acts as them, their own account and a key share a scope") {
    std::set<std::string> scopes;
    for (const auto* who : {"customer", "acting", "clerk", "robot"})
        scopes.insert(caller_named(who).scope());
    CHECK(scopes.size() == 4);
    CHECK(caller_named("robot").scope() == "key:" + to_string(robot));
}

TEST_CASE("a key has an allowance of its own; who acts as somebody uses up their own") {
    Office office(false, true);
    CHECK(office.get("/things", "clerk").status == 204);
    CHECK(office.get("/things", "clerk").status == 429);
    CHECK(office.get("/things", "robot").status == 204);
    CHECK(office.get("/things", "robot").status == 429);
    CHECK(office.get("/me", "acting").status == 429);
    CHECK(office.get("/me", "customer").status == 204);
}
