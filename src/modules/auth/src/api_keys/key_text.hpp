// The text of a key: sk_ or pk_, 40 hexadecimal digits at random, and the first eight of the
// SHA-256 of all that stands before. Whoever looks for keys that leaked knows one without asking.
#pragma once

#include "auth/api_keys.hpp"

#include <string_view>

namespace kontor::auth {

std::string_view prefix_of(ApiKeyKind kind);
std::string new_key_text(ApiKeyKind kind);
// Whether it could be one of that kind.
bool is_key_text(std::string_view text, ApiKeyKind kind);
// How it begins and ends.
std::string hint_of(std::string_view text);

}  // namespace kontor::auth
