#pragma once

#include "platform/http/request.hpp"

#include <optional>
#include <string>

namespace kontor::platform::http {

void set_default(Headers& headers, std::string_view name, std::string_view value);

// What every answer carries unless it says otherwise: it must not be kept, sniffed, framed, or
// allowed to load anything.
void set_standard_headers(Headers& headers);

// What the client may still ask for, where that is bounded.
void set_allowance(Headers& headers, const std::optional<Allowance>& allowance);
void append_allowance(std::string& head, const std::optional<Allowance>& allowance);

}  // namespace kontor::platform::http
