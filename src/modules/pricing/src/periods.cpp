// Prices that begin and end by themselves.
#include "repricing.hpp"

#include <map>

namespace kontor::pricing {

using namespace platform;

namespace {

struct Turn {
    std::vector<PriceListId> begin;
    std::vector<PriceListId> end;
};

// In the order in which it should have been told. A list whose whole period went by unseen is not
// among them: nobody was shown its prices.
std::map<Time, Turn> turns_of(const std::vector<store::KeptList>& lists, Time now) {
    std::map<Time, Turn> turns;
    for (const auto& [list, in_force, has_entries] : lists) {
        if (in_force)
            turns[list.active ? list.ends_at.value_or(now) : now].end.push_back(list.id);
        else
            turns[list.starts_at.value_or(now)].begin.push_back(list.id);
    }
    return turns;
}

void take(Tx& tx, const Backing& backing, const Turn& turn, Time at) {
    auto lists = turn.begin;
    lists.insert(lists.end(), turn.end.begin(), turn.end.end());
    Repricing repricing(tx, backing, store::goods_of(tx, lists));
    store::set_in_force(tx, turn.begin, true);
    store::set_in_force(tx, turn.end, false);
    repricing.announce(at);
}

}  // namespace

void announce_periods(const Backing& backing) {
    const auto now = backing.clock.now();
    const bool is_any_due = backing.database.read(
        [&](Reader& reader) { return !store::due_lists(reader, now).empty(); });
    if (!is_any_due) return;
    backing.database.transact([&](Tx& tx) {
        store::lock_book(tx);
        for (const auto& [at, turn] : turns_of(store::due_lists(tx, now), now))
            take(tx, backing, turn, at);
    });
}

void add_jobs(platform::Jobs& jobs, const Backing& backing) {
    jobs.every(std::chrono::seconds(1), "pricing.periods",
               [backing] { announce_periods(backing); });
    jobs.every(std::chrono::hours(24), "pricing.history",
               [backing] { backing.database.transact([](Tx& tx) { store::prune_history(tx); }); });
}

}  // namespace kontor::pricing
