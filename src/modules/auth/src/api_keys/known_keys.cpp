#include "api_keys/known_keys.hpp"

#include "platform/security/random.hpp"

#include <algorithm>

namespace kontor::auth {

KnownKeys::Key::Key(store::CheckedKey checked)
    : store::CheckedKey(std::move(checked)),
      kept_use(last_used_at ? last_used_at->time_since_epoch().count() : 0) {}

KnownKeys::KnownKeys(platform::Database& database)
    : keys_([&database] {
          Keys keys;
          for (auto& key : database.read(
                   [](platform::Reader& reader) { return store::checked_keys(reader); })) {
              auto hash = key.hash;
              keys.emplace(std::move(hash), std::make_shared<const Key>(std::move(key)));
          }
          return keys;
      }) {}

std::shared_ptr<const KnownKeys::Key> KnownKeys::find(std::string_view text) {
    const auto known = keys_.get();
    const auto found = known->find(platform::sha256_hex(text));
    return found == known->end() ? nullptr : found->second;
}

void KnownKeys::look_again_for(const UserId& maker) {
    if (has_made_one(maker)) look_again();
}

bool KnownKeys::has_made_one(const UserId& user) const {
    const auto known = keys_.known();
    return known && std::ranges::any_of(
                        *known, [&](const auto& key) { return key.second->created_by == user; });
}

}  // namespace kontor::auth
