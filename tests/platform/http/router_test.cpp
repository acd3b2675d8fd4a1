#include "sample_api.hpp"

#include "platform/http/rate_limits.hpp"
#include "platform/security/random.hpp"
#include "platform/telemetry/metrics.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

using namespace sample;

namespace {

struct Fixture {
    std::atomic<int> made{0};
    ResponseCache cache{1 << 20};
    Metrics metrics;
    Router router{{.title = "Books",
                   .version = "1",
                   .authenticate = authenticate,
                   .cache = &cache,
                   .metrics = &metrics}};

    Fixture() {
        add_routes(router, made);
        add_reference(router);
    }

    Response get(std::string target, Headers headers = {}) {
        return router.handle({Method::get, std::move(target), std::move(headers), "", ""});
    }
    Response post(std::string target, std::string body, Headers headers = {}) {
        headers.emplace_back("Content-Type", "application/json");
        return router.handle(
            {Method::post, std::move(target), std::move(headers), std::move(body), ""});
    }
};

std::string header(const Response& response, std::string_view name) {
    return std::string(find_header(response.headers, name).value_or(""));
}

boost::json::object json_of(const Response& response) {
    return boost::json::parse(response.body).as_object();
}

std::string code_of(const Response& response) {
    CHECK(header(response, "Content-Type") == "application/problem+json");
    const auto problem = json_of(response);
    CHECK(problem.at("status") == response.status);
    CHECK(problem.at("request_id").as_string().c_str() == header(response, "X-Request-Id"));
    return std::string(problem.at("code").as_string());
}

std::string problem_code(const Response& response) {
    return std::string(json_of(response).at("errors").at(0).at("code").as_string());
}

const std::string book = "/v1/books/" + BookId::make().text();
const Headers librarian{{"Authorization", "Bearer librarian"}};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a path finds its route, a literal before a parameter") {
    CHECK(get(book).status == 200);
    CHECK(json_of(get("/v1/books/search?q=a+b%20c"))["title"] == "a b c");
    CHECK(json_of(get("/v1/names/M%C3%BCller%2Fx"))["title"] == "Müller/x");
}

TEST_CASE_FIXTURE(Fixture, "an unknown path is 404, an unknown id as well") {
    CHECK(code_of(get("/nowhere")) == "http.not_found");
    CHECK(code_of(get("/v1/books/prod_123")) == "http.not_found");
    CHECK(get("/").status == 404);
}

TEST_CASE_FIXTURE(Fixture, "a known path with another method is 405 and says what is allowed") {
    const auto response = router.handle({Method::put, "/v1/books", {}, "", ""});
    CHECK(response.status == 405);
    CHECK(header(response, "Allow") == "GET, HEAD, POST");
    CHECK(code_of(response) == "http.method_not_allowed");
}

TEST_CASE_FIXTURE(Fixture, "no other spelling of a path reaches a route") {
    for (const auto* target :
         {"/v1/%62ooks", "//v1/books", "/v1//books", "/v1/books/", "/v1/x/../books", "/v1/./books",
          "/v1/%2e%2e/books", "/v1/names/", "/v1/names/.."}) {
        CAPTURE(target);
        CHECK(get(target).status == 404);
    }
    for (const auto* target :
         {"/v1/names/%00", "/v1/names/%c0%af", "/v1/names/%ff", "/v1/names/%ed%a0%80",
          "/v1/names/%4", "/v1/names/%zz", "/v1/names/a b", "/v1/names/\xc3\xbc", "v1/books", "*",
          "", "/v1/names/%f4%90%80%80", "http://evil/v1/books", "/v1/books/search?q=%00"}) {
        CAPTURE(target);
        CHECK(code_of(get(target)) == "http.malformed_target");
    }
}

