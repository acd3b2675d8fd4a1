#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

namespace kontor::platform::events {

// What a subscription's thread sleeps by. It stays rung until somebody has waited for it; ringing
// it again, or while its thread rests, wakes nobody.
class Bell {
public:
    void ring() {
        {
            const std::lock_guard lock(mutex_);
            if (std::exchange(rung_, true)) return;
        }
        rang_.notify_one();
    }

    // Until it rings, or for this long.
    void wait(const std::stop_token& stop, std::chrono::milliseconds longest) {
        std::unique_lock lock(mutex_);
        rang_.wait_for(lock, stop, longest, [this] { return rung_; });
        rung_ = false;
    }

    // For this long, whether it rings or not.
    void rest(const std::stop_token& stop, std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        rested_.wait_for(lock, stop, time, [] { return false; });
    }

private:
    std::mutex mutex_;
    std::condition_variable_any rang_;
    std::condition_variable_any rested_;
    bool rung_ = false;
};

}  // namespace kontor::platform::events
