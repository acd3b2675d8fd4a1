#pragma once

#include "passwords/doorkeeper.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::auth {

// Refuses as Auth::register_customer does, but for the address. Nothing is kept yet.
platform::Result<store::Account> new_account(Doorkeeper& doorkeeper, const platform::Clock& clock,
                                             const Registration& registration,
                                             std::string_view role);

// False when the address is taken.
bool keep_account(platform::Tx& tx, platform::EventLog& events, const store::Account& account,
                  const std::optional<std::string>& language);

// Has the letter written that confirms the address.
void ask_to_verify(platform::Tx& tx, platform::EventLog& events, const Config& config,
                   const User& user, const std::optional<std::string>& language,
                   platform::Time now);

}  // namespace kontor::auth
