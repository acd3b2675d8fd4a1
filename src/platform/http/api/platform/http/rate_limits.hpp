#pragma once

#include "platform/http/allowance.hpp"
#include "platform/http/network.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace kontor::platform::http {

struct RateLimitOptions {
    // A client's begins with its first request and ends so long after it; then the next one does.
    std::chrono::seconds window{60};
    // Requests of one client in a window; 0: any number.
    std::uint32_t reading = 0;
    std::uint32_t writing = 0;
    std::uint32_t credentials = 0;
    std::uint32_t webhooks = 0;
    // A publishable key has as many as so many clients; 0: any number.
    std::uint32_t clients_of_shop_front = 0;
    Networks exempt{};
    // Clients that are remembered at one time, some 24 bytes each. Where they are more, those who
    // came first are forgotten first.
    std::size_t clients = 1 << 16;
};

// Counts what each client asks for. One for all threads: a lookup takes a fraction of a
// microsecond, and threads rarely meet.
class RateLimits {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit RateLimits(const RateLimitOptions& options);
    ~RateLimits();
    RateLimits(const RateLimits&) = delete;

    // Whose requests are counted together.
    struct Client {
        std::uint64_t key = 0;
        bool is_exempt = false;
        std::uint32_t clients = 1;  // that it has the budget of; 0: any number
    };
    // What is no address does not come over a network, and is exempt.
    Client at_address(std::string_view address) const;
    // From wherever it is used, unless that is exempt.
    Client with_account(std::string_view account, std::string_view address) const;

    // A publishable key, shown by whoever shops there: bounded as a whole, so that no visitor, who
    // is bounded as an address, can use up what all the others have.
    Client with_shop_front(std::string_view key, std::string_view address) const;

    // One more request of the client; nothing where there is no limit.
    std::optional<Allowance> take(const Client& client, RateClass of, TimePoint now);

    // Requests refused so far.
    std::uint64_t refused() const { return refused_.load(std::memory_order_relaxed); }

private:
    struct State;
    std::uint32_t limit_of(RateClass of) const;

    const RateLimitOptions options_;
    std::unique_ptr<State> state_;
    std::atomic<std::uint64_t> refused_{0};
};

}  // namespace kontor::platform::http
