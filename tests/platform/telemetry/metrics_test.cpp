#include "platform/telemetry/metrics.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

using namespace kontor::platform;

TEST_CASE("the same name and labels are the same counter") {
    Metrics metrics;
    auto& one = metrics.counter("orders_total", "Orders", {{"status", "placed"}});
    auto& other = metrics.counter("orders_total", "Orders", {{"status", "failed"}});
    CHECK(&metrics.counter("orders_total", "Orders", {{"status", "placed"}}) == &one);
    CHECK(&one != &other);
    one.add();
    one.add(2);
    CHECK(metrics.text().find("orders_total{status=\"placed\"} 3") != std::string::npos);
    CHECK(metrics.text().find("orders_total{status=\"failed\"} 0") != std::string::npos);
}

TEST_CASE("a latency is counted in buckets from 0.1 ms to 10 s") {
    Metrics metrics;
    metrics.latency("wait_seconds", "Waiting").observe(0.0002);
    const auto text = metrics.text();
    CHECK(text.find("wait_seconds_bucket{le=\"0.0001\"} 0") != std::string::npos);
    CHECK(text.find("wait_seconds_bucket{le=\"0.00025\"} 1") != std::string::npos);
    CHECK(text.find("wait_seconds_bucket{le=\"10\"} 1") != std::string::npos);
}

TEST_CASE("a gauge is asked when the metrics are read") {
    Metrics metrics;
    double level = 1;
    metrics.gauge("queue_length", "Waiting", {}, [&] { return level; });
    CHECK(metrics.text().find("queue_length 1") != std::string::npos);
    level = 7;
    CHECK(metrics.text().find("queue_length 7") != std::string::npos);
}

TEST_CASE("counting and looking up from many threads loses nothing") {
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 500; ++n) metrics.counter("hits", "Hits").add();
        });
    for (auto& thread : threads) thread.join();
    CHECK(metrics.text().find("hits 2000") != std::string::npos);
}
