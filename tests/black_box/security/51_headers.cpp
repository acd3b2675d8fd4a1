#include "own_shop.hpp"
#include "survey.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace kontor::test {

namespace {

constexpr auto evil = "https://evil.example";

struct Told {
    const Operation* operation;
    std::string how;
    std::string origin;
    Answer answer;

    std::string text() const {
        std::string all = operation->method + " " + operation->path + " " + how + " from " +
                          origin + " -> " + std::to_string(answer.status);
        for (const auto& [name, value] : answer.headers) all += "\n" + name + ": " + value;
        return all;
    }
    bool says(const std::string& header, std::string_view value) const {
        const auto found = answer.headers.find(header);
        return found != answer.headers.end() && found->second.find(value) != std::string::npos;
    }
};

// Every operation, asked by who may and who may not, well and in every wrong way; once.
class Inquiry {
public:
    static const std::vector<Told>& answers() {
        static const Inquiry inquiry;
        return inquiry.told_;
    }

private:
    Inquiry() {
        for (const auto& operation : survey_.operations()) ask_wrongly(operation);
        for (const auto& operation : survey_.operations()) {
            ask_with_another_method(operation);
            ask_well(operation);
        }
    }

    void ask_wrongly(const Operation& operation) {
        const auto path = survey_.path_of(operation);
        const auto body = survey_.body_of(operation);
        const auto& entitled = entitled_[operation.is_for_staff()];
        ask(operation, "by nobody", stranger_, path, body, {}, evil);
        ask(operation, "by nobody", stranger_, path, body, {}, shop_front);
        ask(operation, "by somebody else", other_, path, body);
        ask(operation, "of nothing", entitled, Survey::strange_path_of(operation), body);
        ask(operation, "with a strange parameter", entitled, path + "?strange=1", body);
        ask(operation, "wanting XML", entitled, path, body, {{"Accept", "text/xml"}});
        if (operation.body == nullptr) return;
        ask(operation, "with a strange member", entitled, path, R"({"strange":1})");
        ask(operation, "as text", entitled, path, body, {{"Content-Type", "text/plain"}});
    }

    void ask_with_another_method(const Operation& operation) {
        auto changed = operation;
        for (const auto* method : {"PUT", "DELETE", "PATCH", "POST", "GET"}) {
            changed.method = method;
            if (is_documented(changed)) continue;
            told_.push_back({&operation, std::string("by ") + method, evil,
                             Survey::send(entitled_[operation.is_for_staff()], changed,
                                          survey_.path_of(operation), "", {{"Origin", evil}})});
            return;
        }
    }
    bool is_documented(const Operation& wanted) const {
        return std::ranges::any_of(survey_.operations(), [&](const Operation& known) {
            return known.path == wanted.path && known.method == wanted.method;
        });
    }

    void ask_well(const Operation& operation) {
        // Who asks would be nobody afterwards.
        if (operation.path == "/v1/me/sessions/{session}") return;
        for (const std::string origin : {evil, shop_front})
            ask(operation, "well", entitled_[operation.is_for_staff()], survey_.path_of(operation),
                survey_.body_of(operation), {}, origin);
    }

    void ask(const Operation& operation, const std::string& how, const HttpProbe& probe,
             const std::string& path, const std::string& body, Headers headers = {},
             const std::string& origin = evil) {
        headers["Origin"] = origin;
        told_.push_back(
            {&operation, how, origin, Survey::send(probe, operation, path, body, headers)});
    }

    static HttpProbe kept(HttpProbe probe) {
        probe.keep_connection();
        return probe;
    }

    const Survey& survey_ = Survey::shared();
    const HttpProbe stranger_ = kept(open_shop().stranger());
    const HttpProbe other_ = kept(survey_.other());
    const HttpProbe entitled_[2] = {kept(survey_.owner()), kept(survey_.admin())};
    std::vector<Told> told_;
};

void check_headers(const Told& told) {
    INFO(told.text());
    CHECK(told.says("x-content-type-options", "nosniff"));
    CHECK(told.says("content-security-policy", "frame-ancestors 'none'"));
    CHECK(told.says("content-security-policy", "default-src 'none'"));
    CHECK(told.says("referrer-policy", "no-referrer"));
    CHECK(told.says("cache-control", ""));
    for (const auto* name : {"server", "x-powered-by", "via"})
        CHECK_FALSE(told.answer.headers.contains(name));
}

// Of what is not in the contract.
void check_page(const std::string& path, const Answer& answer) {
    Operation page;
    page.path = path;
    check_headers({&page, "", "", answer});
}

}  // namespace

