#pragma once

#include "platform/http/request.hpp"

namespace kontor::platform::http {

// Status line and headers, without the empty line at the end. Control characters in a value
// become spaces, so that no value can add a header.
std::string wire_head(int status, const Headers& headers);

// Of a header that a 304 has no use for.
bool is_about_body(std::string_view name);

}  // namespace kontor::platform::http
