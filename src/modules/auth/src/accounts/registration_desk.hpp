#pragma once

#include "auth/registrar.hpp"
#include "auth/self_service.hpp"
#include "passwords/doorkeeper.hpp"

namespace kontor::auth {

class RegistrationDesk final : public Registrar {
public:
    RegistrationDesk(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper);

    platform::Result<> ask_to_register(const Registration& registration,
                                       const Client& client) override;

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    const Config config_;
    const std::shared_ptr<Doorkeeper> doorkeeper_;
};

}  // namespace kontor::auth
