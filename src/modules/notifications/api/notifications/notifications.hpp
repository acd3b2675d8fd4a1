#pragma once

#include "notifications/correspondence.hpp"
#include "notifications/message.hpp"
#include "notifications/templates.hpp"
#include "platform/core/result.hpp"

#include <stop_token>
#include <vector>

namespace kontor::notifications {

// Outgoing messages: written by facts, sent by couriers, kept. A message has one Message-ID over
// all its attempts. Thread-safe.
class Notifications {
public:
    virtual ~Notifications() = default;

    virtual std::vector<Message> list(const MessageFilter& filter) = 0;
    // Refuses notifications.no_such_message (not_found), as the two below.
    virtual platform::Result<WholeMessage> message(const MessageId& id) = 0;
    // The same once more, as a message of its own.
    virtual platform::Result<Message> resend(const MessageId& id) = 0;
    // failed -> queued, as if it had never been tried. Refuses invalid_transition.
    virtual platform::Result<Message> retry(const MessageId& id) = 0;
    virtual Traffic traffic() = 0;

    // Sends the next that are due over the channel and answers whether there may be more at once.
    // Waits for the receiving server, a second at most once it is told to stop: for a courier's
    // thread. Retries with growing pauses; failed for good after ten attempts or a permanent
    // refusal.
    virtual bool send_next(Channel channel, const std::stop_token& stop) = 0;
    // What is being sent goes on being this process's. To be called every few seconds.
    virtual void keep_claims() = 0;
    // Everything that is due, over every channel, on this thread: for tests that step by hand.
    virtual std::size_t send_due() = 0;

    virtual MessageTemplates& templates() = 0;
    virtual Correspondence& correspondence() = 0;
};

}  // namespace kontor::notifications
