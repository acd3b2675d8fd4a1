#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kontor::platform::http {

// Threads that run handlers, with a bounded queue before them.
class Workers {
public:
    using Job = std::function<void()>;

    Workers(std::size_t threads, std::size_t max_waiting);
    ~Workers();

    // False, at once, when the queue is full or the workers are stopping.
    bool submit(Job job);

    // Lets running jobs end; those that wait are never run.
    void stop();

private:
    void work();

    const std::size_t max_waiting_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> waiting_;
    bool is_stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace kontor::platform::http
