// Public keys of others (RFC 7517, 7518, 8037) and what was signed with their other halves.
#pragma once

#include <openssl/types.h>
#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::auth::oidc {

// RSA from 2048 to 8192 bits, P-256 or Ed25519. A key is good for the algorithms of its kind, or
// for the one that it names. There is no key of a secret that is shared. Thread-safe.
class VerificationKey {
public:
    // Nothing for a key that is not one of these, is broken or too weak, or is not for signatures.
    static std::optional<VerificationKey> of(const boost::json::object& jwk);

    const std::string& id() const { return id_; }  // kid, or ""
    // RS256, PS256, ES256, EdDSA, as the header of a signature has it.
    bool is_for(std::string_view algorithm) const;
    // False too for an algorithm that the key is not for.
    bool has_signed(std::string_view algorithm, std::string_view text,
                    std::string_view signature) const;

private:
    std::string id_;
    std::vector<std::string> algorithms_;
    std::shared_ptr<EVP_PKEY> key_;
};

// Those keys of a JSON Web Key Set that are good for something here.
std::vector<VerificationKey> verification_keys(const boost::json::object& jwks);

std::string sha256(std::string_view text);  // raw

}  // namespace kontor::auth::oidc
