#pragma once

#include "customers/personal_module.hpp"
#include "platform/http/cursor.hpp"

namespace kontor::customers {

void add_staff_routes(platform::http::Router& router, CustomerRecords& records, Privacy& privacy,
                      const platform::http::Cursors& cursors);

}  // namespace kontor::customers
