#include "promotions.hpp"

#include <algorithm>
#include <span>

namespace kontor::pricing {
namespace {

// What the promotions that do not add up would give, each with all that do and without the others
// of its kind.
struct Contest {
    const Promotion* winner = nullptr;
    std::vector<Verdict> losers;
};

std::variant<Gift, Refusal> outdone_by(const Contest& contest, const Promotion& promotion) {
    const auto loser = std::ranges::find(contest.losers, &promotion, &Verdict::promotion);
    if (loser != contest.losers.end() && loser->gift() == nullptr) return loser->outcome;
    return Refusal{Why::outdone, 0, 0, contest.winner};
}

std::vector<Verdict> run(std::span<const Candidate> candidates, const Snapshot& snapshot,
                         Remaining remaining, const Contest& contest) {
    std::vector<Verdict> verdicts;
    verdicts.reserve(candidates.size());
    const Promotion* exclusive = nullptr;
    for (const auto& candidate : candidates) {
        const auto& promotion = *candidate.promotion;
        auto& verdict = verdicts.emplace_back(Verdict{&promotion, candidate.stage, {}});
        if (exclusive != nullptr && !candidate.refusal)
            verdict.outcome = Refusal{Why::after_exclusive, 0, 0, exclusive};
        else if (!promotion.stackable && &promotion != contest.winner)
            verdict.outcome = outdone_by(contest, promotion);
        else
            verdict.outcome = gift_of(candidate, snapshot, remaining);
        if (const auto* gift = verdict.gift()) {
            take(remaining, *gift, candidate.stage);
            if (promotion.exclusive) exclusive = &promotion;
        }
    }
    return verdicts;
}

std::int64_t given(const Verdict& verdict) {
    return verdict.gift() == nullptr ? 0 : verdict.gift()->amount;
}

Contest contest_of(const std::vector<Candidate>& candidates, const Snapshot& snapshot,
                   const Remaining& remaining) {
    std::vector<std::size_t> rivals;
    Contest contest;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].promotion->stackable) continue;
        if (!candidates[i].refusal)
            rivals.push_back(i);
        else
            contest.losers.push_back(
                {candidates[i].promotion, candidates[i].stage, *candidates[i].refusal});
    }
    if (rivals.size() == 1) contest.winner = candidates[rivals.front()].promotion;
    if (rivals.size() < 2) return contest;

    for (const auto place : rivals) {
        const auto up_to_it = std::span(candidates).first(place + 1);
        const Contest alone{candidates[place].promotion, {}};
        contest.losers.push_back(run(up_to_it, snapshot, remaining, alone).back());
    }
    contest.winner = std::ranges::max_element(contest.losers, {}, [](const Verdict& verdict) {
                         return std::pair(given(verdict), verdict.promotion->id);
                     })->promotion;
    return contest;
}

}  // namespace

std::vector<Verdict> judge(const Snapshot& snapshot, const Remaining& remaining) {
    const auto candidates = line_up(snapshot);
    return run(candidates, snapshot, remaining, contest_of(candidates, snapshot, remaining));
}

}  // namespace kontor::pricing
