#include "counter.hpp"
#include "states.hpp"

#include <array>

using namespace kontor;
using namespace kontor::returns;

namespace {

constexpr std::array every_status{Status::requested, Status::approved, Status::partially_received,
                                  Status::received,  Status::refunded, Status::rejected,
                                  Status::cancelled};

bool is_legal(Status from, Status to) {
    const auto allowed = allowed_after(from);
    return std::ranges::find(allowed, to) != allowed.end();
}

}  // namespace

TEST_CASE("the refusal of a transition says from where, to where, and what is allowed") {
    const auto refused = check_transition(Status::approved, Status::refunded);
    REQUIRE(refused.has_error());
    const auto error = refused.error();
    CHECK(error.kind == platform::ErrorKind::conflict);
    CHECK(error.code == "invalid_transition");
    REQUIRE(error.details.size() == 3);
    CHECK(std::get<std::string>(error.details[0].second) == "approved");
    CHECK(std::get<std::string>(error.details[1].second) == "refunded");
    CHECK(std::get<std::vector<std::string>>(error.details[2].second) ==
          std::vector<std::string>{"partially_received", "received", "rejected", "cancelled"});
}

TEST_CASE("a return that is refunded, rejected or cancelled stays so") {
    for (const auto ended : {Status::refunded, Status::rejected, Status::cancelled})
        CHECK(allowed_after(ended).empty());
}

TEST_CASE_FIXTURE(Counter, "of every pair of states only those in the table can follow") {
    const auto attempt = [&](const Return& made, Status to) -> platform::Result<Return> {
        switch (to) {
            case Status::approved:
                return returns->approve(made.id, "staff:ada");
            case Status::rejected:
                return returns->reject(made.id, "staff:ada", "worn");
            case Status::cancelled:
                return returns->cancel(made.id, "customer");
            case Status::partially_received:
            case Status::received:
                // One piece of two, or of the one that is still to come.
                return receive(made, {counted(made, 0, 1)});
            case Status::refunded:
                return returns->refund(made.id, "staff:ada", {});
            case Status::requested:
                break;
        }
        throw std::logic_error("nothing becomes requested again");
    };
    for (const auto from : every_status)
        for (const auto to : every_status) {
            if (to == Status::requested) {
                CHECK_FALSE(is_legal(from, to));
                continue;
            }
            CAPTURE(platform::enum_name(from));
            CAPTURE(platform::enum_name(to));
            const auto made = in_state(from);
            const auto before = returns->history(made.id).size();
            const auto changed = attempt(made, to);
            CHECK(changed.has_value() == is_legal(from, to));
            if (changed) {
                CHECK(returns->history(made.id).size() == before + 1);
                continue;
            }
            CHECK(refusal_of(changed) == "invalid_transition");
            CHECK(returns->find(made.id).value().status == from);
            CHECK(returns->history(made.id).size() == before);
        }
    CHECK(returns->check().empty());
}

TEST_CASE_FIXTURE(Counter, "a return remembers who did what to it, when and why") {
    const auto made = in_state(Status::requested);
    clock.advance(std::chrono::minutes(1));
    REQUIRE(returns->approve(made.id, "staff:ada").has_value());
    REQUIRE(returns->reject(made.id, "staff:bob", "worn").has_value());
    const auto moves = returns->history(made.id);
    REQUIRE(moves.size() == 3);
    CHECK(moves[0].actor == "customer");
    CHECK_FALSE(moves[0].from);
    CHECK(moves[1].from == Status::requested);
    CHECK(moves[1].to == Status::approved);
    CHECK(moves[1].at == moves[0].at + std::chrono::minutes(1));
    CHECK(moves[2].actor == "staff:bob");
    CHECK(moves[2].reason == "worn");
    CHECK(returns->find(made.id).value().rejection_reason == "worn");
    CHECK(facts_about(made.id.uuid()) ==
          std::vector<std::string>{std::string(ReturnRequested::name),
                                   std::string(ReturnApproved::name),
                                   std::string(ReturnRejected::name)});
}
