#pragma once

#include "auth/self_service.hpp"
#include "second_factor/reauthentication.hpp"

namespace kontor::auth {

class OwnAccountDesk final : public OwnAccount {
public:
    OwnAccountDesk(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper);

    platform::Result<> change_password(const Bearer& bearer, const std::string& current,
                                       const std::string& password,
                                       const std::string& language) override;
    platform::Result<> change_address(const Bearer& bearer, const platform::EmailAddress& email,
                                      const Proof& proof, const std::string& language) override;
    platform::Result<> verify_again(const Bearer& bearer, const std::string& language) override;
    std::vector<OwnSession> sessions(const Bearer& bearer) override;
    platform::Result<> end_session(const Bearer& bearer, const SessionId& id) override;
    void end_other_sessions(const Bearer& bearer) override;

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    const Config config_;
    const std::shared_ptr<Doorkeeper> doorkeeper_;
    Reauthentication again_;
};

}  // namespace kontor::auth
