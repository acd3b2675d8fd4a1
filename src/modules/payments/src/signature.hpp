#pragma once

#include "platform/core/time.hpp"

#include <span>
#include <string>
#include <string_view>

namespace kontor::payments {

// Signatures of webhooks in Stripe's format: "t=<unix seconds>,v1=<hex>", where the hex is the
// HMAC-SHA-256 of "<t>.<body>".
std::string sign_webhook(std::string_view secret, platform::Time at, std::string_view body);

// Whether any v1 of the header is made with any of the secrets (several while one is replaced) and
// no more than five minutes from now, either side. Takes the same time wherever texts differ.
bool is_signed(std::span<const std::string> secrets, std::string_view header, std::string_view body,
               platform::Time now);

}  // namespace kontor::payments
