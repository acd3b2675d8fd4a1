// How answers are taken. That a real store takes the requests is tried by tools/conformance.
#include "local_server.hpp"
#include "platform/storage/storage.hpp"
#include "support/manual_clock.hpp"

#include <doctest/doctest.h>

#include <mutex>

using namespace kontor;
using namespace kontor::platform;

namespace {

S3Options options_for(const std::string& endpoint) {
    return {.endpoint = endpoint,
            .region = "eu-central-1",
            .bucket = "goods",
            .access_key = "AKIA",
            .secret_key = "not+shown/to=anybody",
            .pause = std::chrono::milliseconds(1)};
}

std::string answer(const std::string& status, const std::string& body = "") {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string xml(const std::string& code) {
    return "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>m</Message></Error>";
}

struct Store {
    explicit Store(LocalServer::Answer answer)
        : server([this, answer](const std::string& request) {
              const std::lock_guard lock(mutex);
              last = request;
              return answer(request);
          }),
          storage(s3_storage(options_for(server.url("")), clock)) {}

    std::mutex mutex;
    std::string last;
    test::ManualClock clock;
    LocalServer server;
    std::unique_ptr<Storage> storage;
};

}  // namespace

TEST_CASE("a put names bucket, key and content, and shows no secret") {
    Store store([](const auto&) { return answer("200 OK"); });
    REQUIRE(
        store.storage->put("ab/cd.webp", "picture", {{"Content-Type", "image/webp"}}).has_value());
    CHECK(store.last.starts_with("PUT /goods/ab/cd.webp HTTP/1.1\r\n"));
    CHECK(store.last.ends_with("\r\n\r\npicture"));
    for (const auto* part : {"\r\nContent-Type: image/webp\r\n", "\r\nContent-Length: 7\r\n",
                             "\r\nx-amz-date: 20260131T120000Z\r\n",
                             "Credential=AKIA/20260131/eu-central-1/s3/aws4_request,"})
        CHECK_NE(store.last.find(part), std::string::npos);
    CHECK_EQ(store.last.find("not+shown"), std::string::npos);
}

TEST_CASE("a file that the store does not have is nothing, and may be removed") {
    Store store([](const std::string& request) {
        return request.starts_with("HEAD") ? "HTTP/1.1 404 Not Found\r\n\r\n"
                                           : answer("404 Not Found", xml("NoSuchKey"));
    });
    CHECK_FALSE(store.storage->get("a")->has_value());
    CHECK_FALSE(*store.storage->exists("a"));
    CHECK(store.storage->remove("a").has_value());
}

TEST_CASE("what the store refuses is told with its reason and what to do") {
    std::string code;
    Store store([&](const auto&) { return answer("403 Forbidden", xml(code)); });
    for (const auto& [given, advice] : std::vector<std::pair<std::string, std::string>>{
             {"SignatureDoesNotMatch", "Check its secret_key."},
             {"InvalidAccessKeyId", "Check its access_key."},
             {"RequestTimeTooSkewed", "Set the clock"},
             {"", "status 403"}}) {
        code = given;
        const auto put = store.storage->put("a", "b");
        REQUIRE(put.has_error());
        CHECK_EQ(put.error().code, "storage.refused");
        CHECK_NE(put.error().message.find(given), std::string::npos);
        CHECK_NE(put.error().message.find(advice), std::string::npos);
        CHECK_EQ(put.error().message.find("not+shown"), std::string::npos);
    }
    CHECK_EQ(store.server.requests(), 4);
}

TEST_CASE("a bucket that is not there is no file that is not there") {
    Store store([](const auto&) { return answer("404 Not Found", xml("NoSuchBucket")); });
    const auto got = store.storage->get("a");
    REQUIRE(got.has_error());
    CHECK_EQ(got.error().code, "storage.refused");
    CHECK_NE(got.error().message.find("Check its bucket."), std::string::npos);
}

TEST_CASE("a store that stumbles is asked again, one that is down is told of") {
    int failures = 2;
    Store store([&](const auto&) {
        return answer(failures-- > 0 ? "503 Slow Down" : "200 OK", "content");
    });
    CHECK_EQ(store.storage->get("a")->value(), "content");
    CHECK_EQ(store.server.requests(), 3);

    Store down([](const auto&) { return answer("500 Internal Server Error"); });
    const auto got = down.storage->get("a");
    REQUIRE(got.has_error());
    CHECK_EQ(got.error().code, "storage.unavailable");
    CHECK_EQ(down.server.requests(), 3);

    test::ManualClock clock;
    const auto gone =
        s3_storage(options_for(closed_url().substr(0, closed_url().rfind('/'))), clock);
    CHECK_EQ(gone->put("a", "b").error().code, "storage.unavailable");
}

TEST_CASE("addresses that anybody may use name the file in either style") {
    test::ManualClock clock;
    auto options = options_for("https://s3.example.org");
    const auto by_path = s3_storage(options, clock);
    options.path_style = false;
    const auto by_host = s3_storage(options, clock);
    CHECK(by_path->read_url("a/b", std::chrono::hours(1))
              ->starts_with("https://s3.example.org/goods/a/b?X-Amz-Algorithm=AWS4-HMAC-SHA256&"));
    CHECK(by_host->read_url("a/b", std::chrono::hours(1))
              ->starts_with("https://goods.s3.example.org/a/b?X-Amz-Algorithm=AWS4-HMAC-SHA256&"));
    const auto writing = by_path->write_url("a/b", 12, std::chrono::hours(1));
    CHECK_NE(writing->find("X-Amz-SignedHeaders=content-length%3Bhost"), std::string::npos);
}

TEST_CASE("options that cannot be meant are refused by name") {
    test::ManualClock clock;
    const auto good = options_for("https://s3.example.org");
    CHECK_NOTHROW(s3_storage(good, clock));
    const auto says = [&](auto change, const std::string& name) {
        auto options = good;
        change(options);
        try {
            s3_storage(options, clock);
            FAIL("taken");
        } catch (const std::invalid_argument& refusal) {
            CHECK(std::string(refusal.what()).starts_with(name));
        }
    };
    for (const auto* endpoint : {"", "s3.example.org", "ftp://s3.example.org", "https://",
                                 "https://s3.example.org/bucket", "https://user@s3.example.org"})
        says([&](S3Options& options) { options.endpoint = endpoint; }, "endpoint:");
    says([](S3Options& options) { options.secret_key = ""; }, "secret_key:");
    says([](S3Options& options) { options.access_key = "a b"; }, "access_key:");
    says([](S3Options& options) { options.region = ""; }, "region:");
}
