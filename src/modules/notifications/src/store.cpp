#include "store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/row_count.hpp"
#include "recipients/recipient_store.hpp"

#include <algorithm>

namespace kontor::notifications::store {

using platform::ColumnOf;
using platform::Reader;
using platform::Sealer;
using platform::Tx;

namespace {

std::vector<KeptRecipient> kept_recipients(const Sealer& sealer,
                                           const std::vector<NewMessage>& messages) {
    std::vector<KeptRecipient> kept;
    for (const auto& message : messages)
        kept.push_back(kept_recipient(sealer, message.channel, message.id, message.recipient));
    return kept;
}

}  // namespace

void insert(Tx& tx, const Sealer& sealer, const std::vector<NewMessage>& messages,
            platform::Time now) {
    if (messages.empty()) return;
    const auto recipients = kept_recipients(sealer, messages);
    tx.defer(
        "with given as (select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[],"
        "  $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::uuid[],"
        "  $12::uuid[], $13::timestamptz[], $15::uuid[], $16::text[]) as g (id, event_id, channel,"
        "  kind, recipient, locale, subject, text, html, message_id, order_id, customer_id, due,"
        "  link_id, recipient_index)),"
        " written as (insert into notifications.message (id, event_id, channel, kind, recipient,"
        "  locale, subject, text, html, message_id, order_id, customer_id, created_at, link_id,"
        "  recipient_index)"
        "  select id, event_id, channel, kind, recipient, locale, subject, text, html, message_id,"
        "  order_id, customer_id, $14::timestamptz, link_id, recipient_index from given"
        "  on conflict do nothing returning id)"
        " insert into notifications.outgoing (message_id, channel, next_attempt_at)"
        " select id, channel, due from given join written using (id)",
        ColumnOf(messages, &NewMessage::id), ColumnOf(messages, &NewMessage::event),
        ColumnOf(messages, &NewMessage::channel), ColumnOf(messages, &NewMessage::kind),
        ColumnOf(recipients, &KeptRecipient::recipient),
        ColumnOf(messages, &NewMessage::letter, &Letter::language),
        ColumnOf(messages, &NewMessage::letter, &Letter::subject),
        ColumnOf(messages, &NewMessage::letter, &Letter::text),
        ColumnOf(messages, &NewMessage::letter, &Letter::html),
        ColumnOf(messages, &NewMessage::message_id), ColumnOf(messages, &NewMessage::order),
        ColumnOf(messages, &NewMessage::customer), ColumnOf(messages, &NewMessage::due), now,
        ColumnOf(messages, &NewMessage::link), ColumnOf(recipients, &KeptRecipient::index));
}

std::vector<Claimed> claim_due(Tx& tx, Channel channel, platform::Time now,
                               platform::Time claim_end, std::size_t limit) {
    auto claimed = tx.all<Claimed>(
        "update notifications.outgoing o set status = 'sending', attempts = o.attempts + 1,"
        " next_attempt_at = $3 from notifications.message m"
        " where m.id = o.message_id and o.message_id = any(array("
        "  select message_id from notifications.outgoing"
        "  where channel = $1 and status <> 'failed' and next_attempt_at <= $2"
        "  order by next_attempt_at, message_id limit $4 for update skip locked))"
        " returning m.id, o.attempts, m.kind, m.recipient, m.subject, m.text, m.html,"
        " m.message_id, m.link_id as link, m.customer_id as customer",
        channel, now, claim_end, limit);
    std::ranges::sort(claimed, {}, &Claimed::id);
    return claimed;
}

void keep_claims(Tx& tx, const std::vector<MessageId>& messages, platform::Time claim_end) {
    tx.defer(
        "update notifications.outgoing set next_attempt_at = $2"
        " where message_id = any($1) and status = 'sending'",
        messages, claim_end);
}

void mark_sent(Tx& tx, const std::vector<Claimed>& messages, platform::Time now) {
    tx.defer(
        "with done as (delete from notifications.outgoing o"
        "  using unnest($1::uuid[], $2::integer[]) as held (id, attempts)"
        "  where o.message_id = held.id and o.attempts = held.attempts and o.status = 'sending'"
        "  returning o.message_id, o.attempts)"
        " update notifications.message m set sent_at = $3, attempts = done.attempts"
        " from done where m.id = done.message_id",
        ColumnOf(messages, &Claimed::id), ColumnOf(messages, &Claimed::attempts), now);
}

void mark_unsent(Tx& tx, const Claimed& message, MessageStatus status, const std::string& error,
                 platform::Time next_attempt) {
    tx.defer(
        "update notifications.outgoing set status = $3, last_error = $4, next_attempt_at = $5"
        " where message_id = $1 and attempts = $2 and status = 'sending'",
        message.id, message.attempts, status, error, next_attempt);
}

void put_back(Tx& tx, const Claimed& message, const std::string& reason, platform::Time now) {
    tx.defer(
        "update notifications.outgoing set status = 'queued', attempts = attempts - 1,"
        " last_error = $3, next_attempt_at = $4"
        " where message_id = $1 and attempts = $2 and status = 'sending'",
        message.id, message.attempts, reason, now);
}

void remove_device(Tx& tx, const std::string& token) {
    tx.defer("delete from notifications.device where token = $1", token);
}

void remove_messages_to(Tx& tx, const auth::UserId& customer) {
    tx.defer(
        "with written as (delete from notifications.message where customer_id = $1 returning id)"
        " delete from notifications.outgoing o using written w where o.message_id = w.id",
        customer);
}

bool queue_again(Tx& tx, const MessageId& id, platform::Time now) {
    return tx.run(
               "update notifications.outgoing set status = 'queued', attempts = 0,"
               " next_attempt_at = $2 where message_id = $1 and status = 'failed'",
               id, now) > 0;
}

std::vector<Message> list(Reader& reader, const Sealer& sealer, const MessageFilter& filter) {
    // A filter that is not given has a text of its own, so that the others may use their indexes.
    const auto where = [](bool is_given, std::string_view parameter, std::string_view condition) {
        return " and " + std::string(is_given ? condition : parameter) +
               (is_given ? "" : " is null");
    };
    const auto indexes =
        filter.recipient ? recipient_indexes(sealer, *filter.recipient) : std::nullopt;
    const bool is_by_address = filter.recipient && !indexes;
    const bool is_waiting = filter.status && *filter.status != MessageStatus::sent;
    const auto sql =
        "select m.id, m.channel, m.kind, m.recipient, m.locale, m.subject, m.order_id,"
        " m.resend_of, coalesce(o.status, 'sent') as status,"
        " coalesce(o.attempts, m.attempts) as attempts, o.last_error, m.created_at, m.sent_at"
        " from notifications.message m" +
        std::string(is_waiting ? " join" : " left join") +
        " notifications.outgoing o on o.message_id = m.id where true" +
        where(filter.status.has_value(), "$1::text", "coalesce(o.status, 'sent') = $1") +
        where(filter.kind.has_value(), "$2::text", "m.kind = $2") +
        where(filter.channel.has_value(), "$3::text", "m.channel = $3") +
        where(is_by_address, "$4::text", "lower(m.recipient) = lower($4)") +
        where(indexes.has_value(), "$8::text[]", "m.recipient_index = any($8)") +
        where(filter.order.has_value(), "$5::uuid", "m.order_id = $5") +
        where(filter.after.has_value(), "$6::uuid", "m.id < $6") + " order by m.id desc limit $7";
    auto found = platform::listed<Message>(reader, sql, filter.status, filter.kind, filter.channel,
                                           is_by_address ? filter.recipient : std::nullopt,
                                           filter.order, filter.after, filter.limit, indexes);
    for (auto& message : found)
        message.recipient =
            opened_recipient(sealer, message.channel, message.id, message.recipient);
    return found;
}

std::optional<WholeMessage> find(Reader& reader, const Sealer& sealer, const MessageId& id) {
    auto found = reader.one<WholeMessage>(
        "select m.id, m.channel, m.kind, m.recipient, m.locale, m.subject, m.order_id,"
        " m.resend_of, coalesce(o.status, 'sent') as status,"
        " coalesce(o.attempts, m.attempts) as attempts, o.last_error, m.created_at, m.sent_at,"
        " m.text, m.html from notifications.message m"
        " left join notifications.outgoing o on o.message_id = m.id where m.id = $1",
        id);
    if (found)
        found->recipient = opened_recipient(sealer, found->channel, found->id, found->recipient);
    return found;
}

void copy(Tx& tx, const Sealer& sealer, const WholeMessage& of, const MessageId& id,
          const std::string& message_id_domain, platform::Time now) {
    const auto kept = kept_recipient(sealer, of.channel, id, of.recipient);
    tx.defer(
        "with written as (insert into notifications.message (id, event_id, channel, kind,"
        "  recipient, locale, subject, text, html, message_id, order_id, customer_id,"
        "  resend_of, created_at, link_id, recipient_index)"
        " select $2, $2, channel, kind, $5, locale, subject, text, html, $3,"
        "  order_id, customer_id, $1, $4, link_id, $6 from notifications.message where id = $1"
        "  returning id, channel)"
        " insert into notifications.outgoing (message_id, channel, next_attempt_at)"
        " select id, channel, $4 from written",
        of.id, id, id.text() + "@" + message_id_domain, now, kept.recipient, kept.index);
}

Waiting waiting(Reader& reader, platform::Time now) {
    return reader
        .one<Waiting>(
            "select count(*) filter (where status <> 'failed') as queued,"
            " count(*) filter (where status = 'failed') as failed,"
            " coalesce(greatest(0, extract(epoch from $1 - min(next_attempt_at)"
            "  filter (where status <> 'failed'))), 0)::float8 as oldest_seconds"
            " from notifications.outgoing",
            now)
        .value();
}

}  // namespace kontor::notifications::store
