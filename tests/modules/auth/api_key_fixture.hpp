#pragma once

#include "auth/api_key_module.hpp"
#include "fixture.hpp"

namespace kontor::auth {

struct ApiKeyFixture : Fixture {
    Foundation foundation{database, events, clock, config};
    std::unique_ptr<ApiKeys> keys = make_api_keys(foundation);

    UserId user_with_role(const std::string& role) {
        return auth->create_user(registration(unused_email()), role).value().id;
    }
    MadeApiKey made(const std::vector<std::string>& scopes = {"orders.read"}) {
        return keys->make({.is_operator = true}, {"a robot", ApiKeyKind::secret, scopes, {}, {}})
            .value();
    }
    MadeApiKey front(const std::vector<std::string>& origins = {}) {
        return keys
            ->make({.is_operator = true}, {"a shop", ApiKeyKind::publishable, {}, origins, {}})
            .value();
    }
    static std::string refusal(const platform::Result<KeyRights>& rights) {
        return rights ? "none" : rights.error().code;
    }
};

}  // namespace kontor::auth
