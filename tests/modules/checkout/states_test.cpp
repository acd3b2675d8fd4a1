#include "states.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace kontor;
using namespace kontor::checkout;
using enum kontor::checkout::CheckoutStatus;

namespace {

constexpr std::array every_status{open,       completing, requires_action,
                                  processing, completed,  expired};

std::string name(CheckoutStatus status) {
    return std::string(platform::enum_name(status));
}

// As docs and designs have it, by hand.
const std::set<std::pair<CheckoutStatus, CheckoutStatus>> legal{{open, completing},
                                                                {open, expired},
                                                                {completing, open},
                                                                {completing, requires_action},
                                                                {completing, processing},
                                                                {completing, completed},
                                                                {requires_action, open},
                                                                {requires_action, processing},
                                                                {requires_action, completed},
                                                                {processing, open},
                                                                {processing, requires_action},
                                                                {processing, completed}};

}  // namespace

TEST_CASE("a checkout goes from one state to another by the table, pair by pair, or not at all") {
    for (const auto from : every_status)
        for (const auto to : every_status) {
            CAPTURE(name(from));
            CAPTURE(name(to));
            auto status = from;
            const auto entered = enter(status, to);
            if (from == to || legal.contains({from, to})) {
                CHECK(entered.has_value());
                CHECK(status == to);
                continue;
            }
            CHECK(status == from);
            REQUIRE(entered.has_error());
            const auto error = entered.error();
            CHECK(error.kind == platform::ErrorKind::conflict);
            CHECK(error.code == "invalid_transition");
            REQUIRE(error.details.size() == 3);
            CHECK(error.details[0].first == "from");
            CHECK(std::get<std::string>(error.details[0].second) == name(from));
            CHECK(error.details[1].first == "to");
            CHECK(std::get<std::string>(error.details[1].second) == name(to));
            CHECK(error.details[2].first == "allowed");
            std::vector<std::string> allowed;
            for (const auto next : allowed_after(from)) allowed.push_back(name(next));
            CHECK(std::get<std::vector<std::string>>(error.details[2].second) == allowed);
        }
}

// What ends idle checkouts in one statement names the state that it takes them from.
TEST_CASE("only an open checkout expires") {
    for (const auto from : every_status) {
        const auto allowed = allowed_after(from);
        const bool may_expire = std::ranges::find(allowed, expired) != allowed.end();
        CHECK(may_expire == (from == open));
    }
}
