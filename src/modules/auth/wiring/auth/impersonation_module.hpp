// For the composition root and for tests.
#pragma once

#include "auth/impersonations.hpp"
#include "auth/self_service.hpp"

namespace kontor::auth {

std::unique_ptr<Impersonations> make_impersonations(const Foundation& foundation,
                                                    std::shared_ptr<TokenIssuer> issuer);

void add_impersonation_routes(platform::http::Router& router, Impersonations& impersonations);

}  // namespace kontor::auth
