#include "platform/jobs/jobs.hpp"

#include "platform/core/uuid.hpp"
#include "platform/db/database.hpp"
#include "platform/db/migrations.hpp"
#include "platform/telemetry/log.hpp"

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace kontor::platform {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds renewal{5};
constexpr std::string_view lease = "15 seconds";

struct Job {
    std::chrono::milliseconds interval;
    std::string name;
    std::function<void()> work;
    Steady::time_point due{};
};

// The row of a job, held while it runs and renewed by a thread of its own.
class Lease {
public:
    Lease(Database& own, const std::string& job, const Uuid& process)
        : own_(own), job_(job), process_(process), held_(take()) {
        if (held_) renewals_ = std::jthread([this](const std::stop_token& stop) { keep(stop); });
    }
    ~Lease() {
        if (!held_) return;
        renewals_ = {};
        update(
            "update platform.job set owner = null, running_until = null, "
            "last_run_at = clock_timestamp() where name = $1 and owner = $2");
    }
    Lease(const Lease&) = delete;

    bool held() const { return held_; }

private:
    bool take() {
        return own_.transact([&](Tx& tx) {
            return tx.run(R"(
                insert into platform.job as j (name, owner, running_until)
                values ($1, $2, clock_timestamp() + $3::interval)
                    on conflict (name) do update
                   set owner = excluded.owner, running_until = excluded.running_until
                 where j.owner is null or j.running_until < clock_timestamp())",
                          job_, process_, lease) == 1;
        });
    }

    void keep(const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        while (!never.wait_for(lock, stop, renewal, [&] { return stop.stop_requested(); }))
            update(
                "update platform.job set running_until = clock_timestamp() + "
                "interval '15 seconds' where name = $1 and owner = $2");
    }

    void update(std::string_view sql) noexcept {
        try {
            own_.transact([&](Tx& tx) { tx.defer(sql, job_, process_); });
        } catch (const std::exception& error) {
            log::warning("the lease of a job could not be written",
                         {{"job", job_}, {"error", error.what()}});
        }
    }

    Database& own_;
    const std::string& job_;
    const Uuid& process_;
    bool held_;
    std::jthread renewals_;
};

}  // namespace

struct Jobs::State {
    explicit State(Pool& pool) : own(pool, module_role("platform")) {}

    void run(Job& job);
    void run_due(const std::stop_token& stop);
    Job* next();

    Database own;
    const Uuid process = new_uuid();
    std::mutex mutex;  // guards due
    std::condition_variable_any changed;
    std::list<Job> jobs;
    std::jthread thread;
};

void Jobs::State::run(Job& job) {
    try {
        const Lease taken(own, job.name, process);
        if (taken.held()) job.work();
    } catch (const std::exception& error) {
        log::error("a job failed; it comes round again",
                   {{"job", job.name}, {"error", error.what()}});
    }
}

Job* Jobs::State::next() {
    const auto first = std::ranges::min_element(jobs, {}, &Job::due);
    return first == jobs.end() ? nullptr : &*first;
}

void Jobs::State::run_due(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        auto& job = *next();
        if (const auto due = job.due; due > Steady::now()) {
            changed.wait_until(lock, stop, due, [&] { return next()->due < due; });
            continue;
        }
        job.due = Steady::now() + job.interval;
        lock.unlock();
        run(job);
        lock.lock();
    }
}

Jobs::Jobs(Pool& pool) : state_(std::make_unique<State>(pool)) {}
Jobs::~Jobs() {
    stop();
}

void Jobs::every(std::chrono::milliseconds interval, std::string name, std::function<void()> work) {
    if (state_->thread.joinable()) throw std::logic_error("every() comes before start()");
    state_->jobs.push_back({interval, std::move(name), std::move(work)});
}

void Jobs::start() {
    if (state_->jobs.empty()) return;
    state_->thread =
        std::jthread([state = state_.get()](const std::stop_token& stop) { state->run_due(stop); });
}

void Jobs::stop() {
    state_->thread = {};
}

void Jobs::run_all() {
    for (auto& job : state_->jobs) state_->run(job);
}

void Jobs::wake(std::string_view name) {
    {
        const std::lock_guard lock(state_->mutex);
        for (auto& job : state_->jobs)
            if (job.name == name) job.due = {};
    }
    state_->changed.notify_all();
}

}  // namespace kontor::platform
