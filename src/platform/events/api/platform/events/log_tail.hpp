#pragma once

#include "platform/events/event_log.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kontor::platform {

// Follows the end of the log in this process, whichever process writes it: for hints that every
// process needs, such as dropping a cached answer. It keeps no position and holds no lease. Facts
// of this process come as well, after EventLog::on_committed told of them.
class LogTail {
public:
    using OnFacts = std::function<void(std::span<const Announcement>)>;
    using OnGap = std::function<void()>;

    // on_facts gets what was committed of these names, in the order of each key, within poll and
    // the time of one read, or once the database can be read again. on_gap says that facts may have
    // been missed: at the start, when too many piled up, and when the log was restored elsewhere;
    // what follows begins after the call. Both are called on one thread, must be quick and must not
    // throw.
    LogTail(Database& own, std::vector<std::string> names, OnFacts on_facts, OnGap on_gap,
            std::chrono::milliseconds poll = std::chrono::milliseconds(100));
    ~LogTail();  // stops
    LogTail(const LogTail&) = delete;

    void start();
    void stop();

    // One look on the calling thread, for tests that step by hand. Not while started.
    void step();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform
