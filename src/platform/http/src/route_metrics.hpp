#pragma once

#include "platform/telemetry/metrics.hpp"

#include <array>
#include <atomic>
#include <string>

namespace kontor::platform::http {

// Requests and their latency for one route. Looking a metric up takes a lock, so each is looked
// up once.
class RouteMetrics {
public:
    RouteMetrics() = default;
    RouteMetrics(Metrics* metrics, std::string method, std::string route);

    void record(int status, double seconds);

private:
    static constexpr int first_status = 200;
    static constexpr int last_status = 599;

    Metrics* metrics_ = nullptr;
    std::string method_;
    std::string route_;
    Histogram* latency_ = nullptr;
    std::array<std::atomic<Counter*>, last_status - first_status + 1> by_status_{};
};

}  // namespace kontor::platform::http
