#pragma once

#include "api_keys/known_keys.hpp"
#include "auth/api_key_module.hpp"
#include "staff/known_roles.hpp"

namespace kontor::auth {

class ApiKeyDesk final : public ApiKeys {
public:
    ApiKeyDesk(const Foundation& foundation, std::shared_ptr<KnownRoles> roles);

    std::vector<ApiKey> keys(const ApiKeyFilter& filter) override;
    platform::Result<ApiKey> key(const ApiKeyId& id) override;
    platform::Result<MadeApiKey> make(const Authority& authority, const NewApiKey& key) override;
    platform::Result<ApiKey> revoke(const Authority& authority, const ApiKeyId& id) override;
    platform::Result<KeyRights> identify(const std::string& secret) override;
    platform::Result<ApiKeyId> shop_front(const std::string& publishable,
                                          const std::string& origin) override;
    void look_again() override {
        known_->look_again();
        roles_->look_again();
    }
    void look_again_for(const UserId& maker) override { known_->look_again_for(maker); }

private:
    using Known = std::shared_ptr<const KnownKeys::Key>;
    platform::Result<Known> checked(const std::string& text, ApiKeyKind kind);
    void keep_use_of(const KnownKeys::Key& key);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    // Shared with a listener that lives as long as the log of facts.
    const std::shared_ptr<KnownKeys> known_;
    const std::shared_ptr<KnownRoles> roles_;
};

}  // namespace kontor::auth
