#pragma once

#include "notifications/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::notifications {

enum class MessageStatus { queued, sending, sent, failed };
BOOST_DESCRIBE_ENUM(MessageStatus, queued, sending, sent, failed)

struct Message {
    MessageId id;
    std::string channel;  // "email"
    std::string kind;     // "order_placed"
    std::string recipient;
    std::string subject;
    MessageStatus status = MessageStatus::queued;
    int attempts = 0;
    std::optional<std::string> last_error;
    platform::Time created_at;
    std::optional<platform::Time> sent_at;
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, channel, kind, recipient, subject, status, attempts, last_error,
                       created_at, sent_at))

struct MessageFilter {
    std::optional<MessageStatus> status{};
    std::optional<MessageId> after{};  // newest first
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(MessageFilter, (), (status, after, limit))

// Outgoing messages: written by facts, sent by a job, kept. A message has one Message-ID over all
// its attempts. Thread-safe.
class Notifications {
public:
    virtual ~Notifications() = default;

    virtual std::vector<Message> list(const MessageFilter& filter) = 0;
    // Sends what is due, oldest first; answers how many went out. Retries with growing pauses,
    // failed for good after ten attempts or a permanent refusal. For a job.
    virtual std::size_t send_due() = 0;
};

}  // namespace kontor::notifications
