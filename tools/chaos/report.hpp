#pragma once

#include <chrono>
#include <iosfwd>
#include <string>
#include <vector>

namespace kontor::chaos {

// "1.25 s"
std::string seconds_since(std::chrono::steady_clock::time_point begin);

// How long something took each time.
class Durations {
public:
    void add_since(std::chrono::steady_clock::time_point begin);
    std::size_t count() const { return times_.size(); }
    std::string text() const;

private:
    std::vector<std::chrono::duration<double>> times_;
};

// What was promised, what was seen, and whether that is the same.
class Report {
public:
    void expect(const std::string& promise, bool kept, const std::string& seen);
    // Holds when there is nothing to name.
    void expect_none(const std::string& promise, const std::vector<std::string>& exceptions,
                     const std::string& seen);
    // Without a verdict.
    void note(const std::string& what, const std::string& seen);

    bool kept() const;
    void print(std::ostream& out, const std::string& title) const;

private:
    struct Line {
        std::string promise;
        std::string seen;
        std::string verdict;
    };
    std::vector<Line> lines_;
    std::vector<std::string> exceptions_;
};

}  // namespace kontor::chaos
