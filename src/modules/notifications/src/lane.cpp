#include "lane.hpp"

#include "platform/telemetry/log.hpp"
#include "recipients/recipient_store.hpp"

#include <boost/algorithm/string/replace.hpp>

#include <algorithm>
#include <iterator>

namespace kontor::notifications {

using platform::Tx;

namespace {

constexpr int most_attempts = 10;

bool is_final(const store::Claimed& message, const Outcome& outcome) {
    if (outcome.kind == Outcome::Kind::interrupted) return false;
    return outcome.kind == Outcome::Kind::refused || message.attempts >= most_attempts;
}

std::chrono::seconds pause_after(int attempts) {
    constexpr std::chrono::seconds longest = std::chrono::hours(8);
    return std::min(std::chrono::seconds(10) * (1 << 2 * std::min(attempts - 1, 8)), longest);
}

std::chrono::seconds server_pause_after(int failures) {
    return std::chrono::seconds(1 << std::min(failures - 1, 6));
}

}  // namespace

bool Lane::send_next(const std::stop_token& stop) {
    record({});
    if (!begin()) return false;
    std::vector<Attempt> attempts;
    try {
        for (auto& message : claim()) attempts.push_back({std::move(message), {}});
    } catch (...) {
        end({});
        throw;
    }
    for (auto& [message, outcome] : attempts) outcome = try_to_send(message, stop);
    end(attempts);
    const bool is_something = !attempts.empty();
    record(std::move(attempts));
    return is_something;
}

bool Lane::begin() {
    const std::lock_guard lock(mutex_);
    if (clock_.now() < resume_at_ || (failures_ > 0 && sending_ > 0)) return false;
    ++sending_;
    return true;
}

void Lane::end(const std::vector<Attempt>& attempts) {
    const std::lock_guard lock(mutex_);
    --sending_;
    for (const auto& attempt : attempts) notice(attempt.outcome);
}

// Committed before anything is sent, so that a crash sends nothing twice but what was being sent.
std::vector<store::Claimed> Lane::claim() {
    const auto now = clock_.now();
    auto claimed = database_.transact(
        [&](Tx& tx) {
            return store::claim_due(tx, channel_, now, now + store::claim_lasts,
                                    carrier_->at_once());
        },
        platform::Commit::at_once);
    const std::lock_guard lock(mutex_);
    for (const auto& message : claimed) claimed_.insert(message.id);
    return claimed;
}

store::Claimed Lane::opened(store::Claimed message) const {
    message.recipient = store::opened_recipient(sealer_, channel_, message.id, message.recipient);
    if (!message.link) return message;
    const auto token = links_.token(*message.link);
    for (auto* part : {&message.subject, &message.text, &message.html})
        boost::replace_all(*part, message.link->text(), token);
    return message;
}

Outcome Lane::try_to_send(const store::Claimed& message, const std::stop_token& stop) {
    if (message.attempts > most_attempts)
        return {Outcome::Kind::refused, "The program ended during every attempt."};
    try {
        return carrier_->send(opened(message), stop);
    } catch (const std::exception& failure) {
        // Nobody knows whether it was taken: it is tried again with the same id.
        return {Outcome::Kind::deferred, failure.what()};
    }
}

void Lane::notice(const Outcome& outcome) {
    if (outcome.kind == Outcome::Kind::interrupted) return;
    if (outcome.kind != Outcome::Kind::server_away) {
        if (failures_ > 0) tell_that_server_is_back();
        failures_ = 0;
        return;
    }
    if (failures_ == 0) tell_that_server_is_away(outcome.reason);
    ++failures_;
    resume_at_ = clock_.now() + std::max(outcome.pause, server_pause_after(failures_));
}

void Lane::tell_that_server_is_away(const std::string& reason) const {
    platform::log::warning(
        "no messages are taken for the moment",
        {{"channel", std::string(platform::enum_name(channel_))}, {"reason", reason}});
}

void Lane::tell_that_server_is_back() const {
    platform::log::info("messages are taken again",
                        {{"channel", std::string(platform::enum_name(channel_))}});
}

void Lane::record(std::vector<Attempt> attempts) {
    std::vector<Attempt> taken;
    {
        const std::lock_guard lock(mutex_);
        std::ranges::move(attempts, std::back_inserter(unrecorded_));
        taken.swap(unrecorded_);
    }
    if (taken.empty()) return;
    try {
        database_.transact([&](Tx& tx) { write_down(tx, taken); });
    } catch (...) {
        const std::lock_guard lock(mutex_);
        std::ranges::move(taken, std::back_inserter(unrecorded_));
        throw;
    }
    for (const auto& attempt : taken) tell(attempt);
    const std::lock_guard lock(mutex_);
    for (const auto& attempt : taken) claimed_.erase(attempt.message.id);
}

void Lane::write_down(Tx& tx, const std::vector<Attempt>& attempts) {
    const auto now = clock_.now();
    std::vector<store::Claimed> sent;
    for (const auto& [message, outcome] : attempts) {
        if (outcome.kind == Outcome::Kind::sent) {
            sent.push_back(message);
            continue;
        }
        if (outcome.kind == Outcome::Kind::interrupted) {
            store::put_back(tx, message, outcome.reason, now);
            continue;
        }
        const auto status =
            is_final(message, outcome) ? MessageStatus::failed : MessageStatus::queued;
        store::mark_unsent(tx, message, status, outcome.reason,
                           now + std::max(outcome.pause, pause_after(message.attempts)));
        if (outcome.is_recipient_gone && channel_ == Channel::push)
            store::remove_device(tx, message.recipient);
    }
    if (!sent.empty()) store::mark_sent(tx, sent, now);
}

void Lane::tell(const Attempt& attempt) {
    const auto& [message, outcome] = attempt;
    if (outcome.kind == Outcome::Kind::sent) {
        ++sent_;
    } else if (is_final(message, outcome)) {
        ++failed_;
        platform::log::warning("a message failed for good",
                               {{"id", message.id.text()},
                                {"kind", message.kind},
                                {"channel", std::string(platform::enum_name(channel_))},
                                {"reason", outcome.reason}});
    }
}

std::vector<MessageId> Lane::claimed() const {
    const std::lock_guard lock(mutex_);
    return {claimed_.begin(), claimed_.end()};
}

}  // namespace kontor::notifications
