#pragma once

#include "customers/wish_list.hpp"
#include "platform/db/database.hpp"

namespace kontor::customers::store {

std::vector<Wish> wishes(platform::Reader& reader, const auth::UserId& customer,
                         const WishFilter& filter);
// The wish, or the one that there was already.
Wish insert_wish(platform::Tx& tx, const auth::UserId& customer, const Wish& wish);
// The customer's list is locked until the commit.
std::int64_t lock_and_count_wishes(platform::Tx& tx, const auth::UserId& customer);
bool remove_wish(platform::Tx& tx, const auth::UserId& customer, const WishId& id);
void remove_wishes(platform::Tx& tx, const auth::UserId& customer);

}  // namespace kontor::customers::store
