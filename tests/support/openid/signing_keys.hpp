// Keys that a provider signs with (RFC 7517, 7518), made and used by OpenSSL.
#pragma once

#include <openssl/types.h>
#include <boost/json/object.hpp>

#include <memory>
#include <string>

namespace kontor::test {

// For RS256, PS256, ES256 or EdDSA.
class ProviderKey {
public:
    ProviderKey(const std::string& algorithm, std::string id);

    const std::string& id() const { return id_; }
    boost::json::object jwk() const;  // the public half
    std::string sign(const std::string& algorithm, const std::string& text) const;

private:
    std::string id_;
    std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace kontor::test
