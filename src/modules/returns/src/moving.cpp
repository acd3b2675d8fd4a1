#include "moving.hpp"

#include "refusals.hpp"
#include "states.hpp"

namespace kontor::returns {

platform::Result<Return> open(platform::Tx& tx, const ReturnId& id, Status to) {
    auto found = store::select_for_update(tx, id);
    if (!found) return no_such_return();
    if (const auto legal = check_transition(found->status, to); !legal) return legal.error();
    return *std::move(found);
}

Return moved(platform::Tx& tx, Return changed, Status to, const Cause& cause) {
    store::append(tx, changed.id, {cause.at, cause.actor, changed.status, to, cause.reason});
    changed.status = to;
    store::update(tx, changed);
    return changed;
}

}  // namespace kontor::returns
