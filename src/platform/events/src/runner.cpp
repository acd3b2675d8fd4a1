#include "runner.hpp"

#include "platform/telemetry/log.hpp"

#include "failures.hpp"

#include <algorithm>

namespace kontor::platform::events {

namespace {

std::span<const Delivery> only(const Delivery& delivery) {
    return {&delivery, 1};
}

}  // namespace

Runner::Runner(Subscription subscription, bool from_start, Database& own, const Clock& clock,
               const DispatcherOptions& options, const Uuid& process)
    : subscription_(std::move(subscription)),
      from_start_(from_start),
      own_(own),
      clock_(clock),
      options_(options),
      reader_{subscription_.name(), subscription_.event_names(),
              subscription_.replays() == Subscription::Replays::taken, process,
              std::to_string(options.lease.count()) + " milliseconds"} {}

std::size_t Runner::turn() {
    try {
        return take_turn();
    } catch (...) {
        const auto blame = blame_for(std::current_exception());
        lose_lease();
        if (blame != Blame::lease) throw;
        log::warning("another process took over the subscription",
                     {{"subscription", reader_.name}});
        return 0;
    }
}

std::size_t Runner::take_turn() {
    if (!epoch_ && !take_lease()) return 0;
    if (!has_more()) look();
    std::size_t handled = 0;
    if (retry_due_) handled += retry_due();
    if (replay_asked_) handled += replay_next();
    if (has_more()) handled += deliver_next();
    keep_alive();
    return handled;
}

void Runner::stop() {
    if (!epoch_) return;
    try {
        own_.transact([&](Tx& tx) { store::give_up_lease(tx, reader_, *epoch_, position_); });
    } catch (const std::exception& error) {
        log::warning("the lease of a subscription could not be given up",
                     {{"subscription", reader_.name}, {"error", error.what()}});
    }
    lose_lease();
}

bool Runner::take_lease() {
    if (!entered_) {
        own_.transact([&](Tx& tx) { store::enter(tx, reader_, from_start_); });
        entered_ = true;
    }
    const auto lease = own_.transact([&](Tx& tx) {
        auto taken = store::take_lease(tx, reader_);
        if (taken) settle_interrupted(tx);
        return taken;
    });
    if (!lease) return false;
    epoch_ = lease->epoch;
    position_ = lease->position;
    saved_ = std::chrono::steady_clock::now();
    // What was in hand at the crash is among the next events; twice as many, because some that
    // committed since may stand between them.
    if (lease->after_crash) careful_ = 2 * options_.batch;
    return true;
}

// Forgets all that another process may change from now on.
void Runner::lose_lease() {
    epoch_.reset();
    entered_ = false;
    forget_ahead();
    retry_due_ = replay_asked_ = false;
}

void Runner::settle_interrupted(Tx& tx) {
    for (const auto& [delivery, attempts] : store::interrupted_attempts(tx, reader_))
        store::park(tx, reader_, delivery.id, delivery.replayed,
                    failure(attempts, "the process ended while its handler ran"));
}

void Runner::look() {
    next_ = 0;
    while (true) {
        auto window = store::read_window(own_, reader_, position_, options_.window, clock_.now(),
                                         options_.read_ahead + 1);
        retry_due_ = window.retry_due;
        replay_asked_ = window.replay_asked;
        target_ = std::move(window.target);
        ahead_ = std::move(window.events);
        window_ends_ = ahead_.deliveries.size() <= options_.read_ahead;
        if (!window_ends_) ahead_.deliveries.pop_back();
        if (has_more()) return;

        position_ = {target_, std::nullopt, 0};
        if (!window.bounded) return;
        keep_alive();
    }
}

void Runner::keep_alive() {
    const auto now = std::chrono::steady_clock::now();
    if (now - saved_ < options_.lease / 3) return;
    own_.transact([&](Tx& tx) { store::advance(tx, reader_, *epoch_, position_); }, Commit::soon);
    saved_ = now;
}

// It does not know which keys are blocked from now on.
void Runner::forget_ahead() {
    ahead_ = {};
    next_ = 0;
}

store::Position Runner::position_after(std::size_t place) const {
    if (place + 1 == ahead_.deliveries.size() && window_ends_) return {target_, std::nullopt, 0};
    return {position_.handled, target_, ahead_.deliveries[place].id};
}

std::size_t Runner::deliver_next() {
    const auto first = next_;
    const auto size = std::min(ahead_.deliveries.size() - first, options_.batch);
    const Source source{std::span(ahead_.deliveries).subspan(first, size), ahead_.blocked,
                        [&](Tx& tx, std::size_t place) {
                            store::advance(tx, reader_, *epoch_, position_after(first + place));
                        }};
    const bool all_handled =
        careful_ > 0 ? deliver_singly(source, Care::attempts_first) : deliver(source);

    careful_ -= std::min(careful_, size);
    position_ = position_after(first + size - 1);
    saved_ = std::chrono::steady_clock::now();
    next_ = first + size;
    if (!all_handled) forget_ahead();
    return size;
}

std::size_t Runner::replay_next() {
    const auto replay = store::replay_asked(own_, reader_);
    if (!replay) return 0;
    store::Events events;
    if (reader_.takes_replays) events = store::read_replay(own_, reader_, *replay, options_.batch);
    if (events.deliveries.empty()) {
        own_.transact([&](Tx& tx) {
            store::keep_lease(tx, reader_, *epoch_);
            store::advance_replay(tx, reader_, replay->after_id, true);
        });
        return 0;
    }
    const Source source{events.deliveries, events.blocked,
                        [&](Tx& tx, std::size_t place) {
                            store::keep_lease(tx, reader_, *epoch_);
                            store::advance_replay(tx, reader_, events.deliveries[place].id, false);
                        },
                        true};
    if (!deliver(source)) forget_ahead();
    return events.deliveries.size();
}

std::size_t Runner::retry_due() {
    std::size_t tried = 0;
    while (tried < options_.batch) {
        const auto attempt = own_.transact([&](Tx& tx) {
            store::keep_lease(tx, reader_, *epoch_);
            return store::begin_due_attempt(tx, reader_, clock_.now());
        });
        if (!attempt) break;
        retry(*attempt);
        ++tried;
    }
    return tried;
}

void Runner::retry(const store::Attempt& attempt) {
    const auto& delivery = attempt.delivery;
    try {
        subscription_.database().transact([&](Tx& tx) {
            if (!store::release(tx, reader_, delivery.id)) return;
            subscription_.handle(tx, only(delivery));
            store::keep_lease(tx, reader_, *epoch_);
        });
    } catch (...) {
        const auto cause = std::current_exception();
        if (blame_for(cause) != Blame::event) throw;
        own_.transact([&](Tx& tx) {
            store::keep_lease(tx, reader_, *epoch_);
            store::park(tx, reader_, delivery.id, delivery.replayed,
                        failure(attempt.attempts, text_of(cause)));
        });
    }
}

bool Runner::deliver(const Source& source) {
    try {
        deliver_together(source);
        return true;
    } catch (...) {
        const auto cause = std::current_exception();
        if (blame_for(cause) != Blame::event) throw;
        if (source.events.size() == 1) {
            set_aside(source, 0, cause);
            return false;
        }
    }
    return deliver_singly(source, Care::ordinary);
}

void Runner::deliver_together(const Source& source) {
    std::vector<std::int64_t> waiting;
    std::vector<Delivery> others;
    auto free = source.events;
    if (!source.blocked.empty()) {
        for (const auto& event : source.events) {
            if (source.blocked.contains(event.id))
                waiting.push_back(event.id);
            else
                others.push_back(event);
        }
        free = others;
    }
    // Tables that much is written to have grown since the plans for a few rows were made.
    constexpr std::size_t many = 100;
    subscription_.database().transact([&](Tx& tx) {
        if (free.size() >= many) tx.defer("set local plan_cache_mode = force_custom_plan");
        subscription_.handle(tx, free);
        source.advance(tx, source.events.size() - 1);
        store::wait_behind(tx, reader_, waiting, source.replayed);
    });
}

bool Runner::deliver_singly(const Source& source, Care care) {
    std::set<Uuid> failed;
    for (std::size_t place = 0; place < source.events.size(); ++place) {
        const auto& event = source.events[place];
        if (source.blocked.contains(event.id) || failed.contains(event.key))
            let_wait(source, place);
        else if (!deliver_one(source, place, care))
            failed.insert(event.key);
    }
    return failed.empty();
}

bool Runner::deliver_one(const Source& source, std::size_t place, Care care) {
    const auto& event = source.events[place];
    if (care == Care::attempts_first) {
        own_.transact([&](Tx& tx) {
            store::keep_lease(tx, reader_, *epoch_);
            store::begin_first_attempt(tx, reader_, event.id);
        });
    }
    try {
        subscription_.database().transact([&](Tx& tx) {
            if (care == Care::attempts_first) store::release(tx, reader_, event.id);
            subscription_.handle(tx, only(event));
            source.advance(tx, place);
        });
        return true;
    } catch (...) {
        const auto cause = std::current_exception();
        if (blame_for(cause) != Blame::event) throw;
        set_aside(source, place, cause);
        return false;
    }
}

void Runner::let_wait(const Source& source, std::size_t place) {
    own_.transact([&](Tx& tx) {
        source.advance(tx, place);
        store::wait_behind(tx, reader_, {source.events[place].id}, source.replayed);
    });
}

void Runner::set_aside(const Source& source, std::size_t place, const std::exception_ptr& cause) {
    const auto& event = source.events[place];
    const auto outcome = failure(1, text_of(cause));
    log::warning("an event was parked", {{"subscription", reader_.name},
                                         {"event", EventId(event.event).text()},
                                         {"name", event.name},
                                         {"error", outcome.error}});
    own_.transact([&](Tx& tx) {
        source.advance(tx, place);
        store::park(tx, reader_, event.id, source.replayed, outcome);
    });
}

// Doubles from first_retry to longest_retry, less up to a half by chance, so that what failed
// together does not come again together.
store::Failure Runner::failure(int attempts, std::string error) {
    auto delay = options_.first_retry;
    for (int doubled = 1; doubled < attempts && delay < options_.longest_retry; ++doubled)
        delay *= 2;
    delay = std::min(delay, options_.longest_retry);
    std::uniform_int_distribution<std::int64_t> less(0, delay.count() / 2);
    delay -= std::chrono::milliseconds(less(random_));
    const bool last = attempts >= options_.attempts;
    return {attempts, last ? ParkedState::dead : ParkedState::parked, std::move(error),
            clock_.now() + delay};
}

}  // namespace kontor::platform::events
