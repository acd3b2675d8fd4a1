#include "platform/http/rate_limits.hpp"

#include "platform/security/keyed_hash.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <mutex>
#include <vector>

namespace kontor::platform::http {
namespace {

using TimePoint = RateLimits::TimePoint;
using std::chrono::seconds;

constexpr std::size_t shard_count = 64;
constexpr std::size_t places_for_one_key = 8;

struct Count {
    std::uint64_t key = 0;
    TimePoint began{};
    std::uint32_t requests = 0;  // 0: the place is free
};

// Has its own lock, so that threads rarely meet. A key has few places that it may be in, so that
// nothing grows, moves or is searched for long.
class Shard {
public:
    explicit Shard(std::size_t sets) : counts_(sets * places_for_one_key) {}

    // With this request.
    Count add(std::uint64_t key, TimePoint now, seconds window) {
        const std::lock_guard lock(mutex_);
        auto& count = place_of(key);
        if (count.requests == 0 || count.key != key || now - count.began >= window)
            count = {key, now, 0};
        ++count.requests;
        return count;
    }

private:
    Count& place_of(std::uint64_t key) {
        const auto sets = counts_.size() / places_for_one_key;
        auto* const first = &counts_[key / shard_count % sets * places_for_one_key];
        auto* const last = first + places_for_one_key;
        auto* const found = std::find_if(
            first, last, [&](const Count& count) { return count.key == key && count.requests; });
        return found != last ? *found : *std::ranges::min_element(first, last, {}, &Count::began);
    }

    std::mutex mutex_;
    std::vector<Count> counts_;
};

std::uint32_t seconds_until(TimePoint end, TimePoint now) {
    const auto left = std::chrono::ceil<seconds>(end - now);
    return static_cast<std::uint32_t>(std::max<seconds::rep>(left.count(), 1));
}

}  // namespace

struct RateLimits::State {
    explicit State(std::size_t clients) {
        const auto sets = clients / shard_count / places_for_one_key;
        for (auto& shard : shards) shard = std::make_unique<Shard>(std::max<std::size_t>(sets, 1));
    }

    std::uint64_t key_of(std::string_view kind, std::string_view name) const {
        constexpr std::uint64_t odd = 31;
        return hash(kind) * odd + hash(name);
    }

    KeyedHash hash;
    std::array<std::unique_ptr<Shard>, shard_count> shards;
};

RateLimits::RateLimits(const RateLimitOptions& options)
    : options_(options), state_(std::make_unique<State>(options.clients)) {}
RateLimits::~RateLimits() = default;

RateLimits::Client RateLimits::at_address(std::string_view text) const {
    const auto address = NetworkAddress::parse(text);
    if (!address) return {.is_exempt = true};
    const auto network = address->of_one_client().bytes;
    const std::string_view bytes(reinterpret_cast<const char*>(network.data()), network.size());
    return {state_->key_of("address", bytes), any_has(options_.exempt, *address)};
}

RateLimits::Client RateLimits::with_account(std::string_view account, std::string_view text) const {
    const auto address = NetworkAddress::parse(text);
    return {state_->key_of("account", account), !address || any_has(options_.exempt, *address)};
}

RateLimits::Client RateLimits::with_shop_front(std::string_view key, std::string_view text) const {
    auto client = with_account(key, text);
    client.clients = options_.clients_of_shop_front;
    return client;
}

std::uint32_t RateLimits::limit_of(RateClass of) const {
    switch (of) {
        case RateClass::reading:
            return options_.reading;
        case RateClass::writing:
            return options_.writing;
        case RateClass::credentials:
            return options_.credentials;
        case RateClass::webhooks:
            return options_.webhooks;
        case RateClass::unlimited:
            break;
    }
    return 0;
}

std::optional<Allowance> RateLimits::take(const Client& client, RateClass of, TimePoint now) {
    const auto wanted = std::uint64_t{limit_of(of)} * client.clients;
    const auto limit = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(wanted, std::numeric_limits<std::uint32_t>::max()));
    if (limit == 0) return std::nullopt;
    if (client.is_exempt) return Allowance{limit, limit, 0, false};
    constexpr std::uint64_t golden_ratio = 0x9E3779B97F4A7C15;
    const auto key = client.key + static_cast<std::uint64_t>(of) * golden_ratio;
    const auto count = state_->shards[key % shard_count]->add(key, now, options_.window);
    const bool is_exceeded = count.requests > limit;
    if (is_exceeded) refused_.fetch_add(1, std::memory_order_relaxed);
    return Allowance{limit, limit - std::min(limit, count.requests),
                     seconds_until(count.began + options_.window, now), is_exceeded};
}

}  // namespace kontor::platform::http
