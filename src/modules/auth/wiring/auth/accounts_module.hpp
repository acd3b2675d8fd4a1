// For the composition root and for tests.
#pragma once

#include "auth/accounts.hpp"
#include "auth/self_service.hpp"
#include "platform/core/personal_data.hpp"

namespace kontor::auth {

std::unique_ptr<Accounts> make_accounts(const Foundation& foundation,
                                        std::shared_ptr<Doorkeeper> doorkeeper);

// GET /v1/me where no module knows more of whoever is signed in than this one.
void add_account_route(platform::http::Router& router, Auth& auth);

// The account, its sessions, which all end, and the providers it is connected with.
std::unique_ptr<platform::PersonalData> make_personal_data(const Foundation& foundation);

}  // namespace kontor::auth
