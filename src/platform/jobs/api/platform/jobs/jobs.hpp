#pragma once

#include "platform/db/pool.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace kontor::platform {

// Periodic work, one process at a time: before a run its row in platform.job is leased, which is
// renewed while the run lasts and free again seconds after the process died. No transaction is
// open around work, so that it may open its own. Runs on one thread in turn; a job that throws
// is logged and comes round again at its next time.
class Jobs {
public:
    explicit Jobs(Pool& pool);
    ~Jobs();  // stops
    Jobs(const Jobs&) = delete;

    // Before start(). The first run is at the start. work must be safe to run again after a crash
    // in its middle.
    void every(std::chrono::milliseconds interval, std::string name, std::function<void()> work);

    void start();
    void stop();  // waits for the job in hand

    // Runs every job once on the calling thread: for tests that step by hand. Not while started.
    void run_all();
    // Asks for a job before its time. Thread-safe.
    void wake(std::string_view name);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform
