#include "circuit.hpp"

#include <algorithm>

namespace kontor::platform {

bool Circuit::admits(Time now) {
    if (!is_open()) return true;
    if (trying_ || now < opened_at_ + open_for_) return false;
    trying_ = true;
    return true;
}

void Circuit::succeeded() {
    failures_ = 0;
    trying_ = false;
}

bool Circuit::failed(Time now) {
    const bool was_open = is_open();
    // A call that was admitted before the circuit opened says nothing new when it fails late.
    if (was_open && !trying_) return false;
    ++failures_;
    trying_ = false;
    if (is_open()) opened_at_ = now;
    return is_open() && !was_open;
}

void RetryBudget::earn() {
    constexpr double most = 10;
    retries_ = std::min(retries_ + per_request_, most);
}

bool RetryBudget::spend() {
    if (retries_ < 1) return false;
    retries_ -= 1;
    return true;
}

}  // namespace kontor::platform
