#include "auth/provider_sign_in_module.hpp"
#include "oidc/provider_secret.hpp"
#include "oidc/sign_in_desk.hpp"

#include <set>
#include <stdexcept>

namespace kontor::auth {

void check_providers(const Config& config) {
    std::set<std::string> names;
    for (const auto& provider : config.providers) {
        oidc::secret_of(provider);
        if (!names.insert(provider.name.value()).second)
            throw std::invalid_argument("auth.providers: two are called '" + provider.name.value() +
                                        "'");
    }
}

std::unique_ptr<ProviderSignIns> make_provider_sign_ins(const Foundation& foundation,
                                                        std::shared_ptr<Doorkeeper> doorkeeper,
                                                        std::shared_ptr<TokenIssuer> issuer,
                                                        const std::string& shop_url) {
    check_providers(foundation.config);
    return std::make_unique<oidc::SignInDesk>(foundation, std::move(doorkeeper), std::move(issuer),
                                              shop_url);
}

}  // namespace kontor::auth
