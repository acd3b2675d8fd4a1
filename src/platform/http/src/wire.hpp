#pragma once

#include "platform/http/request.hpp"

namespace kontor::platform::http {

// Status line and headers, without the empty line at the end. Control characters in a value
// become spaces, so that no value can add a header.
std::string wire_head(int status, const Headers& headers);

}  // namespace kontor::platform::http
