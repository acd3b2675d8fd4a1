#pragma once

#include "platform/db/database.hpp"

#include <functional>
#include <memory>

namespace kontor::platform {

// While one lives on a thread, the last successful transaction of that thread is held open
// instead of committed, so that a record of the answer can commit together with the effects that
// the answer reports (idempotency keys). In the meantime
//   - a further transact() first commits the one that is held, then opens its own; it is not held
//     itself when its Commit is at_once or with_the_next (database.hpp);
//   - read(), by whichever module on the same pool, runs inside the held transaction, in the
//     reader's role: it sees what was written, and the thread needs no second connection.
// Deferred statements are sent, and their errors thrown, before a transaction is held.
// Destroying it without finish() commits what is held (and throws what that throws), after an
// exception rolls it back. Once finished it holds nothing any more. One per thread; not movable.
class HeldCommit {
public:
    HeldCommit();
    ~HeldCommit() noexcept(false);
    HeldCommit(const HeldCommit&) = delete;

    // Runs record(Tx&) as the role of recorder in the held transaction, or in one of its own when
    // none is held, and commits.
    void finish(Database& recorder, const std::function<void(Tx&)>& record);

private:
    friend class Database;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform
