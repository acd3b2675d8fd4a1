#pragma once

#include "platform/http/request.hpp"

namespace kontor::platform::http {

void set_default(Headers& headers, std::string_view name, std::string_view value);

// What every answer carries unless it says otherwise: it must not be kept, sniffed, framed, or
// allowed to load anything.
void set_standard_headers(Headers& headers);

}  // namespace kontor::platform::http
