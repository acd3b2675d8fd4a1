#include "report.hpp"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <sstream>

namespace kontor::chaos {

namespace {

constexpr auto failed = "**FAIL**";

}  // namespace

namespace {

std::string in_seconds(std::chrono::duration<double> time) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(2) << time.count() << " s";
    return std::move(text).str();
}

}  // namespace

std::string seconds_since(std::chrono::steady_clock::time_point begin) {
    return in_seconds(std::chrono::steady_clock::now() - begin);
}

void Durations::add_since(std::chrono::steady_clock::time_point begin) {
    times_.emplace_back(std::chrono::steady_clock::now() - begin);
}

std::string Durations::text() const {
    if (times_.empty()) return "none";
    auto sorted = times_;
    std::ranges::sort(sorted);
    return in_seconds(sorted[sorted.size() / 2]) + " median, " +
           in_seconds(sorted[(sorted.size() * 99 + 99) / 100 - 1]) + " p99, " +
           in_seconds(sorted.back()) + " longest";
}

void Report::expect(const std::string& promise, bool kept, const std::string& seen) {
    lines_.push_back({promise, seen, kept ? "pass" : failed});
}

void Report::expect_none(const std::string& promise, const std::vector<std::string>& exceptions,
                         const std::string& seen) {
    expect(promise, exceptions.empty(),
           exceptions.empty() ? seen : std::to_string(exceptions.size()) + " exceptions; " + seen);
    for (std::size_t shown = 0; shown < std::min<std::size_t>(exceptions.size(), 10); ++shown)
        exceptions_.push_back(promise + ": " + exceptions[shown]);
}

void Report::note(const std::string& what, const std::string& seen) {
    lines_.push_back({what, seen, ""});
}

bool Report::kept() const {
    return std::ranges::none_of(lines_, [](const Line& line) { return line.verdict == failed; });
}

void Report::print(std::ostream& out, const std::string& title) const {
    out << "\n### " << title << "\n\n| promise | seen | |\n|---|---|---|\n";
    for (const auto& line : lines_)
        out << "| " << line.promise << " | " << line.seen << " | " << line.verdict << " |\n";
    for (const auto& exception : exceptions_) out << "\n    " << exception << "\n";
    out << std::flush;
}

}  // namespace kontor::chaos
