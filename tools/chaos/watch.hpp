#pragma once

#include "buyers.hpp"
#include "report.hpp"

namespace kontor::chaos {

// Looks at the shop without a pause, as a browser and as a supervisor do, from when it is made
// until end().
class Watch {
public:
    explicit Watch(const Shop& shop) : shop_(shop), thread_([this] { look_on(); }) {}
    ~Watch() { ending_ = true; }
    Watch(const Watch&) = delete;

    void end();
    // Until the database is asked and answers.
    void wait_until_well() const;

    const Tally& answers() const { return answers_; }
    // Anything but 200 and a 503 with Retry-After within three seconds, and /healthz always 200.
    const Tally& defects() const { return defects_; }

private:
    void look_on();
    void look();

    const Shop& shop_;
    Tally answers_;
    Tally defects_;
    std::atomic<bool> ending_ = false;
    std::atomic<bool> well_ = false;
    std::atomic<std::size_t> looks_ = 0;
    std::jthread thread_;
};

// Looks into the books four times a second, from when it is made until end(): what must never be
// seen, not even for a moment.
class Inspection {
public:
    explicit Inspection(const Shop& shop) : shop_(shop), thread_([this] { inspect(); }) {}
    ~Inspection() { ending_ = true; }
    Inspection(const Inspection&) = delete;

    void end(Report& report);

private:
    void inspect();

    const Shop& shop_;
    std::vector<std::string> seen_;
    std::size_t looks_ = 0;
    std::atomic<bool> ending_ = false;
    std::jthread thread_;
};

}  // namespace kontor::chaos
