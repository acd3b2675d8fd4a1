#include "guarded_provider.hpp"

#include "fake_provider.hpp"
#include "support/manual_clock.hpp"

#include <doctest/doctest.h>

#include <latch>
#include <thread>

using namespace kontor;
using namespace kontor::payments;

namespace {

// A provider that answers when it is let, or never.
class Moody final : public test::ProviderOfNothing {
public:
    Report look_up(const Charge&) override {
        if (waits) {
            arrived->count_down();
            let->wait();
        }
        return answers ? Report{.status = PaymentStatus::captured} : Report{};
    }
    bool answers = true;
    bool waits = false;
    std::latch* arrived = nullptr;
    std::latch* let = nullptr;
};

struct Guarded {
    explicit Guarded(const Limits& limits)
        : guard("moody", std::unique_ptr<Provider>(moody), clock, limits) {}
    Circuit circuit() const { return guard.state()->circuit; }
    std::string refusal() const {
        const auto ready = guard.ready("any");
        return ready ? "" : ready.error().code;
    }
    void call(bool answers) {
        moody->answers = answers;
        guard.look_up({});
    }

    test::ManualClock clock;
    Moody* moody = new Moody;  // the guard's
    GuardedProvider guard;
};

constexpr Limits limits{.calls_at_one_time = 2, .failures_to_open = 3};

}  // namespace

TEST_CASE("three calls in a row without an answer open the circuit, an answer between does not") {
    Guarded guarded(limits);
    for (const bool answers : {false, false, true, false, false}) guarded.call(answers);
    CHECK(guarded.circuit() == Circuit::closed);
    guarded.call(false);
    CHECK(guarded.circuit() == Circuit::open);
    CHECK_EQ(guarded.refusal(), "payments.provider_unavailable");
    CHECK_EQ(guarded.guard.charge({}).error().code, "payments.provider_unavailable");
    CHECK_EQ(guarded.guard.state()->calls_failed, 5);
    CHECK_EQ(guarded.guard.state()->calls_refused, 1);
}

TEST_CASE("after a while one call tries: an answer closes the circuit, none opens it again") {
    Guarded guarded(limits);
    for (int call = 0; call < 3; ++call) guarded.call(false);
    guarded.clock.advance(std::chrono::seconds(10));
    CHECK(guarded.circuit() == Circuit::half_open);
    guarded.call(false);
    CHECK(guarded.circuit() == Circuit::open);
    guarded.clock.advance(std::chrono::seconds(10));
    guarded.call(true);
    CHECK(guarded.circuit() == Circuit::closed);
    CHECK_EQ(guarded.refusal(), "");
}

TEST_CASE("no more than so many calls wait at one time, the next is refused at once") {
    Guarded guarded(limits);
    std::latch arrived(2), let(1);
    guarded.moody->waits = true;
    guarded.moody->arrived = &arrived;
    guarded.moody->let = &let;
    std::jthread one([&] { guarded.guard.look_up({}); });
    std::jthread other([&] { guarded.guard.look_up({}); });
    arrived.wait();
    CHECK_EQ(guarded.guard.state()->calls_in_flight, 2);
    CHECK_EQ(guarded.refusal(), "payments.provider_busy");
    CHECK_EQ(guarded.guard.charge({}).error().code, "payments.provider_busy");
    CHECK(guarded.guard.look_up({}).status == PaymentStatus::processing);
    let.count_down();
    one.join();
    other.join();
    CHECK_EQ(guarded.refusal(), "");
}

TEST_CASE("while one call tries, no other does") {
    Guarded guarded(limits);
    for (int call = 0; call < 3; ++call) guarded.call(false);
    guarded.clock.advance(std::chrono::seconds(10));
    std::latch arrived(1), let(1);
    guarded.moody->waits = true;
    guarded.moody->answers = true;
    guarded.moody->arrived = &arrived;
    guarded.moody->let = &let;
    std::jthread probe([&] { guarded.guard.look_up({}); });
    arrived.wait();
    CHECK_EQ(guarded.refusal(), "payments.provider_unavailable");
    let.count_down();
    probe.join();
    CHECK(guarded.circuit() == Circuit::closed);
}
