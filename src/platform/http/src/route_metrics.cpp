#include "route_metrics.hpp"

namespace kontor::platform::http {

RouteMetrics::RouteMetrics(Metrics* metrics, std::string method, std::string route)
    : metrics_(metrics), method_(std::move(method)), route_(std::move(route)) {
    if (metrics_)
        latency_ = &metrics_->latency("kontor_http_request_seconds",
                                      "Time from the start of a request's handling to its answer",
                                      {{"method", method_}, {"route", route_}});
}

void RouteMetrics::record(int status, double seconds) {
    if (!metrics_ || status < first_status || status > last_status) return;
    auto& slot = by_status_[static_cast<std::size_t>(status - first_status)];
    auto* counter = slot.load(std::memory_order_acquire);
    if (!counter) {
        counter = &metrics_->counter(
            "kontor_http_requests_total", "Requests answered",
            {{"method", method_}, {"route", route_}, {"status", std::to_string(status)}});
        slot.store(counter, std::memory_order_release);
    }
    counter->add();
    latency_->observe(seconds);
}

}  // namespace kontor::platform::http
