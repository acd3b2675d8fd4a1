#pragma once

#include "orders/drafts.hpp"
#include "store.hpp"

namespace kontor::orders::store {

void keep_wish(platform::Tx& tx, const OrderId& id, const DraftWish& wish);
std::optional<DraftWish> wish_of(platform::Reader& reader, const OrderId& id);
void set_customer(platform::Tx& tx, const OrderId& id, const std::optional<auth::UserId>& customer);
platform::Uuid cart_of(platform::Reader& reader, const OrderId& id);
// With its history. False where it is no draft.
bool discard(platform::Tx& tx, const OrderId& id);

}  // namespace kontor::orders::store
