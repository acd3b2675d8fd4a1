#include "watch.hpp"

#include "books.hpp"

namespace kontor::chaos {

using std::chrono::steady_clock;
using test::HttpProbe;

void Watch::end() {
    ending_ = true;
    thread_.join();
}

void Watch::wait_until_well() const {
    const auto seen = looks_.load();
    test::eventually([&] { return looks_ > seen + 1 && well_; }, std::chrono::seconds(60));
}

void Watch::look_on() {
    while (!ending_) {
        try {
            look();
        } catch (const std::runtime_error& failure) {
            defects_.count(failure.what());
            well_ = false;
        }
        ++looks_;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

void Watch::look() {
    const HttpProbe probe(shop_.address());
    if (probe.get("/healthz").status != 200) defects_.count("/healthz is not 200");
    const auto begin = steady_clock::now();
    // Something else each time, so that no cache knows the answer.
    const auto found = probe.get("/v1/search?q=thing" + std::to_string(looks_));
    if (steady_clock::now() - begin > std::chrono::seconds(3))
        defects_.count("an answer after more than 3 s");
    answers_.count(outcome_of(found));
    if (found.status == 503 && !found.headers.contains("retry-after"))
        defects_.count("503 without Retry-After");
    if (found.status != 200 && found.status != 503) defects_.count(outcome_of(found));
    well_ = found.status == 200;
}

void Inspection::end(Report& report) {
    ending_ = true;
    thread_.join();
    report.expect_none(
        "M1, M2, S1: all the while the ledger added up to nothing, no stock was "
        "below nothing, no order paid for twice",
        seen_, std::to_string(looks_) + " looks into the books");
}

void Inspection::inspect() {
    while (!ending_) {
        try {
            Books books(shop_.dsn());
            while (!ending_) {
                for (auto& found : books.impossible()) seen_.push_back(std::move(found));
                ++looks_;
                std::this_thread::sleep_for(std::chrono::milliseconds(250));
            }
        } catch (const std::runtime_error&) {
            // The database is away.
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    }
}

}  // namespace kontor::chaos
