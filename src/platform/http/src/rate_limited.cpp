#include "platform/http/rate_limited.hpp"

#include "problem.hpp"

namespace kontor::platform::http {

Result<> count_as(RateClass of, const Caller& caller, RateLimits* limits) {
    if (!limits) return {};
    const auto now = RateLimits::TimePoint::clock::now();
    const auto take = [&](const RateLimits::Client& client) -> Result<> {
        const auto allowance = limits->take(client, of, now);
        if (allowance && allowance->is_exceeded) return too_many_requests(*allowance);
        return {};
    };
    if (const auto counted = take(limits->at_address(caller.address)); !counted) return counted;
    const auto account = caller.account();
    if (account.empty()) return {};
    return take(limits->with_account(account, caller.address));
}

}  // namespace kontor::platform::http
