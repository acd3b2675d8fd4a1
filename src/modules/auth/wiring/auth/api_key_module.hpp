// For the composition root and for tests.
#pragma once

#include "auth/api_keys.hpp"
#include "auth/self_service.hpp"

namespace kontor::auth {

// Without roles it has its own.
std::unique_ptr<ApiKeys> make_api_keys(const Foundation& foundation,
                                       std::shared_ptr<KnownRoles> roles = {});

// /v1/admin/api-keys.
void add_api_key_routes(platform::http::Router& router, ApiKeys& keys,
                        const std::string& cursor_secret);

}  // namespace kontor::auth