TEST_CASE_FIXTURE(Fixture, "a query is refused for unknown and repeated names and bad values") {
    CHECK(code_of(get("/v1/books?page=1")) == "http.unknown_parameter");
    CHECK(code_of(get(book + "?x")) == "http.unknown_parameter");
    CHECK(code_of(get("/v1/books?limit=1&limit=2")) == "http.repeated_parameter");
    CHECK(get("/v1/books?limit=1&limit=2").status == 400);
    CHECK(problem_code(get("/v1/books?limit=0")) == "range");
    CHECK(problem_code(get("/v1/books?limit=99999999999999999999")) == "range");
    CHECK(problem_code(get("/v1/books?limit=1.5")) == "type");
    CHECK(problem_code(get("/v1/books?limit=")) == "type");
    CHECK(problem_code(get("/v1/books?in_stock=yes")) == "type");
    CHECK(problem_code(get("/v1/books?sort=price;--")) == "not_one_of");
    CHECK(problem_code(get("/v1/books/search")) == "required");
    CHECK(get("/v1/books/search").status == 422);
    CHECK(get("/v1/books?limit=100&sort=newest&in_stock=true").status == 200);
}

TEST_CASE_FIXTURE(Fixture, "names that begin with attr. are collected") {
    const auto page = json_of(get("/v1/books?attr.colour=red&attr.size=M"));
    CHECK(page.at("data").as_array().size() == 2);
    CHECK(page.at("data").at(0).at("id") == "colour");
    CHECK(page.at("next_cursor").is_null());
    CHECK(get("/v1/books?attr.=red").status == 400);
}

TEST_CASE_FIXTURE(Fixture, "a body must be there, be JSON, say so and fit") {
    CHECK(post("/v1/books", R"({"title":"Emma"})", librarian).status == 201);
    CHECK(code_of(post("/v1/books", "", librarian)) == "http.body_required");
    CHECK(post("/v1/books", "{", librarian).status == 400);
    CHECK(post("/v1/books", R"({"title":""})", librarian).status == 422);
    CHECK(post("/v1/books", R"({"title":"Emma","role":"admin"})", librarian).status == 422);
    const auto plain = router.handle(
        {Method::post, "/v1/books", {librarian[0], {"Content-Type", "text/plain"}}, "x", ""});
    CHECK(code_of(plain) == "http.unsupported_media_type");
    CHECK(router.handle({Method::post, "/v1/books", librarian, "{}", ""}).status == 415);
}

TEST_CASE_FIXTURE(Fixture, "a route without a body takes none or an empty object") {
    CHECK(post("/v1/fail/fine", "").status == 200);
    CHECK(post("/v1/fail/fine", "{}").status == 200);
    CHECK(post("/v1/fail/fine", R"({"a":1})").status == 422);
    CHECK(post("/v1/fail/fine", "nonsense").status == 400);
}

TEST_CASE_FIXTURE(Fixture, "a raw body comes as its bytes") {
    const auto response =
        router.handle({Method::post, "/v1/hooks", {{"Content-Type", "text/plain"}}, "{ raw", ""});
    CHECK(json_of(response)["title"] == "{ raw");
    CHECK(post("/v1/hooks", "{}").status == 415);
}

TEST_CASE_FIXTURE(Fixture, "an Accept header that leaves the answer out is 406") {
    CHECK(get(book, {{"Accept", "text/xml"}}).status == 406);
    CHECK(get(book, {{"Accept", "application/json;q=0"}}).status == 406);
    CHECK(get(book, {{"Accept", "text/html, */*;q=0.1"}}).status == 200);
    CHECK(get(book, {{"Accept", "application/*"}}).status == 200);
    CHECK(get("/v1/plain", {{"Accept", "application/json"}}).status == 406);
    CHECK(get("/v1/plain", {{"Accept", "text/plain"}}).body == "hello");
}

TEST_CASE_FIXTURE(Fixture, "who may call is decided by the route's data") {
    const std::string body = R"({"title":"Emma"})";
    const auto anonymous = post("/v1/books", body);
    CHECK(code_of(anonymous) == "http.unauthenticated");
    CHECK(header(anonymous, "WWW-Authenticate") == "Bearer");
    const auto refused = post("/v1/books", body, {{"Authorization", "Bearer customer"}});
    CHECK(refused.status == 403);
    CHECK(refused.body.find("takes the permission books.write,") != std::string::npos);
    CHECK(post("/v1/books", body, {{"Authorization", "Bearer clerk"}}).status == 403);
    CHECK(post("/v1/books", body, {{"Authorization", "Bearer forged"}}).status == 401);
    CHECK(post("/v1/books", body, {{"Guest-Token", "guest"}}).status == 401);
    CHECK(post("/v1/books?access_token=librarian", body).status == 401);
    const auto burn = [&](Headers headers) {
        return router.handle({Method::del, book, std::move(headers), "", ""}).status;
    };
    CHECK(burn({}) == 401);
    CHECK(burn({{"Authorization", "Bearer customer"}}) == 204);
}

