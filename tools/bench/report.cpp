#include "report.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <exception>
#include <thread>

namespace kontor::bench {

using std::chrono::steady_clock;

double Report::percentile_ms(double fraction) const {
    if (latencies_ms.empty()) return 0;
    const auto last = static_cast<double>(latencies_ms.size() - 1);
    return latencies_ms[static_cast<std::size_t>(fraction * last)];
}

std::string Report::json() const {
    char figures[160];
    std::snprintf(figures, sizeof figures,
                  R"({"per_second": %.1f, "p50_ms": %.3f, "p99_ms": %.3f, "outcomes": {)",
                  per_second(), percentile_ms(0.5), percentile_ms(0.99));
    std::string text = figures;
    for (const auto& [name, count] : outcomes) {
        if (text.back() != '{') text += ", ";
        text += '"' + name + "\": " + std::to_string(count);
    }
    return text += "}}";
}

Report run_for(std::chrono::seconds time, std::size_t threads,
               const std::function<std::function<std::string()>(std::size_t thread)>& make_turn) {
    Report report;
    std::mutex mutex;
    const auto work = [&](std::size_t thread, steady_clock::time_point end) {
        const auto turn = make_turn(thread);
        std::vector<double> latencies;
        std::map<std::string, std::size_t> outcomes;
        while (steady_clock::now() < end) {
            const auto start = steady_clock::now();
            std::string outcome;
            try {
                outcome = turn();
            } catch (const std::exception& failure) {
                outcome = failure.what();
            }
            if (outcome == "ok")
                latencies.push_back(
                    std::chrono::duration<double, std::milli>(steady_clock::now() - start).count());
            ++outcomes[outcome];
        }
        const std::scoped_lock lock(mutex);
        report.latencies_ms.insert(report.latencies_ms.end(), latencies.begin(), latencies.end());
        for (const auto& [name, count] : outcomes) report.outcomes[name] += count;
    };

    const auto start = steady_clock::now();
    std::vector<std::jthread> running;
    for (std::size_t thread = 0; thread < threads; ++thread)
        running.emplace_back(work, thread, start + time);
    running.clear();
    report.seconds = Seconds(steady_clock::now() - start).count();
    std::ranges::sort(report.latencies_ms);
    return report;
}

}  // namespace kontor::bench
