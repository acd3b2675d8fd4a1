// A request target taken apart, strictly: what is not plainly one path is refused, so that no
// spelling of a path gets round a rule that another spelling meets.
#pragma once

#include "platform/core/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kontor::platform::http {

struct PathSegment {
    std::string_view raw;
    std::string decoded;
};

struct Target {
    std::vector<PathSegment> path;                           // none for "/"
    std::vector<std::pair<std::string, std::string>> query;  // decoded, no name twice
};

// "http://shop.example/v1/carts?x=1" is "/v1/carts?x=1" (RFC 9112, 3.2.2). Whatever is not the
// address of a page on some host stays as it is. No address here depends on the host.
std::string origin_form(std::string_view target);

// malformed for bad percent-encoding, NUL, invalid UTF-8 or a repeated query parameter; not_found
// for empty and dot segments and for a slash at the end.
Result<std::vector<PathSegment>> parse_path(std::string_view target);
Result<Target> parse_target(std::string_view target);

// One media type of an Accept header, or a range that holds it, at a quality above 0.
bool accepts(std::string_view accept, std::string_view media_type);

// "application/json; charset=utf-8" is JSON.
bool is_media_type(std::string_view content_type, std::string_view media_type);

}  // namespace kontor::platform::http