TEST_CASE("an account is bounded from wherever it is used, unless that is exempt") {
    RateLimitOptions options;
    options.reading = 2;
    options.exempt = {*Network::accept("10.0.0.0/8")};
    RateLimits limits(options);
    std::atomic<int> made{0};
    Router router({.version = "1", .authenticate = authenticate, .limits = &limits});
    add_routes(router, made);
    const auto ask = [&](const std::string& peer, const Headers& headers) {
        return router.handle({Method::get, "/v1/whoami", headers, "", peer});
    };
    const Headers customer{{"Authorization", "Bearer customer"}};
    CHECK(header(ask("203.0.113.1", customer), "RateLimit-Remaining") == "1");
    CHECK(ask("203.0.113.2", customer).status == 200);
    const auto refusal = ask("203.0.113.3", customer);
    CHECK(refusal.status == 429);
    CHECK(code_of(refusal) == "http.too_many_requests");
    CHECK(header(refusal, "Retry-After") == header(refusal, "RateLimit-Reset"));
    CHECK(ask("10.0.0.1", customer).status == 200);
    const auto stranger = ask("203.0.113.1", {});
    CHECK(stranger.status == 200);
    CHECK(header(stranger, "RateLimit-Limit").empty());
}

TEST_CASE_FIXTURE(Fixture, "a shopper may be anybody, but not with forged credentials") {
    CHECK(json_of(get("/v1/whoami"))["id"] == "anonymous:");
    const auto from = router.handle({Method::get, "/v1/whoami", {}, "", "192.0.2.1"});
    CHECK(json_of(from)["id"] == "anonymous:192.0.2.1");
    CHECK(json_of(get("/v1/whoami", {{"Guest-Token", "abc"}}))["id"] ==
          ("guest:" + sha256_hex("abc")).c_str());
    CHECK(json_of(get("/v1/whoami", {{"Authorization", "Bearer customer"}}))["id"] ==
          "user:01890000-0000-7000-8000-000000000001");
    CHECK(get("/v1/whoami", {{"Authorization", "Bearer forged"}}).status == 401);
}

