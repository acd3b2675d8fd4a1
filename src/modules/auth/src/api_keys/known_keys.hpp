#pragma once

#include "api_keys/api_key_store.hpp"
#include "platform/core/latest.hpp"

#include <atomic>
#include <memory>
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

    explicit KnownKeys(platform::Database& database);

    // Nothing where no key has this text. Without a statement, but for the first after a change.
    std::shared_ptr<const Key> find(std::string_view text);
    // They may have changed: they are read before one is next asked for.
    void look_again() { keys_.forget(); }
    // The account of somebody has changed, who may have made some.
    void look_again_for(const UserId& maker);

private:
    bool has_made_one(const UserId& user) const;

    using Keys = std::unordered_map<std::string, std::shared_ptr<const Key>>;
    platform::Latest<Keys> keys_;
};

}  // namespace kontor::auth
