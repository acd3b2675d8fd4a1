#pragma once

#include "auth/ids.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"

namespace kontor::customers::store {

struct Erasure {
    auth::UserId customer;
    bool waived = false;
    platform::Time erased_at;
};
BOOST_DESCRIBE_STRUCT(Erasure, (), (customer, waived, erased_at))

// Due at once.
void insert_erasure(platform::Tx& tx, const Erasure& erasure);
// One that is due, and due again later: in a minute at least, a day at most, else after as long as
// it is since the erasure. Of many the longest due.
std::optional<Erasure> take_due(platform::Tx& tx, platform::Time now);
void remove_erasure(platform::Tx& tx, const auth::UserId& customer);

}  // namespace kontor::customers::store
