#pragma once

#include "api_keys/api_key_store.hpp"

#include <atomic>
#include <memory>
#include <shared_mutex>
#include <unordered_map>

namespace kontor::auth {

// Every key there is, in memory, until somebody says that they have changed. Thread-safe.
class KnownKeys {
public:
    struct Key : store::CheckedKey {
        explicit Key(store::CheckedKey checked);
        // When its use was kept, in microseconds since 1970.
        mutable std::atomic<std::int64_t> kept_use;
    };

    explicit KnownKeys(platform::Database& database) : database_(database) {}

    // Nothing where no key has this text. Without a statement, but for the first after a change.
    std::shared_ptr<const Key> find(std::string_view text);
    // They may have changed: they are read before one is next asked for.
    void look_again() { ++changes_; }
    // The account of somebody has changed, who may have made some.
    void look_again_for(const UserId& maker);

private:
    bool has_made_one(const UserId& user) const;

    using Keys = std::unordered_map<std::string, std::shared_ptr<const Key>>;
    std::shared_ptr<const Keys> keys();

    platform::Database& database_;
    std::atomic<std::uint64_t> changes_ = 1;
    mutable std::shared_mutex mutex_;
    std::shared_ptr<const Keys> keys_;
    std::uint64_t changes_read_ = 0;
};

}  // namespace kontor::auth
