#include "platform/events/dispatcher.hpp"

#include "platform/telemetry/log.hpp"

#include "bell.hpp"
#include "runner.hpp"

#include <algorithm>
#include <shared_mutex>
#include <thread>

namespace kontor::platform {

namespace {

using events::Bell;
using events::Runner;

constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{2000};

// Which bells an event of each name rings. Outlives the dispatcher as long as a commit uses it.
class Bells {
public:
    void add(const std::vector<std::string>& names, const std::shared_ptr<Bell>& bell) {
        const std::lock_guard lock(mutex_);
        for (const auto& name : names) bells_.emplace(name, bell);
    }

    void ring(std::span<const Announcement> announcements) const {
        const std::shared_lock lock(mutex_);
        for (const auto& announcement : announcements) {
            const auto [first, last] = bells_.equal_range(announcement.name);
            std::for_each(first, last, [](const auto& entry) { entry.second->ring(); });
        }
    }

private:
    mutable std::shared_mutex mutex_;
    std::multimap<std::string, std::shared_ptr<Bell>> bells_;
};

struct Worker {
    Worker(Runner its_runner, const DispatcherOptions& its_options)
        : runner(std::move(its_runner)), options(its_options) {}

    void run(const std::stop_token& stop);
    void pause_after(const std::exception& error, const std::stop_token& stop);
    std::chrono::milliseconds pace_after(std::chrono::steady_clock::duration turn) const;

    Runner runner;
    const DispatcherOptions& options;
    std::shared_ptr<Bell> bell = std::make_shared<Bell>();
    std::chrono::milliseconds pause{0};  // while the database is out of reach
    std::jthread thread;
};

void Worker::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            const auto start = std::chrono::steady_clock::now();
            const auto handled = runner.turn();
            if (pause.count() > 0)
                log::info("a subscription goes on", {{"subscription", runner.name()}});
            pause = {};
            if (runner.has_more()) continue;
            if (handled > 0)
                bell->rest(stop, pace_after(std::chrono::steady_clock::now() - start));
            else if (runner.holds_lease())
                bell->wait(stop, options.poll);
            else
                bell->rest(stop, options.poll);
        } catch (const std::exception& error) {
            pause_after(error, stop);
        }
    }
    runner.stop();
}

// The busier the machine, the longer a turn takes, and the more is to be gathered for the next.
std::chrono::milliseconds Worker::pace_after(std::chrono::steady_clock::duration turn) const {
    const auto as_long = std::chrono::ceil<std::chrono::milliseconds>(turn);
    return std::max(std::clamp(as_long, options.pace, 10 * options.pace), runner.rest());
}

void Worker::pause_after(const std::exception& error, const std::stop_token& stop) {
    if (pause.count() == 0)
        log::error("a subscription cannot read or write; it tries again until it can",
                   {{"subscription", runner.name()}, {"error", error.what()}});
    pause = std::clamp(pause * 2, first_pause, longest_pause);
    bell->rest(stop, pause);
}

}  // namespace

struct Dispatcher::State {
    Database& own;
    const Clock& clock;
    DispatcherOptions options;
    Uuid process = new_uuid();
    std::shared_ptr<Bells> bells = std::make_shared<Bells>();
    std::vector<std::unique_ptr<Worker>> workers{};
    bool running = false;
};

Dispatcher::Dispatcher(EventLog& log, Database& own, const Clock& clock, DispatcherOptions options)
    : state_(new State{own, clock, options}) {
    log.on_committed(
        [weak = std::weak_ptr(state_->bells)](std::span<const Announcement> announcements) {
            if (const auto bells = weak.lock()) bells->ring(announcements);
        });
}

Dispatcher::~Dispatcher() {
    stop();
}

void Dispatcher::add(Subscription subscription, bool from_start) {
    if (state_->running) throw std::logic_error("add() comes before start()");
    const auto names = subscription.event_names();
    auto& worker = *state_->workers.emplace_back(
        std::make_unique<Worker>(Runner(std::move(subscription), from_start, state_->own,
                                        state_->clock, state_->options, state_->process),
                                 state_->options));
    state_->bells->add(names, worker.bell);
}

void Dispatcher::start() {
    state_->running = true;
    for (const auto& worker : state_->workers)
        worker->thread =
            std::jthread([&worker = *worker](const std::stop_token& stop) { worker.run(stop); });
}

void Dispatcher::stop() {
    for (const auto& worker : state_->workers) worker->thread.request_stop();
    for (const auto& worker : state_->workers) {
        if (worker->thread.joinable()) worker->thread.join();
        worker->runner.stop();
    }
    state_->running = false;
}

std::size_t Dispatcher::step() {
    if (state_->running) throw std::logic_error("step() is not for a dispatcher that runs");
    std::size_t handled = 0;
    for (const auto& worker : state_->workers) handled += worker->runner.turn();
    return handled;
}

std::size_t Dispatcher::drain() {
    std::size_t all = 0;
    while (const auto handled = step()) all += handled;
    return all;
}

std::vector<SubscriptionLag> Dispatcher::lag() const {
    return events::store::lag(state_->own);
}

bool Dispatcher::running() const {
    return state_->running;
}

}  // namespace kontor::platform
