#pragma once

#include "platform/db/database.hpp"
#include "rates.hpp"

namespace kontor::shipping::store {

// What is remembered of a parcel, by its fingerprint.
std::vector<Quote> quotes(platform::Reader& reader, const std::string& parcel, platform::Time now);
// In place of what that carrier said of it before; forgets what is past its time.
void keep_quotes(platform::Tx& tx, const std::string& parcel, const std::string& carrier,
                 const std::vector<Quote>& quotes, platform::Time now, platform::Time expires_at);

}  // namespace kontor::shipping::store
