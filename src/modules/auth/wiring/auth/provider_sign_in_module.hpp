// For the composition root and for tests.
#pragma once

#include "auth/provider_sign_in.hpp"
#include "auth/self_service.hpp"

namespace kontor::auth {

// Throws std::invalid_argument for providers that cannot be, and says which key is wrong. Reads the
// files of secrets.
void check_providers(const Config& config);

// With the providers of the configuration, which are checked. shop_url: to whose page
// /sign-in/<name> people come back where the configuration names none.
std::unique_ptr<ProviderSignIns> make_provider_sign_ins(const Foundation& foundation,
                                                        std::shared_ptr<Doorkeeper> doorkeeper,
                                                        std::shared_ptr<TokenIssuer> issuer,
                                                        const std::string& shop_url);

void add_provider_routes(platform::http::Router& router, ProviderSignIns& sign_ins,
                         TakeOver take_over = {});

}  // namespace kontor::auth
