#pragma once

#include <string>
#include <string_view>

namespace kontor::platform::http {

// In zlib's format, at its fastest level: an answer in JSON becomes a third of its size.
std::string deflated(std::string_view text);
// Throws std::runtime_error for what is not whole and right.
std::string inflated(std::string_view bytes);

// As HTTP's codings want it: some tens of microseconds for each ten kilobytes.
std::string gzipped(std::string_view text);
std::string brotlied(std::string_view text);

}  // namespace kontor::platform::http
