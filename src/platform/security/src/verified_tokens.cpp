#include "verified_tokens.hpp"

#include <sodium.h>

#include <cstring>
#include <mutex>

namespace kontor::platform {
namespace {

constexpr std::size_t most_of_a_generation = 4096;

}  // namespace

std::size_t VerifiedTokens::FirstBytes::operator()(const Digest& digest) const {
    std::size_t hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
}

VerifiedTokens::Digest VerifiedTokens::digest_of(std::string_view token) {
    Digest digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(token.data()),
                       token.size());
    return digest;
}

VerifiedTokens::Verified VerifiedTokens::find(const Digest& digest) {
    Verified aged;
    {
        const std::shared_lock lock(mutex_);
        if (const auto young = young_.find(digest); young != young_.end()) return young->second;
        if (const auto old = old_.find(digest); old != old_.end()) aged = old->second;
    }
    if (aged) keep(digest, aged);
    return aged;
}

void VerifiedTokens::keep(const Digest& digest, Verified token) {
    const std::unique_lock lock(mutex_);
    if (young_.size() >= most_of_a_generation) {
        old_ = std::move(young_);
        young_.clear();
    }
    young_.insert_or_assign(digest, std::move(token));
}

}  // namespace kontor::platform
