#pragma once

#include "notifications/module.hpp"
#include "store.hpp"

#include <chrono>
#include <memory>

namespace kontor::notifications {

// What became of an attempt to hand a message over.
struct Outcome {
    // Refused is for good, deferred for now, and both for this message alone; a server that is away
    // would not take another one either. An interruption is ours, and no attempt.
    enum class Kind { sent, refused, deferred, server_away, interrupted };
    Kind kind = Kind::sent;
    std::string reason{};
    std::chrono::seconds pause{0};  // that the receiving server asked for
    bool is_recipient_gone = false;
};

// Hands messages of one channel to whoever delivers them. Thread-safe; waits for the answer.
class Carrier {
public:
    virtual ~Carrier() = default;
    // Once it is told to stop it hands nothing over, and waits for no answer for long.
    virtual Outcome send(const store::Claimed& message, const std::stop_token& stop) = 0;
    // How many may be claimed at a time: as many as may be sent twice after a crash.
    virtual std::size_t at_once() const { return 1; }
};

std::unique_ptr<Carrier> make_mail_carrier(const Config& config, Correspondence& correspondence);
std::unique_ptr<Carrier> make_spool_carrier(const Config& config, Correspondence& correspondence,
                                            const std::filesystem::path& spool);
// Throws std::invalid_argument for a secret that is none.
std::unique_ptr<Carrier> make_http_carrier(Channel channel, const ProviderConfig& provider,
                                           const platform::Clock& clock);

}  // namespace kontor::notifications
