#pragma once

#include <string>
#include <string_view>

namespace kontor::auth {

// As a part of an address (RFC 3986): everything but letters, digits and "-._~".
std::string percent_encoded(std::string_view text);

}  // namespace kontor::auth
