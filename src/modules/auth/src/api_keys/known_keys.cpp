#include "api_keys/known_keys.hpp"

#include "platform/security/random.hpp"

#include <algorithm>
#include <mutex>

namespace kontor::auth {

KnownKeys::Key::Key(store::CheckedKey checked)
    : store::CheckedKey(std::move(checked)),
      kept_use(last_used_at ? last_used_at->time_since_epoch().count() : 0) {}

std::shared_ptr<const KnownKeys::Key> KnownKeys::find(std::string_view text) {
    const auto known = keys();
    const auto found = known->find(platform::sha256_hex(text));
    return found == known->end() ? nullptr : found->second;
}

void KnownKeys::look_again_for(const UserId& maker) {
    if (has_made_one(maker)) look_again();
}

bool KnownKeys::has_made_one(const UserId& user) const {
    const std::shared_lock lock(mutex_);
    return keys_ && std::ranges::any_of(
                        *keys_, [&](const auto& key) { return key.second->created_by == user; });
}

// Reads without the lock: who waited for it might hold the connection that reading needs.
std::shared_ptr<const KnownKeys::Keys> KnownKeys::keys() {
    const auto changes = changes_.load();
    {
        const std::shared_lock lock(mutex_);
        if (changes_read_ >= changes) return keys_;
    }
    auto read = std::make_shared<Keys>();
    for (auto& key :
         database_.read([](platform::Reader& reader) { return store::checked_keys(reader); })) {
        auto hash = key.hash;
        read->emplace(std::move(hash), std::make_shared<const Key>(std::move(key)));
    }
    const std::unique_lock lock(mutex_);
    if (changes >= changes_read_) {
        keys_ = read;
        changes_read_ = changes;
    }
    return read;
}

}  // namespace kontor::auth
