// Texts by which people are recognised and things are asked for.
#pragma once

#include "pricing/pricing.hpp"

namespace kontor::pricing {

// Trimmed, ASCII letters in upper case.
std::string normalised(std::string_view text);

// Letters, digits, hyphens and underscores, as normalised() leaves them.
bool is_coupon_code(std::string_view code);

// What a customer's redemptions and orders are kept under: the id, or a keyed hash of the e-mail
// address. Empty for no address.
std::string key_of(const auth::UserId& customer);
std::string key_of(const std::string& email, const std::string& secret);

}  // namespace kontor::pricing
