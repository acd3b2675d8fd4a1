#pragma once

#include "correspondence_store.hpp"
#include "letters.hpp"
#include "store.hpp"

#include <map>
#include <set>

namespace kontor::notifications {

// Turns drafts into messages: in whose language, over which channels, and whether at all.
class Secretary {
public:
    Secretary(const platform::Clock& clock, Notifications& notifications,
              const Informants& informants, const Shop& shop, const Config& config);

    // One statement that reads, where something has to be known of somebody, one more for each
    // channel where some of it is marketing, and one that writes.
    void write(platform::Tx& tx, const std::vector<Draft>& drafts) const;

private:
    using Willing = std::map<Channel, std::set<auth::UserId>>;

    // Who consents to marketing, of those whom these would tell some.
    Willing ask(const std::vector<Draft>& drafts, const std::vector<store::Known>& known) const;
    std::vector<store::NewMessage> messages_of(const Draft& draft, const store::Known& known,
                                               const Willing& willing) const;

    const platform::Clock& clock_;
    Notifications& notifications_;
    customers::Consents& consents_;
    const platform::Sealer& sealer_;
    const std::string language_;
    const std::string domain_;
    const Values shop_values_;
    const bool has_sms_;
    const bool has_push_;
};

}  // namespace kontor::notifications
