#include "two_schemas.hpp"

using namespace kontor::platform;
using namespace kontor::test;

namespace {

constexpr std::string_view fill_empty =
    "update north.jar set filled = $2 where id = $1 and filled = 0";

struct Jars : TwoSchemas {
    Jars() {
        north.transact([](Tx& tx) {
            tx.defer(insert_north, 1, "one");
            tx.defer(insert_north, 2, "two");
        });
    }
    std::int64_t filled(int id) {
        return *north.read([&](Reader& reader) {
            return reader.one<std::int64_t>("select filled from north.jar where id = $1", id);
        });
    }
    // Expects that both are empty, and writes down in a third what it took for true.
    std::vector<std::int64_t> fill_both(Checks checks) {
        std::vector<std::int64_t> counts;
        north.together(
            [&] {
                north.transact([&](Tx& tx) {
                    const auto first = tx.run_expecting(1, fill_empty, 1, 7);
                    const auto second = tx.run_expecting(1, fill_empty, 2, 7);
                    counts = {first, second};
                    tx.defer(insert_north, 3, std::to_string(first + second));
                });
            },
            Commit::by_the_answer, checks);
        return counts;
    }
};

}  // namespace

TEST_CASE("what is expected costs no round trip of its own when it is checked at the end") {
    Jars jars;
    CHECK(jars.round_trips([&] {
        CHECK(jars.fill_both(Checks::at_the_end) == std::vector<std::int64_t>{1, 1});
    }) == 2);
    CHECK(jars.filled(1) == 7);
    CHECK(jars.filled(2) == 7);

    Jars others;
    CHECK(others.round_trips([&] { others.fill_both(Checks::at_once); }) == 3);
}

TEST_CASE("where it is not as expected, all is taken back and done again with what is true") {
    Jars jars;
    jars.north.transact([](Tx& tx) { tx.run(fill_empty, 2, 5); });
    CHECK(jars.fill_both(Checks::at_the_end) == std::vector<std::int64_t>{1, 0});
    CHECK(jars.filled(1) == 7);
    CHECK(jars.filled(2) == 5);
    const auto label = jars.north.read([](Reader& reader) {
        return reader.one<std::string>("select label from north.jar where id = 3");
    });
    CHECK(label == "1");
}

TEST_CASE("nobody reads on from what turns out not to be as expected") {
    Jars jars;
    jars.north.transact([](Tx& tx) { tx.run(fill_empty, 1, 5); });
    int reads = 0;
    jars.north.together(
        [&] {
            jars.north.transact([&](Tx& tx) {
                const bool was_empty = tx.run_expecting(1, fill_empty, 1, 7) == 1;
                const auto filled =
                    tx.one<std::int64_t>("select filled from north.jar where id = 1");
                CHECK(filled == 5);
                CHECK_FALSE(was_empty);
                ++reads;
            });
        },
        Commit::by_the_answer, Checks::at_the_end);
    CHECK(reads == 1);
}

TEST_CASE("a refusal out of what was only expected is thought over") {
    Jars jars;
    jars.north.transact([](Tx& tx) { tx.run(fill_empty, 1, 5); });
    const auto outcome = jars.north.together(
        [&]() -> Result<int> {
            return jars.north.transact([&](Tx& tx) -> Result<int> {
                if (tx.run_expecting(1, fill_empty, 1, 7) == 1)
                    return Error{ErrorKind::conflict, "test.was_empty", "It was empty."};
                return 5;
            });
        },
        Commit::by_the_answer, Checks::at_the_end);
    CHECK(outcome.value() == 5);
    CHECK(jars.filled(1) == 5);
}

TEST_CASE("a throw out of what was only expected is thought over as well") {
    Jars jars;
    jars.north.transact([](Tx& tx) { tx.run(fill_empty, 1, 5); });
    jars.north.together(
        [&] {
            jars.north.transact([&](Tx& tx) {
                if (tx.run_expecting(1, fill_empty, 1, 7) == 1)
                    throw std::logic_error("it was empty");
            });
        },
        Commit::by_the_answer, Checks::at_the_end);
    CHECK(jars.filled(1) == 5);
}

TEST_CASE("who goes on in spite of what he was told commits nothing of it") {
    Jars jars;
    jars.north.transact([](Tx& tx) { tx.run(fill_empty, 1, 5); });
    int runs = 0;
    jars.north.together(
        [&] {
            jars.north.transact([&](Tx& tx) {
                const bool first = ++runs == 1;
                tx.run_expecting(1, fill_empty, 1, 7);
                try {
                    tx.run("update north.jar set label = label || $1", first ? "x" : "");
                } catch (const std::exception&) {
                }
            });
        },
        Commit::by_the_answer, Checks::at_the_end);
    CHECK(runs == 2);
    CHECK(jars.filled(1) == 5);
}
