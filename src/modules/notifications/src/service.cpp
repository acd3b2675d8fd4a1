#include "service.hpp"

#include <algorithm>

namespace kontor::notifications {

using namespace platform;

namespace {

constexpr int most_attempts = 10;
constexpr std::chrono::seconds lease{30};
constexpr std::chrono::seconds longest_turn{5};
// A file may be written twice, a mail may not: those are claimed and marked one by one.
constexpr std::size_t files_at_once = 100;

std::chrono::seconds pause_after(int attempts) {
    constexpr std::chrono::seconds longest = std::chrono::hours(8);
    return std::min(std::chrono::seconds(10) * (1 << 2 * std::min(attempts - 1, 8)), longest);
}

std::chrono::seconds server_pause_after(int failures) {
    return std::chrono::seconds(1 << std::min(failures, 6));
}

}  // namespace

std::vector<Message> Service::list(const MessageFilter& filter) {
    return database_.read([&](Reader& reader) { return store::list(reader, filter); });
}

// A turn is short, and none is made while the server is known to be down: the jobs of the shop
// take turns on one thread.
std::size_t Service::send_due() {
    const std::lock_guard lock(sending_);
    if (clock_.now() < resume_at_) return 0;

    const auto end = std::chrono::steady_clock::now() + longest_turn;
    std::size_t sent = 0;
    for (auto turn = send_batch(); !turn.finished; turn = send_batch()) {
        sent += turn.sent.size();
        if (!turn.server_works) {
            resume_at_ = clock_.now() + server_pause_after(++failures_);
            break;
        }
        failures_ = 0;
        if (std::chrono::steady_clock::now() > end) break;
    }
    return sent;
}

// The claim is committed before anything is sent, so that a crash sends nothing twice but what
// was being sent.
Service::Turn Service::send_batch() {
    const auto now = clock_.now();
    const auto claimed = database_.transact([&](Tx& tx) {
        return store::claim_due(tx, now, now + lease, sender_.has_server() ? 1 : files_at_once);
    });
    Turn turn{.finished = claimed.empty()};
    for (const auto& message : claimed) {
        if (message.attempts > most_attempts) {
            give_up_or_retry(message, {ErrorKind::unavailable, "notifications.never_finished",
                                       "The process ended during every attempt."});
            continue;
        }
        const auto result = sender_.send(message);
        if (result) {
            turn.sent.push_back(message);
            continue;
        }
        give_up_or_retry(message, result.error());
        turn.server_works &= result.error().kind != ErrorKind::unavailable;
    }
    if (!turn.sent.empty())
        database_.transact([&](Tx& tx) { store::mark_sent(tx, turn.sent, clock_.now()); });
    return turn;
}

void Service::give_up_or_retry(const store::Claimed& message, const Error& error) {
    const bool is_final = error.kind != ErrorKind::unavailable || message.attempts >= most_attempts;
    database_.transact([&](Tx& tx) {
        store::mark_unsent(tx, message, is_final ? MessageStatus::failed : MessageStatus::queued,
                           error.message, clock_.now() + pause_after(message.attempts));
    });
}

}  // namespace kontor::notifications
