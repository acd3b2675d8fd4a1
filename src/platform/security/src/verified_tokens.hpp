#pragma once

#include "platform/security/tokens.hpp"

#include <array>
#include <memory>
#include <shared_mutex>
#include <unordered_map>

namespace kontor::platform {

// A token whose signature was found good once. Its times are looked at each time.
struct VerifiedToken {
    TokenClaims claims;
    Time usable_from;
};

// Tokens that were verified, by their SHA-256: a signature costs ten times what all else does that
// a request with a token takes. At most so many thousand; the longest unseen leave. Thread-safe.
class VerifiedTokens {
public:
    using Digest = std::array<unsigned char, 32>;
    using Verified = std::shared_ptr<const VerifiedToken>;

    static Digest digest_of(std::string_view token);
    // Nothing where it is not known.
    Verified find(const Digest& digest);
    void keep(const Digest& digest, Verified token);

private:
    struct FirstBytes {
        std::size_t operator()(const Digest& digest) const;
    };
    using Generation = std::unordered_map<Digest, Verified, FirstBytes>;

    std::shared_mutex mutex_;
    Generation young_;
    Generation old_;
};

}  // namespace kontor::platform
