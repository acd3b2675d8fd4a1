#pragma once

#include "auth/links.hpp"
#include "carrier.hpp"

#include <atomic>
#include <mutex>
#include <set>

namespace kontor::notifications {

// The way of one channel: claims what is due, hands it over and writes down what became of it.
// Thread-safe; several may send at the same time.
class Lane {
public:
    Lane(platform::Database& database, const platform::Clock& clock, Channel channel,
         std::unique_ptr<Carrier> carrier, const auth::Links& links, const platform::Sealer& sealer)
        : database_(database),
          clock_(clock),
          channel_(channel),
          carrier_(std::move(carrier)),
          links_(links),
          sealer_(sealer) {}

    Channel channel() const { return channel_; }
    // Whether there may be more to send at once.
    bool send_next(const std::stop_token& stop);
    std::vector<MessageId> claimed() const;
    std::int64_t sent() const { return sent_; }
    std::int64_t failed() const { return failed_; }

private:
    struct Attempt {
        store::Claimed message;
        Outcome outcome;
    };

    // While the receiving server gives no sign of life, one message at a time finds out.
    bool begin();
    void end(const std::vector<Attempt>& attempts);
    std::vector<store::Claimed> claim();
    // As the recipient gets it, and nobody else.
    store::Claimed opened(store::Claimed message) const;
    Outcome try_to_send(const store::Claimed& message, const std::stop_token& stop);
    void notice(const Outcome& outcome);
    void tell_that_server_is_away(const std::string& reason) const;
    void tell_that_server_is_back() const;
    // What could not be written down, because the database was away, is written with the next.
    void record(std::vector<Attempt> attempts);
    void write_down(platform::Tx& tx, const std::vector<Attempt>& attempts);
    void tell(const Attempt& attempt);

    platform::Database& database_;
    const platform::Clock& clock_;
    const Channel channel_;
    const std::unique_ptr<Carrier> carrier_;
    const auth::Links& links_;
    const platform::Sealer& sealer_;
    std::atomic<std::int64_t> sent_ = 0;
    std::atomic<std::int64_t> failed_ = 0;

    mutable std::mutex mutex_;
    int sending_ = 0;
    int failures_ = 0;  // of the server, in a row
    platform::Time resume_at_{};
    std::set<MessageId> claimed_;
    std::vector<Attempt> unrecorded_;
};

}  // namespace kontor::notifications
