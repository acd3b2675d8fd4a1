// For the composition root and for tests.
#pragma once

#include "auth/second_factors.hpp"
#include "auth/self_service.hpp"
#include "platform/security/sealing.hpp"

namespace kontor::auth {

// What second factors work with. shop: as authenticator apps name it.
struct SecondFactorParts {
    std::shared_ptr<Doorkeeper> doorkeeper;
    std::shared_ptr<TokenIssuer> issuer;
    const platform::Sealer& sealer;
    std::string shop;
};
std::unique_ptr<SecondFactors> make_second_factors(const Foundation& foundation,
                                                   const SecondFactorParts& parts);

// Seals anew what is sealed under former keys of the shop: keys of second factors, and those that
// sign. How many.
std::size_t reseal_secrets(platform::Database& database, const platform::Sealer& sealer);

void add_second_factor_routes(platform::http::Router& router, SecondFactors& second_factors,
                              TakeOver take_over = {});

}  // namespace kontor::auth
