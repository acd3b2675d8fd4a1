#include "platform/telemetry/trace.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>

namespace kontor::platform {
namespace {

thread_local TraceContext current;

bool is_lower_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char digit) {
        return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
    });
}

bool is_all_zero(std::string_view text) {
    return text.find_first_not_of('0') == text.npos;
}

// version-trace-parent-flags: 00-32 digits-16 digits-2 digits
bool is_traceparent(std::string_view text) {
    if (text.size() != 55 || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
    const auto trace = text.substr(3, 32);
    const auto parent = text.substr(36, 16);
    return text.starts_with("00") && is_lower_hex(trace) && is_lower_hex(parent) &&
           is_lower_hex(text.substr(53)) && !is_all_zero(trace) && !is_all_zero(parent);
}

std::string random_hex(std::size_t digits) {
    // Trace ids are labels, not secrets: a generator per thread costs no system call.
    thread_local std::mt19937_64 generator{(std::uint64_t{std::random_device{}()} << 32) |
                                           std::random_device{}()};
    std::string text;
    while (text.size() < digits) {
        auto bits = generator();
        for (int i = 0; i < 16; ++i, bits >>= 4) text.push_back("0123456789abcdef"[bits & 15]);
    }
    text.resize(digits);
    if (is_all_zero(text)) text.back() = '1';
    return text;
}

}  // namespace

const TraceContext& current_trace() {
    return current;
}

TraceScope::TraceScope(TraceContext context)
    : before_(std::exchange(current, std::move(context))) {}

TraceScope::~TraceScope() {
    current = std::move(before_);
}

std::string child_traceparent(std::string_view incoming) {
    if (!is_traceparent(incoming)) return "00-" + random_hex(32) + "-" + random_hex(16) + "-01";
    return std::string(incoming.substr(0, 36)) + random_hex(16) + std::string(incoming.substr(52));
}

}  // namespace kontor::platform
