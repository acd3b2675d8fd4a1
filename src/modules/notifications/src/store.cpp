#include "store.hpp"

#include <algorithm>

namespace kontor::notifications::store {

using platform::Reader;
using platform::Tx;

void insert(Tx& tx, const NewMessage& message) {
    const auto id = MessageId::make();
    tx.defer(
        "insert into notifications.message (id, event_id, channel, kind, recipient, subject, text,"
        " html, message_id, status, next_attempt_at, created_at)"
        " values ($1, $2, 'email', $3, $4, $5, $6, $7, $8, 'queued', $9, $9)"
        " on conflict (event_id, kind) do nothing",
        id, message.event, message.kind, message.recipient, message.letter.subject,
        message.letter.text, message.letter.html, id.text() + "@" + message.message_id_domain,
        message.at);
}

std::vector<Claimed> claim_due(Tx& tx, platform::Time now, platform::Time lease_end,
                               std::size_t limit) {
    auto claimed = tx.all<Claimed>(
        "update notifications.message m set status = 'sending', attempts = attempts + 1,"
        " next_attempt_at = $2 from (select id from notifications.message"
        "  where status in ('queued', 'sending') and next_attempt_at <= $1"
        "  order by next_attempt_at, id limit $3 for update skip locked) due"
        " where m.id = due.id"
        " returning m.id, attempts, recipient, subject, text, html, message_id",
        now, lease_end, limit);
    std::ranges::sort(claimed, {}, &Claimed::id);
    return claimed;
}

void mark_sent(Tx& tx, const std::vector<Claimed>& messages, platform::Time now) {
    std::vector<MessageId> ids;
    std::vector<int> attempts;
    for (const auto& message : messages) {
        ids.push_back(message.id);
        attempts.push_back(message.attempts);
    }
    tx.defer(
        "update notifications.message m set status = 'sent', sent_at = $3, last_error = null"
        " from unnest($1::uuid[], $2::integer[]) as held (id, attempts)"
        " where m.id = held.id and m.attempts = held.attempts and status = 'sending'",
        ids, attempts, now);
}

void mark_unsent(Tx& tx, const Claimed& message, MessageStatus status, const std::string& error,
                 platform::Time next_attempt) {
    tx.defer(
        "update notifications.message set status = $3, last_error = $4, next_attempt_at = $5"
        " where id = $1 and attempts = $2 and status = 'sending'",
        message.id, message.attempts, status, error, next_attempt);
}

std::vector<Message> list(Reader& reader, const MessageFilter& filter) {
    return reader.all<Message>(
        "select id, channel, kind, recipient, subject, status, attempts, last_error, created_at,"
        " sent_at from notifications.message where ($1::text is null or status = $1)"
        " and ($2::uuid is null or id < $2) order by id desc limit $3",
        filter.status, filter.after, filter.limit);
}

}  // namespace kontor::notifications::store
