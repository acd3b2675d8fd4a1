#include "platform/http/idempotency.hpp"

#include "platform/db/held_commit.hpp"
#include "platform/security/random.hpp"
#include "platform/security/seal.hpp"
#include "sample_api.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <future>
#include <latch>

using namespace sample;
using namespace std::chrono_literals;

namespace {

kontor::test::TestDatabase& database() {
    static kontor::test::TestDatabase made({"platform"});
    return made;
}

struct Outcome {
    std::int64_t count;
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (count))

// A route whose effect is a row, so that effects can be counted.
struct Shop {
    Database superuser = database().superuser();
    Database platform = database().database("platform");
    kontor::test::ManualClock clock;
    Router router{
        {.version = "1", .authenticate = authenticate, .idempotency = &platform, .clock = &clock}};
    std::atomic<int> executions{0};
    std::function<Result<>()> before = [] { return Result<>(); };
    std::function<Result<>()> after = [] { return Result<>(); };

    Shop() {
        superuser.transact([](Tx& tx) {
            tx.run("delete from platform.idempotency");
            tx.run("create table if not exists public.effect (id bigserial)");
            tx.run("delete from public.effect");
        });
        const auto handler =
            [this](const Call<Nothing, NewBook>& call) -> Result<Answer<201, Book>> {
            const int number = ++executions;
            if (auto refused = before(); !refused) return refused.error();
            superuser.transact([](Tx& tx) { tx.run("insert into public.effect default values"); });
            if (auto refused = after(); !refused) return refused.error();
            return Answer<201, Book>{{std::to_string(number), call.body.title},
                                     {{"Location", "/x"}}};
        };
        router.add(Route(Method::post, "/v1/pay", "pay", "Pay")
                       .idempotency(IdempotencyKey::required)
                       .by(Access::shopper()),
                   handler);
        router.add(Route(Method::post, "/v1/add", "add", "Add").by(Access::shopper()), handler);
        router.add(Route(Method::post, "/v1/log_in", "log_in", "Log in")
                       .idempotency(IdempotencyKey::ignored),
                   handler);
    }

    Response post(std::string target, std::string key, std::string body = R"({"title":"Emma"})",
                  Headers headers = {}, std::string peer = "192.0.2.1") {
        headers.emplace_back("Content-Type", "application/json");
        if (!key.empty()) headers.emplace_back("Idempotency-Key", std::move(key));
        return router.handle(
            {Method::post, std::move(target), std::move(headers), std::move(body), peer});
    }

    std::int64_t count(std::string_view sql) {
        return superuser.read([&](Reader& reader) { return *reader.one<std::int64_t>(sql); });
    }
    std::int64_t effects() { return count("select count(*) from public.effect"); }
    std::int64_t records() { return count("select count(*) from platform.idempotency"); }
};

bool is_replay(const Response& response) {
    return find_header(response.headers, "Idempotent-Replayed") == "true";
}

bool has_code(const Response& response, const std::string& code) {
    return response.body.find("\"code\":\"" + code + '"') != std::string::npos;
}

}  // namespace

TEST_CASE_FIXTURE(Shop, "a keyed request takes effect once and is answered the same for ever") {
    const auto first = post("/v1/pay", "key-1");
    CHECK(first.status == 201);
    CHECK_FALSE(is_replay(first));
    const auto second = post("/v1/pay", "key-1");
    CHECK(second.status == 201);
    CHECK(second.body == first.body);
    CHECK(find_header(second.headers, "Location") == "/x");
    CHECK(is_replay(second));
    CHECK(find_header(second.headers, "X-Request-Id") !=
          find_header(first.headers, "X-Request-Id"));
    CHECK(effects() == 1);
}

TEST_CASE_FIXTURE(Shop, "a key that is required and missing, or malformed, is 400") {
    CHECK(has_code(post("/v1/pay", ""), "idempotency_key_required"));
    CHECK(post("/v1/pay", "").status == 400);
    CHECK(post("/v1/add", "").status == 201);
    for (const std::string& key :
         {std::string(256, 'k'), std::string("a b"), std::string("a\tb"), std::string("k\xc3\xbc"),
          std::string("\"open"), std::string("\"a\"b\""), std::string("\"\""), std::string(" ")}) {
        CAPTURE(key);
        const auto response = post("/v1/add", key);
        CHECK(response.status == 400);
        CHECK(has_code(response, "idempotency_key_malformed"));
    }
    CHECK(post("/v1/add", "twice", R"({"title":"Emma"})", {{"Idempotency-Key", "x"}}).status ==
          400);
    CHECK(post("/v1/add", std::string(255, 'k')).status == 201);
    CHECK(effects() == 2);
}

