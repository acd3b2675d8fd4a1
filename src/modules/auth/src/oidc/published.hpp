#pragma once

#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <memory>
#include <mutex>

namespace kontor::auth::oidc {

// What a provider publishes and seldom changes. It is fetched when it is first needed, and after an
// hour; after a failure not before five seconds are over. Of those who need it at one time one
// fetches, and the others wait for that. Thread-safe.
template <class T>
class Published {
public:
    using Copy = std::shared_ptr<const T>;

    // fetch() answers a Result<T>.
    template <class Fetch>
    platform::Result<Copy> get(platform::Time now, Fetch&& fetch) {
        if (auto copy = fresh(now)) return copy;
        const std::scoped_lock one_at_a_time(fetching_);
        if (auto copy = fresh(now)) return copy;
        if (failure_ && now < failed_at_ + between_failures) return *failure_;
        return fetched(now, fetch);
    }

    // What there is now, for somebody who misses something in `known`: fetched at once, but within
    // a minute only once. Else that copy again.
    template <class Fetch>
    platform::Result<Copy> newer(platform::Time now, const Copy& known, Fetch&& fetch) {
        const std::scoped_lock one_at_a_time(fetching_);
        if (auto copy = fresh(now); copy && copy != known) return copy;
        if (renewed_at_ && now < *renewed_at_ + between_renewals) return known;
        renewed_at_ = now;
        return fetched(now, fetch);
    }

private:
    static constexpr std::chrono::hours kept_for{1};
    static constexpr std::chrono::minutes between_renewals{1};
    static constexpr std::chrono::seconds between_failures{5};

    Copy fresh(platform::Time now) {
        const std::scoped_lock lock(mutex_);
        return copy_ && now < fetched_at_ + kept_for ? copy_ : nullptr;
    }

    template <class Fetch>
    platform::Result<Copy> fetched(platform::Time now, Fetch&& fetch) {
        auto answer = fetch();
        if (!answer) {
            failure_ = answer.error();
            failed_at_ = now;
            return *failure_;
        }
        failure_.reset();
        const std::scoped_lock lock(mutex_);
        copy_ = std::make_shared<const T>(*std::move(answer));
        fetched_at_ = now;
        return copy_;
    }

    std::mutex fetching_;  // guards what is below it, up to the next
    std::optional<platform::Error> failure_;
    platform::Time failed_at_{};
    std::optional<platform::Time> renewed_at_;
    std::mutex mutex_;
    Copy copy_;
    platform::Time fetched_at_{};
};

}  // namespace kontor::auth::oidc
