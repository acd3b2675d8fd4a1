#pragma once

#include "notifications/module.hpp"
#include "store.hpp"

namespace kontor::notifications {

// Hands a message to the mail server or, without one, to the spool folder.
class Sender {
public:
    Sender(std::filesystem::path spool, const Config& config)
        : spool_(std::move(spool)), config_(config) {}

    bool has_server() const { return !config_.smtp_url.empty(); }

    // Refuses like platform::send_mail: unavailable is worth a retry, all else is for good.
    platform::Result<> send(const store::Claimed& message) const;

private:
    std::filesystem::path spool_;
    Config config_;
};

}  // namespace kontor::notifications
