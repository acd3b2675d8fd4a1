#pragma once

#include "sender.hpp"

#include <mutex>

namespace kontor::notifications {

class Service final : public Notifications {
public:
    Service(platform::Database& database, const platform::Clock& clock, Sender sender)
        : database_(database), clock_(clock), sender_(std::move(sender)) {}

    std::vector<Message> list(const MessageFilter& filter) override;
    std::size_t send_due() override;

private:
    struct Turn {
        std::vector<store::Claimed> sent{};
        bool server_works = true;
        bool finished = false;
    };

    Turn send_batch();
    void give_up_or_retry(const store::Claimed& message, const platform::Error& error);

    platform::Database& database_;
    const platform::Clock& clock_;
    Sender sender_;

    std::mutex sending_;
    int failures_ = 0;  // of the server, in a row
    platform::Time resume_at_{};
};

}  // namespace kontor::notifications
