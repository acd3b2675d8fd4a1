#pragma once

#include "auth/ids.hpp"
#include "platform/core/result.hpp"

#include <string>

namespace kontor::payments {

// A provider with which customers may leave means of payment. Calls may take as long as the
// provider's deadline, are made outside any transaction, and may be made again.
class Vault {
public:
    virtual ~Vault() = default;

    // Refuses payments.bad_token (invalid) for what can never be kept. Asks nobody.
    virtual platform::Result<> check(const std::string& token) const = 0;
    // The provider's name of a customer; once made, the same. Refuses
    // payments.provider_unavailable (unavailable).
    virtual platform::Result<std::string> make_payer(const auth::UserId& customer) = 0;
    // Refuses payments.method_refused (invalid), payments.provider_unavailable (unavailable).
    virtual platform::Result<> keep(const std::string& token, const std::string& payer) = 0;
    // Also what it does not know. Refuses payments.provider_unavailable (unavailable).
    virtual platform::Result<> forget(const std::string& token) = 0;
};

}  // namespace kontor::payments