TEST_CASE_FIXTURE(Fixture, "a failure tells its request id and nothing of its text") {
    const auto failed = post("/v1/fail/throw", "");
    CHECK(failed.status == 500);
    CHECK(code_of(failed) == "http.internal_error");
    CHECK(failed.body.find("secret") == std::string::npos);
    const auto unavailable = post("/v1/fail/database", "");
    CHECK(unavailable.status == 503);
    CHECK(header(unavailable, "Retry-After") == "1");
    CHECK(unavailable.body.find("secret") == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a refusal's details become members of the problem") {
    const auto refused = post("/v1/fail/stock", "");
    CHECK(code_of(refused) == "sample.no_stock");
    CHECK(json_of(refused)["available"] == 2);
    CHECK(json_of(refused)["title"] == "Conflict");
    const auto limited = post("/v1/fail/slow_down", "");
    CHECK(limited.status == 429);
    CHECK(header(limited, "Retry-After") == "7");
    CHECK(json_of(limited)["retry_after"] == 7);
}

TEST_CASE_FIXTURE(Fixture, "an answer may have a status of its own and no body") {
    CHECK(post("/v1/fail/accepted", "").status == 202);
    CHECK(post("/v1/fail/accepted", "").body.empty());
    CHECK(find_header(post("/v1/fail/accepted", "").headers, "Content-Type") == std::nullopt);
}

TEST_CASE_FIXTURE(Fixture, "every answer carries a request id, the client's if well-formed") {
    CHECK(header(get(book), "X-Request-Id").size() == 32);
    CHECK(header(get(book), "X-Request-Id") != header(get(book), "X-Request-Id"));
    CHECK(header(get(book, {{"x-request-id", "client_id-1"}}), "X-Request-Id") == "client_id-1");
    for (const std::string bad : {"short", "with space", "with\nline", "quote\"quote"})
        CHECK(header(get(book, {{"X-Request-Id", bad}}), "X-Request-Id") != bad);
}

TEST_CASE_FIXTURE(Fixture, "every answer carries the headers that keep browsers safe") {
    for (const auto& response : {get(book), get("/nowhere"), post("/v1/fail/throw", "")}) {
        CHECK(header(response, "X-Content-Type-Options") == "nosniff");
        CHECK(header(response, "Referrer-Policy") == "no-referrer");
        CHECK(header(response, "Content-Security-Policy") ==
              "default-src 'none'; frame-ancestors 'none'");
        CHECK(find_header(response.headers, "Server") == std::nullopt);
    }
    CHECK(header(get(book), "Cache-Control") == "no-cache");
    CHECK(header(get("/v1/whoami"), "Cache-Control") == "no-store");
    CHECK(header(get("/nowhere"), "Cache-Control") == "no-store");
    CHECK(header(post("/v1/fail/fine", ""), "Cache-Control") == "no-store");
}

TEST_CASE_FIXTURE(Fixture, "a GET is answered 304 while its ETag still fits") {
    const auto etag = header(get("/v1/books"), "ETag");
    CHECK(etag == etag_of(get("/v1/books").body));
    const auto same = get("/v1/books", {{"If-None-Match", "\"x\", W/" + etag}});
    CHECK(same.status == 304);
    CHECK(same.body.empty());
    CHECK(header(same, "ETag") == etag);
    CHECK(get("/v1/books", {{"If-None-Match", "*"}}).status == 304);
    CHECK(get("/v1/books", {{"If-None-Match", "\"x\""}}).status == 200);
}

TEST_CASE_FIXTURE(Fixture, "a cached answer is made once, until its tag is dropped") {
    const auto first = get(book);
    CHECK(get(book).body == first.body);
    CHECK(made == 1);
    cache.drop("book:" + book.substr(book.rfind('/') + 1));
    CHECK(get(book).body == first.body);
    CHECK(made == 2);
    CHECK(get(book, {{"If-None-Match", header(first, "ETag")}}).status == 304);
}

TEST_CASE_FIXTURE(Fixture, "requests are counted by route, method and status") {
    get(book);
    get("/nowhere");
    const auto text = metrics.text();
    CHECK(
        text.find(
            R"(kontor_http_requests_total{method="GET",route="/v1/books/{book}",status="200"} 1)") !=
        std::string::npos);
    CHECK(text.find(R"(route="none",status="404"} 1)") != std::string::npos);
    CHECK(text.find("kontor_http_cache_misses 1") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a route that contradicts itself is refused when it is added") {
    const auto book_handler = [](const Call<BookPath>&) -> Result<> { return {}; };
    const auto handler = [](const Call<>&) -> Result<> { return {}; };
    CHECK_THROWS_AS(router.add(Route(Method::get, "/v1/books", "x", "x"), handler),
                    std::logic_error);
    CHECK_THROWS_AS(router.add(Route(Method::get, "/e", "list_books", "x"), handler),
                    std::logic_error);
    CHECK_THROWS_AS(router.add(Route(Method::get, "/a/{id}", "x", "x"), book_handler),
                    std::logic_error);
    CHECK_THROWS_AS(router.add(Route(Method::get, "/b", "x", "x"), book_handler), std::logic_error);
    CHECK_THROWS_AS(router.add(Route(Method::post, "/c", "x", "x").cached(), handler),
                    std::logic_error);
    CHECK_THROWS_AS(
        router.add(Route(Method::get, "/d", "x", "x").by(Access::shopper()).cached(), handler),
        std::logic_error);
}

TEST_CASE_FIXTURE(Fixture, "the server can ask what it must know before it queues a request") {
    CHECK(router.needs(Method::post, "/v1/fail/x").bulkhead == Bulkhead::remote);
    CHECK(router.needs(Method::get, book).bulkhead == Bulkhead::fast);
    CHECK(router.needs(Method::post, "/v1/books").body_limit == 1 << 20);
    CHECK(router.allowed_methods("/v1/books") == "GET, HEAD, POST");
    CHECK(router.allowed_methods("/nowhere").empty());
}

TEST_CASE_FIXTURE(Fixture, "the OpenAPI document describes every route and what it answers") {
    const auto document = json_of(get("/openapi.json"));
    CHECK(document.at("openapi") == "3.1.0");
    const auto& paths = document.at("paths").as_object();
    CHECK_FALSE(paths.contains("/docs"));
    const auto& create = paths.at("/v1/books").at("post").as_object();
    CHECK(create.at("operationId") == "create_book");
    for (const auto* status : {"201", "400", "401", "403", "409", "413", "415", "422", "503"})
        CHECK(create.at("responses").as_object().contains(status));
    CHECK(create.at("requestBody").at("content").as_object().contains("application/json"));
    CHECK(create.at("parameters").at(0).at("name") == "Idempotency-Key");
    const auto& list = paths.at("/v1/books").at("get").at("parameters").as_array();
    CHECK(list.size() == 5);
    CHECK(list.at(4).at("name") == "If-None-Match");
    CHECK(list.at(0).at("schema").at("maximum") == 100);
    CHECK(list.at(3).at("explode") == true);
    CHECK(list.at(3).at("schema").as_object().contains("patternProperties"));
    const auto& search = paths.at("/v1/books/search").at("get").at("parameters").at(0);
    CHECK(search.at("name") == "q");
    CHECK(search.at("required") == true);
    CHECK(document.at("components").at("schemas").as_object().contains("Problem"));
}

TEST_CASE_FIXTURE(Fixture, "the OpenAPI document tells the headers of an answer") {
    const auto document = json_of(get("/openapi.json"));
    const auto headers = [&](const char* path, const char* method, const char* status) {
        return document.at("paths").at(path).at(method).at("responses").at(status).at("headers");
    };
    CHECK(headers("/v1/books", "get", "200").as_object().contains("ETag"));
    CHECK(headers("/v1/books", "get", "304").as_object().contains("ETag"));
    CHECK(headers("/v1/books", "post", "201").as_object().contains("Location"));
    CHECK(headers("/v1/books", "post", "401").as_object().contains("WWW-Authenticate"));
    CHECK(headers("/v1/books", "post", "503").as_object().contains("Retry-After"));
    CHECK(headers("/v1/books", "post", "201").as_object().contains("RateLimit-Remaining"));
    CHECK_FALSE(headers("/v1/hooks", "post", "200").as_object().contains("RateLimit-Remaining"));
    CHECK_FALSE(headers("/v1/plain", "get", "200").as_object().contains("ETag"));
    const auto& described = document.at("components").at("headers").as_object();
    const auto of_a_refusal = headers("/v1/books", "post", "503");
    for (const auto& [name, reference] : of_a_refusal.as_object()) CHECK(described.contains(name));
}

TEST_CASE_FIXTURE(Fixture, "a body is required where one of its members is") {
    const auto document = json_of(get("/openapi.json"));
    const auto is_required = [&](const char* path) {
        return document.at("paths").at(path).at("post").at("requestBody").at("required").as_bool();
    };
    CHECK(is_required("/v1/books"));
    CHECK(is_required("/v1/hooks"));
    CHECK_FALSE(is_required("/v1/wishes"));
    CHECK(post("/v1/wishes", "").status == 204);
    CHECK(post("/v1/wishes", R"({"title":null})").status == 204);
    const auto& wish = document.at("components").at("schemas").at("sample.Wish").at("properties");
    CHECK(wish.at("title").at("type") == boost::json::array{"string", "null"});
}

TEST_CASE_FIXTURE(Fixture, "what is changed must be as If-Match describes it") {
    const auto etag = etag_of("the text");
    CHECK(match_etag({Method::patch, "/", {}, "", ""}, "the text").has_value());
    CHECK(match_etag({Method::patch, "/", {{"If-Match", etag}}, "", ""}, "the text").has_value());
    const auto refused = match_etag({Method::patch, "/", {{"if-match", etag}}, "", ""}, "another");
    REQUIRE_FALSE(refused.has_value());
    CHECK(status_of(refused.error().kind) == 412);
}

TEST_CASE_FIXTURE(Fixture, "the reference page may load what it needs from here and nothing else") {
    const auto page = get("/docs", {{"Accept", "text/html"}});
    CHECK(page.status == 200);
    CHECK(header(page, "Content-Security-Policy").find("script-src 'self'") != std::string::npos);
    CHECK(page.body.find("http://") == std::string::npos);
    CHECK(page.body.find("https://") == std::string::npos);
}
