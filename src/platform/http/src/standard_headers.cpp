#include "standard_headers.hpp"

namespace kontor::platform::http {

void set_default(Headers& headers, std::string_view name, std::string_view value) {
    if (!find_header(headers, name)) headers.emplace_back(name, value);
}

void set_standard_headers(Headers& headers) {
    set_default(headers, "Cache-Control", "no-store");
    set_default(headers, "X-Content-Type-Options", "nosniff");
    set_default(headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    set_default(headers, "Referrer-Policy", "no-referrer");
}

}  // namespace kontor::platform::http
