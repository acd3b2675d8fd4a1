#include "states.hpp"

#include <algorithm>
#include <array>

namespace kontor::payments {

namespace {

using enum PaymentStatus;

enum class Meaning { open, refusal, money };

struct State {
    PaymentStatus status;
    Meaning meaning;
};

constexpr std::array in_order{
    State{created, Meaning::open},         State{processing, Meaning::open},
    State{requires_action, Meaning::open}, State{awaited, Meaning::open},
    State{authorized, Meaning::open},      State{failed, Meaning::refusal},
    State{cancelled, Meaning::refusal},    State{declined, Meaning::refusal},
    State{captured, Meaning::money},       State{refunded, Meaning::money},
};

const State* state(PaymentStatus status) {
    return std::ranges::find(in_order, status, &State::status);
}

}  // namespace

bool moves_on(PaymentStatus from, PaymentStatus to) {
    return state(from) < state(to);
}

bool is_open(PaymentStatus status) {
    return state(status)->meaning == Meaning::open;
}

std::span<const PaymentStatus> allowed_by_hand(PaymentStatus from) {
    static constexpr std::array from_awaited{captured};
    if (from == awaited) return from_awaited;
    return {};
}

bool is_refusal(PaymentStatus status) {
    return state(status)->meaning == Meaning::refusal;
}

}  // namespace kontor::payments
