#pragma once

#include "platform/core/constrained.hpp"

namespace kontor::platform::http {

// Where a page comes from, as a browser says it in Origin: a scheme, a host, and the port where it
// is not the scheme's own.
struct OriginRule {
    static constexpr std::string_view broken = "format";

    static bool normalise(const std::string& text);
    static std::string rule() {
        return "an origin such as https://www.shop.example or http://localhost:3000, in lower "
               "case, without a path, and without a port where it is the scheme's own (80 of "
               "http, 443 of https)";
    }
};
using Origin = ConstrainedText<OriginRule>;

}  // namespace kontor::platform::http
