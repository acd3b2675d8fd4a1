// A second reader of HTTP/1.1 (RFC 9112), which takes nothing that another could take for something
// else: what the server's own reader is compared with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kontor::fuzz {

struct StrictRequest {
    std::string method;
    std::string target;
    std::string body;
    friend bool operator==(const StrictRequest&, const StrictRequest&) = default;
};

// Every request up to the first that is not complete, or not plainly one.
std::vector<StrictRequest> read_strictly(std::string_view bytes);

}  // namespace kontor::fuzz
