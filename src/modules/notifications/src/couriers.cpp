#include "notifications/module.hpp"
#include "platform/telemetry/log.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace kontor::notifications {

namespace {

constexpr std::chrono::seconds look_every{2};
constexpr std::chrono::seconds keep_claims_every{5};

}  // namespace

struct Couriers::State {
    // Until somebody wakes all, it is time, or everything ends.
    void wait(const std::stop_token& stop, std::chrono::seconds time, std::uint64_t seen) {
        std::unique_lock lock(mutex);
        woken.wait_for(lock, stop, time, [&] { return wakes != seen; });
    }

    std::uint64_t wakes_so_far() {
        const std::lock_guard lock(mutex);
        return wakes;
    }

    void deliver(const std::stop_token& stop, Channel channel) {
        while (!stop.stop_requested()) {
            const auto seen = wakes_so_far();
            try {
                if (notifications.send_next(channel, stop)) continue;
            } catch (const std::exception& failure) {
                platform::log::warning("messages are not sent for the moment",
                                       {{"reason", failure.what()}});
            }
            wait(stop, look_every, seen);
        }
    }

    void keep_claims(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::unique_lock lock(mutex);
            claims.wait_for(lock, stop, keep_claims_every, [] { return false; });
            lock.unlock();
            try {
                notifications.keep_claims();
            } catch (const std::exception& failure) {
                platform::log::warning("claims of messages are not kept",
                                       {{"reason", failure.what()}});
            }
        }
    }

    Notifications& notifications;
    std::map<Channel, std::int64_t> threads_of{};
    std::mutex mutex{};
    std::condition_variable_any woken{};
    std::condition_variable_any claims{};
    std::uint64_t wakes = 0;
    std::jthread keeper{};
    std::vector<std::jthread> threads{};
};

Couriers::Couriers(Notifications& notifications, const Config& config)
    : state_(new State{notifications}) {
    state_->threads_of[Channel::email] = config.smtp_url.empty() ? 1 : config.connections.value();
    if (!config.sms.url.empty()) state_->threads_of[Channel::sms] = config.connections.value();
    if (!config.push.url.empty()) state_->threads_of[Channel::push] = config.connections.value();
}

Couriers::~Couriers() {
    stop();
}

void Couriers::start() {
    auto& state = *state_;
    for (const auto& [channel, count] : state.threads_of)
        for (std::int64_t i = 0; i < count; ++i)
            state.threads.emplace_back(
                [&state, channel](const std::stop_token& stop) { state.deliver(stop, channel); });
    state.keeper = std::jthread([&state](const std::stop_token& stop) { state.keep_claims(stop); });
}

void Couriers::stop() {
    for (auto& thread : state_->threads) thread.request_stop();
    state_->threads.clear();
    // Last: what is being sent to its end stays claimed.
    state_->keeper = std::jthread();
}

void Couriers::wake() {
    {
        const std::lock_guard lock(state_->mutex);
        ++state_->wakes;
    }
    state_->woken.notify_all();
}

}  // namespace kontor::notifications
