// For the composition root and for tests.
#pragma once

#include "auth/links.hpp"
#include "auth/module.hpp"
#include "auth/own_account.hpp"
#include "auth/recovery.hpp"
#include "auth/registrar.hpp"
#include "auth/signing_keys.hpp"
#include "platform/events/dispatcher.hpp"

namespace kontor::auth {

struct Foundation {
    platform::Database& database;
    platform::EventLog& events;
    const platform::Clock& clock;
    const Config& config;
};

// What people do with their accounts by themselves.
struct SelfService {
    std::unique_ptr<Links> links;
    std::unique_ptr<Recovery> recovery;
    std::unique_ptr<OwnAccount> own_account;
    std::unique_ptr<Registrar> registrar;
};

// secret: of the shop; links are made from it. shop_url: whose pages links open where the
// configuration names none.
SelfService make_self_service(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper,
                              const std::string& secret, const std::string& shop_url);

void add_self_service_routes(platform::http::Router& router, const SelfService& self_service);

// Without a sealer the keys are kept as they are.
std::unique_ptr<SigningKeys> make_signing_keys(const Foundation& foundation,
                                               const platform::Sealer* sealer = nullptr);

// Makes the links that were asked for.
void subscribe(platform::Dispatcher& dispatcher, const Foundation& foundation);

}  // namespace kontor::auth
