#pragma once

#include "correspondence_desk.hpp"
#include "lane.hpp"
#include "template_desk.hpp"

namespace kontor::notifications {

class Service final : public Notifications {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            const Informants& informants, const Shop& shop, const Config& config);

    std::vector<Message> list(const MessageFilter& filter) override;
    platform::Result<WholeMessage> message(const MessageId& id) override;
    platform::Result<Message> resend(const MessageId& id) override;
    platform::Result<Message> retry(const MessageId& id) override;
    Traffic traffic() override;
    bool send_next(Channel channel, const std::stop_token& stop) override;
    void keep_claims() override;
    std::size_t send_due() override;
    MessageTemplates& templates() override { return templates_; }
    Correspondence& correspondence() override { return correspondence_; }

private:
    platform::Database& database_;
    const platform::Clock& clock_;
    const platform::Sealer& sealer_;
    const std::string domain_;
    TemplateDesk templates_;
    CorrespondenceDesk correspondence_;
    std::vector<std::unique_ptr<Lane>> lanes_;
};

// Of an address, or of one with a display name: what a Message-ID ends in.
std::string domain_of(const std::string& address);

}  // namespace kontor::notifications
