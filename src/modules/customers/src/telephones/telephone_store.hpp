#pragma once

#include "auth/ids.hpp"
#include "platform/core/dialled_number.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"
#include "shipping/address.hpp"

namespace kontor::customers::store {

// What is kept beside a sealed number for its row to be found by; empty where it is no number that
// somebody could dial, or there is none.
std::string index_of_profile(const platform::Sealer& sealer, const std::string& phone);
std::string index_of_address(const platform::Sealer& sealer, const shipping::Address& address);

// Who gave the number, in the profile or with an address. Each once.
std::vector<auth::UserId> customers_with(platform::Reader& reader, const platform::Sealer& sealer,
                                         const platform::DialledNumber& number);

}  // namespace kontor::customers::store
