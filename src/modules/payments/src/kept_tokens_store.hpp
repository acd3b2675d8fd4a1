// Tokens of the means of payment that customers keep: sealed.
#pragma once

#include "payments/ids.hpp"
#include "platform/db/database.hpp"

namespace kontor::platform {
class Sealer;
}

namespace kontor::payments::store {

std::string sealed_token(const platform::Sealer& sealer, const PaymentMethodId& method,
                         const std::string& token);
// kept: as the column has it. Throws std::runtime_error for what does not open.
std::string opened_token(const platform::Sealer& sealer, const PaymentMethodId& method,
                         const std::string& kept);

// Of those that were kept before tokens were sealed, some hundreds at a time. How many.
std::size_t seal_plain_tokens(platform::Tx& tx, const platform::Sealer& sealer);

std::size_t reseal_tokens(platform::Database& database, const platform::Sealer& sealer);

}  // namespace kontor::payments::store
