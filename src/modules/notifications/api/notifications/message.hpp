#pragma once

#include "notifications/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>

namespace kontor::notifications {

enum class Channel { email, sms, push };
BOOST_DESCRIBE_ENUM(Channel, email, sms, push)

enum class MessageStatus { queued, sending, sent, failed };
BOOST_DESCRIBE_ENUM(MessageStatus, queued, sending, sent, failed)

struct Message {
    MessageId id;
    Channel channel{};
    std::string kind;                   // "order_placed"
    std::string recipient;              // an address, a telephone number, a token of a device
    std::optional<std::string> locale;  // none in messages of before it was kept
    std::string subject;
    std::optional<orders::OrderId> order_id;
    std::optional<MessageId> resend_of;
    MessageStatus status = MessageStatus::queued;
    int attempts = 0;
    std::optional<std::string> last_error;
    platform::Time created_at;
    std::optional<platform::Time> sent_at;
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, channel, kind, recipient, locale, subject, order_id, resend_of, status,
                       attempts, last_error, created_at, sent_at))

// With what it says. html is empty where the channel knows none.
struct WholeMessage {
    MessageId id;
    Channel channel{};
    std::string kind;
    std::string recipient;
    std::optional<std::string> locale;
    std::string subject;
    std::optional<orders::OrderId> order_id;
    std::optional<MessageId> resend_of;
    MessageStatus status = MessageStatus::queued;
    int attempts = 0;
    std::optional<std::string> last_error;
    platform::Time created_at;
    std::optional<platform::Time> sent_at;
    std::string text;
    std::string html;
};
BOOST_DESCRIBE_STRUCT(WholeMessage, (),
                      (id, channel, kind, recipient, locale, subject, order_id, resend_of, status,
                       attempts, last_error, created_at, sent_at, text, html))

struct MessageFilter {
    std::optional<MessageStatus> status{};
    std::optional<std::string> kind{};
    std::optional<Channel> channel{};
    // An address or a device in any case of letters, a telephone number however it is written, with
    // the code of its country.
    std::optional<std::string> recipient{};
    std::optional<orders::OrderId> order{};
    std::optional<MessageId> after{};  // newest first
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(MessageFilter, (), (status, kind, channel, recipient, order, after, limit))

// What is still to be sent, and what was since the program began.
struct Traffic {
    std::int64_t queued = 0;     // sending included
    std::int64_t failed = 0;     // and not sent since
    double oldest_seconds = 0;   // how long the oldest of the queued is overdue
    std::int64_t sent_here = 0;  // by this process
    std::int64_t failed_here = 0;
};

}  // namespace kontor::notifications
