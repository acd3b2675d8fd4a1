#pragma once

#include "auth/link_id.hpp"
#include "notifications/notifications.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"

namespace kontor::notifications::store {

struct NewMessage {
    MessageId id;
    platform::Uuid event;
    Channel channel{};
    std::string kind;
    std::string recipient;
    Letter letter;
    std::string message_id;
    std::optional<orders::OrderId> order;
    std::optional<auth::UserId> customer;
    platform::Time due;
    std::optional<auth::LinkId> link;
};

// One statement for all, deferred; nothing where the event has its message already.
void insert(platform::Tx& tx, const platform::Sealer& sealer,
            const std::vector<NewMessage>& messages, platform::Time now);

constexpr std::chrono::seconds claim_lasts{30};

// A message that this process may send until its claim ends.
struct Claimed {
    MessageId id;
    int attempts = 0;
    std::string kind;
    std::string recipient;  // as it is kept
    std::string subject;
    std::string text;
    std::string html;
    std::string message_id;
    std::optional<auth::LinkId> link;  // whose id stands in the texts where its token belongs
    std::optional<auth::UserId> customer;
};
BOOST_DESCRIBE_STRUCT(Claimed, (),
                      (id, attempts, kind, recipient, subject, text, html, message_id, link,
                       customer))

std::vector<Claimed> claim_due(platform::Tx& tx, Channel channel, platform::Time now,
                               platform::Time claim_end, std::size_t limit);
void keep_claims(platform::Tx& tx, const std::vector<MessageId>& messages,
                 platform::Time claim_end);
// All three change nothing where the claim has passed to somebody else.
void mark_sent(platform::Tx& tx, const std::vector<Claimed>& messages, platform::Time now);
void mark_unsent(platform::Tx& tx, const Claimed& message, MessageStatus status,
                 const std::string& error, platform::Time next_attempt);
// Due again as if it had never been claimed.
void put_back(platform::Tx& tx, const Claimed& message, const std::string& reason,
              platform::Time now);
void remove_device(platform::Tx& tx, const std::string& token);
// Sent or not.
void remove_messages_to(platform::Tx& tx, const auth::UserId& customer);
// failed -> queued. Whether it was.
bool queue_again(platform::Tx& tx, const MessageId& id, platform::Time now);

std::vector<Message> list(platform::Reader& reader, const platform::Sealer& sealer,
                          const MessageFilter& filter);
std::optional<WholeMessage> find(platform::Reader& reader, const platform::Sealer& sealer,
                                 const MessageId& id);
// A message like that one, due now.
void copy(platform::Tx& tx, const platform::Sealer& sealer, const WholeMessage& of,
          const MessageId& id, const std::string& message_id_domain, platform::Time now);
struct Waiting {
    std::int64_t queued = 0;
    std::int64_t failed = 0;
    double oldest_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (queued, failed, oldest_seconds))
Waiting waiting(platform::Reader& reader, platform::Time now);

}  // namespace kontor::notifications::store
