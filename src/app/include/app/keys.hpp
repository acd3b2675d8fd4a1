// What the shop seals personal data with.
#pragma once

#include "app/configuration.hpp"
#include "platform/core/result.hpp"
#include "platform/core/uuid.hpp"
#include "platform/core/violation.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace kontor::app {

// The keys of the configuration, or of its key file. Throws std::invalid_argument, which says what
// to do, where there are none or they cannot be used.
platform::Sealer make_sealer(const SealingConfig& config);

// Remembers the key that seals in the database of role kontor_platform. Refuses app.sealing_key
// (conflict) where values may be sealed under a key that is not here, or is another one of the
// same id: to go on would be to lose them; and where a running process of the shop could not open
// what is sealed with the first key here.
platform::Result<> keep_sealing_keys(platform::Database& database, const platform::Sealer& sealer);

// Once nothing is sealed under former keys any more, nor will be. Refuses app.sealing_key_in_use
// (conflict) while a running process seals with another key than the first here.
platform::Result<> check_former_keys(platform::Database& database, const platform::Sealer& sealer);
platform::Result<> forget_former_keys(platform::Database& database, const platform::Sealer& sealer);

// Running processes that lack a key which values may be sealed under.
std::vector<platform::Violation> check_running_keys(platform::Database& database);

// Tells the other processes of the shop that this one runs with these keys, for as long as it
// lives; who does not say so for two minutes counts as gone. Thread-safe.
class SealingWatch {
public:
    // Throws std::invalid_argument where keep_sealing_keys refuses.
    SealingWatch(platform::Database& database, const platform::Sealer& sealer);
    ~SealingWatch();
    SealingWatch(const SealingWatch&) = delete;

    // Looks twice a minute from now on.
    void start();
    // Says once more that it runs, and logs an error where its keys are no longer those that the
    // database remembers.
    void look();
    // Whether they were when it last looked.
    bool fits() const { return fits_; }

private:
    platform::Database& database_;
    const platform::Sealer& sealer_;
    const platform::Uuid id_ = platform::new_uuid();
    std::mutex mutex_;
    std::condition_variable_any stopping_;
    std::atomic<bool> fits_{true};
    std::jthread thread_;
};

}  // namespace kontor::app
