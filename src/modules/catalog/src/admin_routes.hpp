#pragma once

#include "catalog/module.hpp"

namespace kontor::catalog {

void add_admin_routes(platform::http::Router& router, Catalog& catalog,
                      inventory::Inventory& inventory, platform::Currency currency,
                      const std::string& cursor_secret);

}  // namespace kontor::catalog
