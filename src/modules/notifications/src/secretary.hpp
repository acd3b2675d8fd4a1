#pragma once

#include "correspondence_store.hpp"
#include "letters.hpp"
#include "store.hpp"

namespace kontor::notifications {

// Turns drafts into messages: in whose language, over which channels, and whether at all.
class Secretary {
public:
    Secretary(const platform::Clock& clock, Notifications& notifications, const Shop& shop,
              const Config& config);

    // One statement that reads, where something has to be known of somebody, and one that writes.
    void write(platform::Tx& tx, const std::vector<Draft>& drafts) const;

private:
    std::vector<store::NewMessage> messages_of(const Draft& draft, const store::Known& known) const;

    const platform::Clock& clock_;
    Notifications& notifications_;
    const std::string language_;
    const std::string domain_;
    const Values shop_values_;
    const bool has_sms_;
    const bool has_push_;
};

}  // namespace kontor::notifications
