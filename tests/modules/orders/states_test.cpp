#include "states.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kontor;
using namespace kontor::orders;

namespace {

constexpr std::array every_status{Status::draft,     Status::pending,  Status::placed,
                                  Status::completed, Status::archived, Status::cancelled,
                                  Status::expired};

// semantics: draft -> pending -> placed -> completed -> archived, with the ways out.
bool legal(Status from, Status to) {
    switch (from) {
        case Status::draft:
            return to == Status::pending;
        case Status::pending:
            return to == Status::placed || to == Status::expired || to == Status::cancelled;
        case Status::placed:
            return to == Status::completed || to == Status::cancelled;
        case Status::completed:
            return to == Status::archived;
        default:
            return false;
    }
}

}  // namespace

TEST_CASE("every transition that is not in the table is refused with what would be allowed") {
    for (const auto from : every_status)
        for (const auto to : every_status) {
            const auto checked = check_transition(from, to);
            CHECK(checked.has_value() == legal(from, to));
            if (checked.has_value()) continue;
            CHECK(checked.error().kind == platform::ErrorKind::conflict);
            CHECK(checked.error().code == "invalid_transition");
            REQUIRE(checked.error().details.size() == 3);
            CHECK(checked.error().details[0].first == "from");
            CHECK(checked.error().details[2].first == "allowed");
        }
}

TEST_CASE("the payment state follows from the sums in the order of the rules") {
    const auto state = [](std::int64_t captured, std::int64_t refunded, bool cancelled = false,
                          std::int64_t authorized = 0) {
        return payment_state({1000, authorized, captured, refunded}, cancelled);
    };
    CHECK(state(0, 0) == PaymentState::none);
    CHECK(state(0, 0, false, 1000) == PaymentState::authorized);
    CHECK(state(400, 0) == PaymentState::partially_paid);
    CHECK(state(1000, 0) == PaymentState::paid);
    CHECK(state(1200, 0) == PaymentState::overcharged);
    CHECK(state(1000, 300) == PaymentState::partially_refunded);
    CHECK(state(1000, 1000) == PaymentState::refunded);
    CHECK(state(1000, 1000, true) == PaymentState::voided);
    CHECK(state(1000, 300, true) == PaymentState::partially_refunded);
    CHECK(state(0, 0, true) == PaymentState::none);
}

TEST_CASE("an order that costs nothing is paid as soon as it stands") {
    CHECK(payment_state({0, 0, 0, 0}, false) == PaymentState::paid);
}

TEST_CASE("the fulfilment state follows from what was shipped and delivered of each item") {
    const auto state = [](std::vector<ItemProgress> items) { return fulfilment_state(items); };
    CHECK(state({{2, 0, 0}, {1, 0, 0}}) == FulfilmentState::unfulfilled);
    CHECK(state({{2, 1, 0}, {1, 0, 0}}) == FulfilmentState::partial);
    CHECK(state({{2, 2, 0}, {1, 1, 0}}) == FulfilmentState::shipped);
    CHECK(state({{2, 2, 2}, {1, 1, 0}}) == FulfilmentState::shipped);
    CHECK(state({{2, 2, 2}, {1, 1, 1}}) == FulfilmentState::delivered);
}

TEST_CASE("what an order waits for is told before what was shipped of it, until all is") {
    const auto state = [](std::vector<ItemProgress> items) {
        for (auto& item : items) item.order_waits = true;
        return fulfilment_state(items);
    };
    CHECK(state({{2, 0, 0}, {1, 0, 0}}) == FulfilmentState::backorder);
    CHECK(state({{2, 0, 0}, {1, 1, 1}}) == FulfilmentState::backorder);
    CHECK(state({{2, 2, 0}, {1, 1, 0}}) == FulfilmentState::shipped);
}

TEST_CASE("an order is back once every piece of it is") {
    const auto is_back = [](std::vector<ItemProgress> items) { return is_all_back(items); };
    CHECK(is_back({{2, 2, 0, 2}, {1, 1, 1, 1}}));
    CHECK_FALSE(is_back({{2, 2, 0, 1}, {1, 1, 1, 1}}));
    CHECK_FALSE(is_back({{2, 1, 0, 1}}));
}
