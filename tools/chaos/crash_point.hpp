// Memory that a round shares with the library that is loaded into the shop.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace kontor::chaos {

enum class Moment : int { never, before_sending, after_sending };

// The shop is killed where it sends its kill_at-th request since this was set, to its database or
// whatever else it has opened a connection to: before the request goes out, or when it is on its
// way and the answer is not.
struct CrashPoint {
    std::atomic<Moment> moment;
    std::atomic<std::uint64_t> kill_at;
    std::atomic<std::uint64_t> sent;
    std::atomic<std::uint64_t> request_size;
    std::array<char, 1 << 16> request;  // that it was killed at
};

// The environment variable with the name of the file that holds it.
constexpr auto crash_point_file = "KONTOR_CHAOS_CRASH_POINT";

}  // namespace kontor::chaos
