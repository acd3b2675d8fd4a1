// multipart/form-data (RFC 7578), strictly: what one reader would take for one thing and another
// reader for something else is refused.
#pragma once

#include "platform/core/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform::http {

struct Part {
    std::string name;
    bool is_file = false;      // it was given a file name
    std::string content_type;  // "" where it says none
    std::string_view bytes;    // in the body
};

// Refuses http.malformed_form (malformed), saying what is wrong, and http.too_many_parts
// (malformed) beyond 64. Takes time in proportion to the body, and memory to the parts.
Result<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace kontor::platform::http
