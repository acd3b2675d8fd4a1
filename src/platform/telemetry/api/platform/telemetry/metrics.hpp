// Prometheus metrics. Look a metric up once and keep the reference: the lookup takes a lock.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace kontor::platform {

class Counter {
public:
    virtual ~Counter() = default;
    virtual void add(double amount = 1) = 0;  // lock-free
};

class Histogram {
public:
    virtual ~Histogram() = default;
    virtual void observe(double value) = 0;
};

class Metrics {
public:
    using Labels = std::map<std::string, std::string>;

    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;

    // The same name and labels give the same metric. Labels must be few and bounded.
    Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
    // Seconds, from 0.1 ms to 10 s.
    Histogram& latency(const std::string& name, const std::string& help, const Labels& labels = {});
    // Asked when the metrics are read. Must not throw.
    void gauge(const std::string& name, const std::string& help, const Labels& labels,
               std::function<double()> value);

    // The text exposition format.
    std::string text() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform
