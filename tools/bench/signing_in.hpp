// What those who browse notice of those who sign in.
#pragma once

#include "browsing.hpp"

namespace kontor::bench {

struct BesideLogins {
    Report quiet;   // of product pages and searches, with nobody else there
    Report beside;  // while so many clients sign in again and again
    Report logins;

    // {"quiet": ..., "beside": ..., "logins": ...}
    std::string json() const;
};

// Each client asks again at once, or after as long as Retry-After says.
BesideLogins browse_beside_logins(const Browsing& browsing, std::size_t logins);

}  // namespace kontor::bench
