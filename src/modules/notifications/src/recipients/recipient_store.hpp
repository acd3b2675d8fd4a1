// Recipients of messages as they are kept: telephone numbers sealed and with what they are found
// by, those of before as they are; addresses and devices as they are.
#pragma once

#include "notifications/message.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"

namespace kontor::notifications::store {

struct KeptRecipient {
    std::string recipient;
    std::optional<std::string> index;
};
KeptRecipient kept_recipient(const platform::Sealer& sealer, Channel channel, const MessageId& id,
                             const std::string& recipient);
// Throws std::runtime_error for a number that does not open.
std::string opened_recipient(const platform::Sealer& sealer, Channel channel, const MessageId& id,
                             const std::string& kept);

// What a telephone number, however it is written, is looked for by; nothing for what is none with
// the code of a country: it may be an address or a device.
std::optional<std::vector<std::string>> recipient_indexes(const platform::Sealer& sealer,
                                                          const std::string& recipient);

// Seals some of those of before. How many: none are left once it is none.
std::size_t seal_plain_recipients(platform::Tx& tx, const platform::Sealer& sealer);
std::string recipient_context(const platform::Uuid& message);
std::string index_of_recipient(const platform::Sealer& sealer, const std::string& phone);

}  // namespace kontor::notifications::store
