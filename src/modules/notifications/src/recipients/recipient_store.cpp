#include "recipients/recipient_store.hpp"

#include "platform/core/dialled_number.hpp"

namespace kontor::notifications::store {

using namespace platform;

namespace {

constexpr std::string_view field = "notifications.message.recipient";

struct PlainRecipient {
    MessageId id;
    std::string recipient;
};
BOOST_DESCRIBE_STRUCT(PlainRecipient, (), (id, recipient))

// As it was kept before telephone numbers were sealed.
bool is_plain(const std::string& phone) {
    return phone.starts_with('+');
}

}  // namespace

std::string recipient_context(const Uuid& message) {
    return std::string(field) + ":" + to_string(message);
}

std::string index_of_recipient(const Sealer& sealer, const std::string& phone) {
    return sealer.blind_index(phone, field);
}

KeptRecipient kept_recipient(const Sealer& sealer, Channel channel, const MessageId& id,
                             const std::string& recipient) {
    if (channel != Channel::sms) return {recipient, {}};
    return {sealer.seal(recipient, recipient_context(id.uuid())),
            index_of_recipient(sealer, recipient)};
}

std::string opened_recipient(const Sealer& sealer, Channel channel, const MessageId& id,
                             const std::string& kept) {
    if (channel != Channel::sms || is_plain(kept)) return kept;
    return sealer.opened(kept, recipient_context(id.uuid()));
}

std::optional<std::vector<std::string>> recipient_indexes(const Sealer& sealer,
                                                          const std::string& recipient) {
    const auto number = DialledNumber::accept(recipient);
    if (!number || !number->value().starts_with('+')) return std::nullopt;
    return sealer.blind_indexes(number->value(), field);
}

std::size_t seal_plain_recipients(Tx& tx, const Sealer& sealer) {
    const auto rows = tx.all<PlainRecipient>(
        "select id, recipient from notifications.message"
        " where channel = 'sms' and starts_with(recipient, '+') order by id limit 500 for update");
    std::vector<MessageId> ids;
    std::vector<std::string> recipients;
    std::vector<std::string> indexes;
    for (const auto& row : rows) {
        const auto kept = kept_recipient(sealer, Channel::sms, row.id, row.recipient);
        ids.push_back(row.id);
        recipients.push_back(kept.recipient);
        indexes.push_back(kept.index.value());
    }
    tx.defer(
        "update notifications.message kept set recipient = anew.recipient,"
        " recipient_index = anew.index"
        " from unnest($1::uuid[], $2::text[], $3::text[]) anew(id, recipient, index)"
        " where kept.id = anew.id",
        ids, recipients, indexes);
    return rows.size();
}

}  // namespace kontor::notifications::store
