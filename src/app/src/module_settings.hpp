// What modules are told, out of the configuration and the database.
#pragma once

#include "app/wiring.hpp"

#include <string>

namespace kontor::app {

// Throws std::invalid_argument for a currency that nobody pays in.
pricing::Currencies currencies_of(const ShopConfig& config);
pricing::Config pricing_config(const ShopConfig& shop);
search::Config search_config(const ShopConfig& shop);
// Throws as check_carriers does.
returns::Config returns_config(const Configuration& configuration);

// Links lead to where the shop listens, unless the configuration says where else.
notifications::Config mail_config(const Configuration& configuration);

// Of the shop, for whatever it has to recognise as its own.
std::string cursor_secret(platform::Database& database);
notifications::Shop mail_shop(Databases& databases, const Configuration& configuration,
                              const std::filesystem::path& data_directory);

}  // namespace kontor::app
