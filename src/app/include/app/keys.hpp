// What the shop seals personal data with.
#pragma once

#include "app/configuration.hpp"
#include "platform/core/result.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"

namespace kontor::app {

// The keys of the configuration, or of its key file. Throws std::invalid_argument, which says what
// to do, where there are none or they cannot be used.
platform::Sealer make_sealer(const SealingConfig& config);

// Remembers the key that seals in the database of role kontor_platform. Refuses app.sealing_key
// (conflict) where values may be sealed under a key that is not here, or is another one of the
// same id: to go on would be to lose them.
platform::Result<> keep_sealing_keys(platform::Database& database, const platform::Sealer& sealer);

// Once nothing is sealed under former keys any more.
void forget_former_keys(platform::Database& database, const platform::Sealer& sealer);

}  // namespace kontor::app
