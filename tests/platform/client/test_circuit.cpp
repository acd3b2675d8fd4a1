#include "circuit.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;
using namespace std::chrono_literals;

namespace {

const Circuit::Time start{};

Circuit opened_at(Circuit::Time now) {
    Circuit circuit(3, 10s);
    circuit.failed(now);
    circuit.failed(now);
    REQUIRE(circuit.failed(now));
    return circuit;
}

}  // namespace

TEST_CASE("a circuit opens after so many failures in a row") {
    Circuit circuit(3, 10s);
    CHECK_FALSE(circuit.failed(start));
    CHECK_FALSE(circuit.failed(start));
    CHECK(circuit.admits(start));
    CHECK(circuit.failed(start));
    CHECK_FALSE(circuit.admits(start));
    CHECK_FALSE(circuit.admits(start + 9s));
}

TEST_CASE("a success in between starts the count again") {
    Circuit circuit(3, 10s);
    circuit.failed(start);
    circuit.failed(start);
    circuit.succeeded();
    circuit.failed(start);
    circuit.failed(start);
    CHECK(circuit.admits(start));
}

TEST_CASE("an open circuit lets a single call try again after a while") {
    auto circuit = opened_at(start);
    CHECK(circuit.admits(start + 10s));
    CHECK_FALSE(circuit.admits(start + 10s));
    CHECK_FALSE(circuit.admits(start + 60s));
}

TEST_CASE("a successful try closes the circuit") {
    auto circuit = opened_at(start);
    REQUIRE(circuit.admits(start + 10s));
    circuit.succeeded();
    CHECK(circuit.admits(start + 10s));
    CHECK(circuit.admits(start + 10s));
}

TEST_CASE("a failed try opens the circuit for as long again") {
    auto circuit = opened_at(start);
    REQUIRE(circuit.admits(start + 10s));
    CHECK_FALSE(circuit.failed(start + 11s));
    CHECK_FALSE(circuit.admits(start + 20s));
    CHECK(circuit.admits(start + 21s));
}

TEST_CASE("calls that were under way when the circuit opened do not keep it open") {
    auto circuit = opened_at(start);
    CHECK_FALSE(circuit.failed(start + 9s));
    CHECK(circuit.admits(start + 10s));
}

TEST_CASE("a retry budget allows one retry, then a tenth of the requests") {
    RetryBudget budget(0.125);
    CHECK(budget.spend());
    CHECK_FALSE(budget.spend());
    for (int i = 0; i < 7; ++i) budget.earn();
    CHECK_FALSE(budget.spend());
    budget.earn();
    CHECK(budget.spend());
}

TEST_CASE("a retry budget does not save for ever") {
    RetryBudget budget(1);
    for (int i = 0; i < 1000; ++i) budget.earn();
    int retries = 0;
    while (budget.spend()) ++retries;
    CHECK(retries == 10);
}