TEST_CASE_FIXTURE(Shop, "a key in quotes is the same as without") {
    post("/v1/pay", "key-1");
    CHECK(is_replay(post("/v1/pay", "\"key-1\"")));
}

TEST_CASE_FIXTURE(Shop, "a key belongs to one request: another body, path or query is 422") {
    post("/v1/pay", "key-1");
    for (const auto& other :
         {post("/v1/pay", "key-1", R"({"title":"Emma" })"), post("/v1/add", "key-1")}) {
        CHECK(other.status == 422);
        CHECK(has_code(other, "idempotency_key_reused"));
    }
    CHECK(effects() == 1);
}

TEST_CASE_FIXTURE(Shop, "a key belongs to one caller") {
    const std::string body = R"({"title":"Emma"})";
    CHECK_FALSE(is_replay(post("/v1/pay", "key-1", body, {{"Guest-Token", "a"}})));
    CHECK_FALSE(is_replay(post("/v1/pay", "key-1", body, {{"Guest-Token", "b"}})));
    CHECK_FALSE(is_replay(post("/v1/pay", "key-1", body, {{"Authorization", "Bearer customer"}})));
    CHECK(is_replay(post("/v1/pay", "key-1", body, {{"Guest-Token", "a"}})));
    CHECK(effects() == 3);
}

TEST_CASE_FIXTURE(Shop, "who has shown nothing is known by the address") {
    const std::string body = R"({"title":"Emma"})";
    const auto first = post("/v1/pay", "key-1", body, {}, "192.0.2.1");
    CHECK(post("/v1/pay", "key-1", body, {}, "192.0.2.1").body == first.body);
    CHECK_FALSE(is_replay(post("/v1/pay", "key-1", body, {}, "192.0.2.2")));
    CHECK(effects() == 2);
}

TEST_CASE_FIXTURE(Shop, "nothing that was sent or answered can be read in the database") {
    const std::string body = R"({"title":"a secret word"})";
    const auto first = post("/v1/pay", "key-of-mine", body, {{"Guest-Token", "a"}});
    CHECK(first.body.find("a secret word") != std::string::npos);
    CHECK(records() == 1);
    const auto readable = [&](const std::string& text) {
        return count("select count(*) from platform.idempotency r where r::text like '%" + text +
                     "%'");
    };
    // Nothing shorter: what is sealed may hold a few characters of it by chance.
    for (const auto* text : {"secret", "key-of-mine", "Location"}) CHECK(readable(text) == 0);
    CHECK(readable(sha256_hex("POST\n/v1/pay\n" + body)) == 0);
    CHECK(readable(sha256_hex("key-of-mine")) == 0);
    CHECK(post("/v1/pay", "key-of-mine", body, {{"Guest-Token", "a"}}).body == first.body);
}

TEST_CASE_FIXTURE(Shop, "an answer that was kept before answers were compressed is given again") {
    const auto first = post("/v1/pay", "key-1");
    const auto seal_key = derive_key("key-1", "seal\nanonymous:192.0.2.1");
    const auto kept = superuser.read([](Reader& reader) {
        return *reader.one<std::string>("select answer from platform.idempotency");
    });
    const auto content = unseal(seal_key, kept);
    REQUIRE(content);
    superuser.transact([&](Tx& tx) {
        tx.run("update platform.idempotency set answer = $1",
               seal(seal_key, R"({"status":201,"headers":[]})"
                              "\n" +
                                  first.body));
    });
    CHECK(post("/v1/pay", "key-1").body == first.body);
    CHECK(effects() == 1);
}

TEST_CASE_FIXTURE(Shop, "a route that ignores keys executes each time") {
    post("/v1/log_in", "key-1");
    CHECK_FALSE(is_replay(post("/v1/log_in", "key-1")));
    CHECK(records() == 0);
    CHECK(effects() == 2);
}

TEST_CASE_FIXTURE(Shop, "what is refused before execution is not kept") {
    CHECK(post("/v1/pay", "key-1", R"({"title":""})").status == 422);
    CHECK(post("/v1/pay", "key-1", "{").status == 400);
    CHECK(post("/v1/pay", "key-1", "{}", {{"Authorization", "Bearer forged"}}).status == 401);
    CHECK(records() == 0);
    CHECK(post("/v1/pay", "key-1").status == 201);
}

TEST_CASE_FIXTURE(Shop, "a refusal that came of executing is kept and replayed") {
    for (const auto kind : {ErrorKind::conflict, ErrorKind::payment_refused, ErrorKind::not_found,
                            ErrorKind::gone, ErrorKind::precondition_failed, ErrorKind::invalid}) {
        const auto key = "key-" + std::to_string(status_of(kind));
        before = [&]() -> Result<> { return Error{kind, "sample.refused", "No."}; };
        const auto first = post("/v1/pay", key);
        CHECK(first.status == status_of(kind));
        before = [] { return Result<>(); };
        const auto second = post("/v1/pay", key);
        CHECK(second.status == first.status);
        CHECK(second.body == first.body);
        CHECK(is_replay(second));
    }
    CHECK(effects() == 0);
}

