#pragma once

#include "notifications/module.hpp"
#include "store.hpp"

#include <chrono>
#include <memory>

namespace kontor::notifications {

// What became of an attempt to hand a message over.
struct Outcome {
    enum class Kind { sent, refused, later };
    Kind kind = Kind::sent;
    std::string reason{};
    std::chrono::seconds pause{0};  // that the receiving server asked for
    bool is_server_busy = false;    // it would not take another message either
    bool is_recipient_gone = false;

    static Outcome refused(std::string why, bool is_gone = false) {
        return {Kind::refused, std::move(why), {}, false, is_gone};
    }
    static Outcome later(std::string why, std::chrono::seconds pause = {}, bool is_busy = false) {
        return {Kind::later, std::move(why), pause, is_busy};
    }
};

// Hands messages of one channel to whoever delivers them. Thread-safe; waits for the answer.
class Carrier {
public:
    virtual ~Carrier() = default;
    virtual Outcome send(const store::Claimed& message) = 0;
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
