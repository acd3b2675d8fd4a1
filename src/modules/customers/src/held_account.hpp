#pragma once

#include "auth/auth.hpp"
#include "platform/db/database.hpp"

namespace kontor::customers {

// What is written of a customer, in a transaction that nobody forgets the customer meanwhile.
// Refuses auth.no_such_user.
template <class Work>
auto write_of(const auth::UserId& customer, auth::Auth& auth, platform::Database& database,
              Work&& work) -> std::invoke_result_t<Work&, platform::Tx&> {
    using Outcome = std::invoke_result_t<Work&, platform::Tx&>;
    return database.together(
        [&]() -> Outcome {
            if (const auto held = auth.hold(customer); !held) return held.error();
            return database.transact(work);
        },
        platform::Commit::by_the_answer, platform::Checks::at_the_end);
}

}  // namespace kontor::customers
