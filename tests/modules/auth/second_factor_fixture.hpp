#pragma once

#include "auth/second_factor_module.hpp"
#include "second_factor/totp.hpp"
#include "self_service_fixture.hpp"
#include "support/base32.hpp"

namespace kontor::auth {

// Somebody with an authenticator app.
struct SecondFactorFixture : SelfServiceFixture {
    platform::Sealer sealer{{{"test", std::string(32, 'k')}}};
    std::shared_ptr<TokenIssuer> issuer = make_token_issuer(database, clock, config);
    std::shared_ptr<Doorkeeper> sealed_doorkeeper =
        make_doorkeeper(database, clock, config, "Kontor", &sealer);
    std::unique_ptr<Auth> door =
        make_auth(database, events, clock, config, sealed_doorkeeper, issuer);
    SelfService desk = make_self_service(foundation, sealed_doorkeeper, "a secret", "");
    std::unique_ptr<SecondFactors> factors =
        make_second_factors(foundation, {sealed_doorkeeper, issuer, sealer, "Kontor"});

    // What the app shows now.
    std::string code_of(const std::string& setup_key) {
        return totp(test::from_base32(setup_key), totp_step(clock.now()));
    }
    void next_step() { clock.advance(std::chrono::seconds(30)); }
};

}  // namespace kontor::auth