TEST_CASE("51: every answer of every address keeps browsers from guessing, framing and loading") {
    std::set<int> statuses;
    std::set<const Operation*> well;
    for (const auto& told : Inquiry::answers()) {
        check_headers(told);
        statuses.insert(told.answer.status);
        if (told.answer.status < 300) well.insert(told.operation);
    }
    for (const int status : {200, 201, 204, 400, 401, 403, 404, 405, 406, 409, 415, 422})
        CHECK_MESSAGE(statuses.contains(status), status);
    CHECK(well.size() > 150);
}

TEST_CASE("51: so does every answer that no address gives") {
    const auto stranger = open_shop().stranger();
    for (const std::string path : {"/docs", "/docs/reference.js", "/openapi.json", "/healthz",
                                   "/readyz", "/nowhere", "/%00", "/v1/products/", "//v1/me"})
        check_page(path, stranger.get(path));
    check_page("OPTIONS", stranger.send("OPTIONS", "/v1/products"));
    check_page("TRACE", stranger.send("TRACE", "/v1/products"));
    check_page("FOO", stranger.send("FOO", "/v1/products"));
    check_page("long", stranger.get("/v1/products", {{"X-Long", std::string(100'000, 'x')}}));
    check_page("folded", stranger.get("/v1/products", {{"Transfer-Encoding", "gzip"}}));
    check_page("expecting", stranger.get("/v1/products", {{"Expect", "200-ok"}}));
    const auto tag = stranger.get("/v1/products").headers.at("etag");
    const auto unchanged = stranger.get("/v1/products", {{"If-None-Match", tag}});
    CHECK(unchanged.status == 304);
    check_page("unchanged", unchanged);
}

TEST_CASE("51: so does every answer to who asks too much, and is not kept") {
    const OwnShop shop({{"KONTOR_HTTP_LIMITS_EXEMPT", ""},
                        {"KONTOR_HTTP_LIMITS_READING", "1"},
                        {"KONTOR_HTTP_LIMITS_WRITING", "1"},
                        {"KONTOR_HTTP_LIMITS_CREDENTIALS", "1"},
                        {"KONTOR_HTTP_LIMITS_WEBHOOKS", "1"},
                        {"KONTOR_HTTP_ALLOWED_ORIGINS", shop_front}});
    const HttpProbe probe(shop.address());
    std::set<const Operation*> refused;
    for (const auto& operation : Survey::shared().operations()) {
        const Told told{
            &operation, "too often", evil,
            probe.send(operation.method, operation.some_path(), "", {{"Origin", evil}})};
        check_headers(told);
        INFO(told.text());
        CHECK(told.says("vary", "Origin"));
        CHECK_FALSE(told.answer.headers.contains("access-control-allow-origin"));
        if (told.answer.status != 429) continue;
        refused.insert(&operation);
        CHECK(told.says("cache-control", "no-store"));
        CHECK(told.answer.headers.contains("retry-after"));
    }
    CHECK(refused.size() > 250);
}

TEST_CASE("51: what is for one caller, and that it is not for another, is not kept anywhere") {
    std::size_t own = 0;
    for (const auto& told : Inquiry::answers()) {
        INFO(told.text());
        const bool is_refused = told.answer.status == 401 || told.answer.status == 403;
        if (told.operation->is_for_everybody && !is_refused) continue;
        ++own;
        CHECK(told.says("cache-control", "no-store"));
    }
    CHECK(own > 2'000);
}

TEST_CASE("50: no answer of any address is for pages of other origins, nor with credentials") {
    std::size_t ours = 0;
    for (const auto& told : Inquiry::answers()) {
        INFO(told.text());
        CHECK(told.says("vary", "Origin"));
        CHECK_FALSE(told.answer.headers.contains("access-control-allow-credentials"));
        if (told.origin == shop_front) {
            ++ours;
            CHECK(told.answer.headers.at("access-control-allow-origin") == shop_front);
            continue;
        }
        for (const auto& [name, value] : told.answer.headers)
            CHECK_FALSE(name.starts_with("access-control-"));
    }
    CHECK(ours > 500);
    // Who asked was somebody until the end.
    CHECK(Survey::shared().owner().get("/v1/me").status == 200);
    CHECK(Survey::shared().admin().get("/v1/admin/orders").status == 200);
}

}  // namespace kontor::test