TEST_CASE_FIXTURE(Shop, "a refusal that says to come again is not kept") {
    for (const auto* code : {"completion_in_progress", "request_in_progress"}) {
        before = [&]() -> Result<> {
            return Error{
                ErrorKind::conflict, code, "Later.", {}, {{"retry_after", std::int64_t{1}}}};
        };
        CHECK(post("/v1/pay", code).status == 409);
        CHECK(records() == 0);
        before = [] { return Result<>(); };
        CHECK(post("/v1/pay", code).status == 201);
        CHECK(is_replay(post("/v1/pay", code)));
        superuser.transact([](Tx& tx) { tx.run("delete from platform.idempotency"); });
    }
}

TEST_CASE_FIXTURE(Shop, "a failure is not kept, so that the request can be sent again") {
    before = []() -> Result<> { throw std::runtime_error("broken"); };
    CHECK(post("/v1/pay", "key-1").status == 500);
    before = []() -> Result<> { return Error{ErrorKind::unavailable, "sample.down", "Later."}; };
    CHECK(post("/v1/pay", "key-1").status == 503);
    before = []() -> Result<> {
        return Error{ErrorKind::too_many_requests, "sample.many", "Later."};
    };
    CHECK(post("/v1/pay", "key-1").status == 429);
    CHECK(records() == 0);
    before = [] { return Result<>(); };
    CHECK(post("/v1/pay", "key-1").status == 201);
    CHECK(executions == 4);
}

TEST_CASE_FIXTURE(Shop, "an exception after the effects takes them back") {
    after = []() -> Result<> { throw std::runtime_error("broken"); };
    CHECK(post("/v1/pay", "key-1").status == 500);
    CHECK(effects() == 0);
    CHECK(records() == 0);
}

TEST_CASE_FIXTURE(Shop, "the same key at the same time is 409 for the second") {
    std::latch entered{1};
    std::latch released{1};
    before = [&] {
        entered.count_down();
        released.wait();
        return Result<>();
    };
    auto first = std::async(std::launch::async, [&] { return post("/v1/pay", "key-1"); });
    entered.wait();
    const auto second = post("/v1/pay", "key-1");
    CHECK(second.status == 409);
    CHECK(has_code(second, "request_in_progress"));
    CHECK(find_header(second.headers, "Retry-After") == "1");
    CHECK(post("/v1/pay", "key-1", R"({"title":"Other"})").status == 422);
    released.count_down();
    CHECK(first.get().status == 201);
    CHECK(is_replay(post("/v1/pay", "key-1")));
    CHECK(effects() == 1);
}

TEST_CASE_FIXTURE(Shop, "of many at the same time one executes") {
    std::vector<std::future<int>> senders;
    for (int i = 0; i < 12; ++i)
        senders.push_back(
            std::async(std::launch::async, [&] { return post("/v1/pay", "key-1").status; }));
    for (auto& sender : senders) {
        const auto status = sender.get();
        CHECK((status == 201 || status == 409));
    }
    CHECK(executions == 1);
    CHECK(effects() == 1);
}

TEST_CASE_FIXTURE(Shop, "an expired lease is taken over, and who lost it commits nothing") {
    std::latch entered{1};
    std::latch released{1};
    bool is_first = true;
    before = [&] {
        if (std::exchange(is_first, false)) {
            entered.count_down();
            released.wait();
        }
        return Result<>();
    };
    auto first = std::async(std::launch::async, [&] { return post("/v1/pay", "key-1"); });
    entered.wait();
    clock.advance(19s);
    CHECK(post("/v1/pay", "key-1").status == 409);
    clock.advance(2s);
    const auto second = post("/v1/pay", "key-1");
    CHECK(second.status == 201);
    released.count_down();
    CHECK(first.get().status == 409);
    CHECK(effects() == 1);
    CHECK(post("/v1/pay", "key-1").body == second.body);
}

TEST_CASE_FIXTURE(Shop, "old records are forgotten, younger ones kept") {
    post("/v1/pay", "old");
    clock.advance(25h);
    post("/v1/pay", "young");
    CHECK(remove_old_idempotency_records(platform, clock.now() - 24h) == 1);
    CHECK(is_replay(post("/v1/pay", "young")));
    CHECK_FALSE(is_replay(post("/v1/pay", "old")));
}
