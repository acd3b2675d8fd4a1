#pragma once

#include "auth/oidc_config.hpp"

namespace kontor::auth::oidc {

// The client's secret, read from its file where it is in one; "" for a public client. Looks at the
// rest of the configuration as well: throws std::invalid_argument, which says which key is wrong
// and never quotes the secret.
std::string secret_of(const OpenIdProvider& config);

}  // namespace kontor::auth::oidc
