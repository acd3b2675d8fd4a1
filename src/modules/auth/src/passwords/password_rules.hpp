#pragma once

#include "platform/core/result.hpp"

#include <cstddef>
#include <string_view>

namespace kontor::auth {

// More bytes would only make hashing slower.
inline constexpr std::size_t longest_password = 1024;

// Refuses auth.password_too_short (characters), auth.password_too_long (bytes),
// auth.password_too_common and auth.password_names_shop, each with a problem at /password. No rule
// on what it is made of.
platform::Result<> check_password(std::string_view password, std::size_t min_length,
                                  std::string_view shop_name = {});

// Whether the password is among the first that anybody would try: one that was found often where
// passwords had been stolen, a common word or name, also with digits or punctuation after it or
// letters replaced by look-alikes, a run of the keyboard, of digits or of the alphabet, or one
// piece repeated.
bool is_common_password(std::string_view password);

}  // namespace kontor::auth
