#pragma once

#include "notifications/notifications.hpp"
#include "platform/db/database.hpp"
#include "templates.hpp"

namespace kontor::notifications::store {

struct NewMessage {
    platform::Uuid event;
    std::string kind;
    std::string recipient;
    Letter letter;
    std::string message_id_domain;
    platform::Time at;
};

// Deferred; nothing where the event has its message already.
void insert(platform::Tx& tx, const NewMessage& message);

// A message that this process may send until its lease ends.
struct Claimed {
    MessageId id;
    int attempts = 0;
    std::string recipient;
    std::string subject;
    std::string text;
    std::string html;
    std::string message_id;
};
BOOST_DESCRIBE_STRUCT(Claimed, (), (id, attempts, recipient, subject, text, html, message_id))

std::vector<Claimed> claim_due(platform::Tx& tx, platform::Time now, platform::Time lease_end,
                               std::size_t limit);
// Both change nothing where the lease has passed to somebody else.
void mark_sent(platform::Tx& tx, const std::vector<Claimed>& messages, platform::Time now);
void mark_unsent(platform::Tx& tx, const Claimed& message, MessageStatus status,
                 const std::string& error, platform::Time next_attempt);

std::vector<Message> list(platform::Reader& reader, const MessageFilter& filter);

}  // namespace kontor::notifications::store
