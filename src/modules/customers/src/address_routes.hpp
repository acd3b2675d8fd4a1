#pragma once

#include "customers/address_book.hpp"
#include "platform/http/cursor.hpp"
#include "platform/http/router.hpp"

namespace kontor::customers {

void add_address_routes(platform::http::Router& router, AddressBook& addresses,
                        const platform::http::Cursors& cursors);

}  // namespace kontor::customers
