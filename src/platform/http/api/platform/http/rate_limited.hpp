#pragma once

#include "platform/core/result.hpp"
#include "platform/http/rate_limits.hpp"
#include "platform/http/request.hpp"

namespace kontor::platform::http {

// One more request of the caller, for the address and the account, of another class than the
// route's: for handlers whose body tells it. Refuses http.too_many_requests. limits: nothing where
// nobody is bounded.
Result<> count_as(RateClass of, const Caller& caller, RateLimits* limits);

}  // namespace kontor::platform::http
