#include "platform/telemetry/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <vector>

namespace kontor::platform {
namespace {

class PrometheusCounter final : public Counter {
public:
    explicit PrometheusCounter(prometheus::Counter& counter) : counter_(counter) {}
    void add(double amount) override { counter_.Increment(amount); }

private:
    prometheus::Counter& counter_;
};

class PrometheusHistogram final : public Histogram {
public:
    explicit PrometheusHistogram(prometheus::Histogram& histogram) : histogram_(histogram) {}
    void observe(double value) override { histogram_.Observe(value); }

private:
    prometheus::Histogram& histogram_;
};

const prometheus::Histogram::BucketBoundaries latency_buckets{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
    0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};

}  // namespace

struct Metrics::State {
    using Key = std::pair<std::string, Labels>;
    struct AskedGauge {
        prometheus::Gauge& gauge;
        std::function<double()> value;
    };

    mutable std::mutex mutex;
    prometheus::Registry registry;
    std::map<Key, PrometheusCounter> counters;
    std::map<Key, PrometheusHistogram> histograms;
    std::vector<AskedGauge> gauges;
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
    const std::lock_guard lock(state_->mutex);
    const State::Key key{name, labels};
    const auto found = state_->counters.find(key);
    if (found != state_->counters.end()) return found->second;
    auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(state_->registry);
    return state_->counters.emplace(key, family.Add(labels)).first->second;
}

Histogram& Metrics::latency(const std::string& name, const std::string& help,
                            const Labels& labels) {
    const std::lock_guard lock(state_->mutex);
    const State::Key key{name, labels};
    const auto found = state_->histograms.find(key);
    if (found != state_->histograms.end()) return found->second;
    auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(state_->registry);
    return state_->histograms.emplace(key, family.Add(labels, latency_buckets)).first->second;
}

void Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels,
                    std::function<double()> value) {
    const std::lock_guard lock(state_->mutex);
    auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(state_->registry);
    state_->gauges.push_back({family.Add(labels), std::move(value)});
}

std::string Metrics::text() const {
    const std::lock_guard lock(state_->mutex);
    for (const auto& asked : state_->gauges) asked.gauge.Set(asked.value());
    return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace kontor::platform
