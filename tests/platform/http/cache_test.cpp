#include "platform/http/cache.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <latch>
#include <stdexcept>
#include <thread>

using namespace kontor::platform::http;

namespace {

ResponseCache::Made made(std::string body, std::vector<std::string> tags = {}) {
    return {{200, {{"ETag", etag_of(body)}}, std::move(body)}, std::move(tags)};
}

std::string body_of(ResponseCache& cache, const std::string& target, const std::string& body,
                    std::vector<std::string> tags = {}) {
    return cache.answer(target, [&] { return made(body, tags); }).body;
}

}  // namespace

TEST_CASE("an answer is kept with the bytes that go out") {
    ResponseCache cache(1 << 20);
    CHECK(cache.find("/a") == nullptr);
    CHECK(body_of(cache, "/a", "one") == "one");
    CHECK(body_of(cache, "/a", "two") == "one");
    const auto entry = cache.find("/a");
    REQUIRE(entry != nullptr);
    CHECK(entry->etag == etag_of("one"));
    CHECK(entry->wire.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(entry->wire.ends_with("Content-Length: 3\r\n"));
    CHECK(entry->wire_not_modified.starts_with("HTTP/1.1 304 Not Modified\r\n"));
    CHECK(cache.statistics().entries == 1);
    CHECK(cache.statistics().hits == 2);
    CHECK(cache.statistics().misses == 1);
}

TEST_CASE("only a 200 is kept") {
    ResponseCache cache(1 << 20);
    const auto missing = cache.answer("/a", [] { return ResponseCache::Made{{404, {}, ""}, {}}; });
    CHECK(missing.status == 404);
    CHECK(cache.find("/a") == nullptr);
}

TEST_CASE("dropping a tag drops every answer that depends on it, and no other") {
    ResponseCache cache(1 << 20);
    body_of(cache, "/a", "a", {"x", "y"});
    body_of(cache, "/b", "b", {"y"});
    body_of(cache, "/c", "c", {"z"});
    cache.drop("y");
    CHECK(cache.find("/a") == nullptr);
    CHECK(cache.find("/b") == nullptr);
    CHECK(cache.find("/c") != nullptr);
    CHECK(cache.statistics().dropped == 2);
    cache.drop("x");
    cache.clear();
    CHECK(cache.statistics().entries == 0);
    CHECK(cache.statistics().bytes == 0);
}

TEST_CASE("an answer whose making began before a drop of its tag is not kept") {
    ResponseCache cache(1 << 20);
    const auto overtaken = cache.answer("/a", [&] {
        cache.drop("x");
        return made("old", {"x"});
    });
    CHECK(overtaken.body == "old");
    CHECK(cache.find("/a") == nullptr);
    cache.answer("/a", [&] {
        cache.clear();
        return made("old", {"x"});
    });
    CHECK(cache.find("/a") == nullptr);
    CHECK(body_of(cache, "/a", "new", {"x"}) == "new");
    CHECK(cache.find("/a") != nullptr);
}

TEST_CASE("the bytes stay bounded, and the least recently used goes first") {
    ResponseCache cache(256 * 1024);
    const std::string body(1000, 'x');
    body_of(cache, "/kept", body);
    for (int i = 0; i < 2000; ++i) {
        body_of(cache, "/" + std::to_string(i), body, {"all"});
        CHECK(cache.find("/kept") != nullptr);
    }
    CHECK(cache.statistics().bytes <= 256 * 1024);
    CHECK(cache.statistics().entries < 256);
    CHECK(cache.find("/0") == nullptr);
    cache.drop("all");
    CHECK(cache.statistics().entries == 1);
    body_of(cache, "/large", std::string(300 * 1024, 'x'));
    CHECK(cache.find("/large") == nullptr);
}

TEST_CASE("concurrent misses of one key make the answer once") {
    ResponseCache cache(1 << 20);
    std::atomic<int> makings{0};
    std::latch entered{1};
    std::latch released{1};
    const auto ask = [&] {
        return cache
            .answer("/a",
                    [&] {
                        ++makings;
                        entered.count_down();
                        released.wait();
                        return made("one");
                    })
            .body;
    };
    auto leader = std::async(std::launch::async, ask);
    entered.wait();
    std::vector<std::future<std::string>> others;
    for (int i = 0; i < 4; ++i) others.push_back(std::async(std::launch::async, ask));
    released.count_down();
    CHECK(leader.get() == "one");
    for (auto& other : others) CHECK(other.get() == "one");
    CHECK(makings == 1);
}

TEST_CASE("when making fails, one of those waiting makes next") {
    ResponseCache cache(1 << 20);
    std::atomic<int> makings{0};
    std::latch entered{1};
    std::latch released{1};
    const auto ask = [&] {
        return cache
            .answer("/a",
                    [&] {
                        if (++makings > 1) return made("second");
                        entered.count_down();
                        released.wait();
                        throw std::runtime_error("broken");
                    })
            .body;
    };
    auto leader = std::async(std::launch::async, ask);
    entered.wait();
    auto first = std::async(std::launch::async, ask);
    auto second = std::async(std::launch::async, ask);
    released.count_down();
    CHECK_THROWS_AS(leader.get(), std::runtime_error);
    CHECK(first.get() == "second");
    CHECK(second.get() == "second");
    CHECK(makings == 2);
}

TEST_CASE("after a drop nobody is ever given what was read before it") {
    ResponseCache cache(1 << 20);
    std::atomic<int> committed{0};
    std::atomic<int> announced{0};  // after the drop: from here on the old answer is a mistake
    std::atomic<bool> is_done{false};
    std::atomic<int> stale{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i)
        readers.emplace_back([&] {
            while (!is_done) {
                const int least = announced;
                const auto make = [&] { return made(std::to_string(committed), {"x"}); };
                if (std::stoi(cache.answer("/a", make).body) < least) ++stale;
            }
        });
    for (int i = 1; i <= 3000; ++i) {
        committed = i;
        cache.drop("x");
        announced = i;
    }
    is_done = true;
    for (auto& reader : readers) reader.join();
    CHECK(stale == 0);
}
