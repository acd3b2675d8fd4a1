#pragma once

#include "auth/self_service.hpp"
#include "links/link_maker.hpp"
#include "passwords/doorkeeper.hpp"

namespace kontor::auth {

class RecoveryDesk final : public Recovery {
public:
    RecoveryDesk(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper,
                 LinkMaker links);

    platform::Result<> forgot_password(const platform::EmailAddress& email,
                                       const std::string& language,
                                       const std::string& client_address) override;
    platform::Result<> reset_password(const std::string& token, const std::string& password,
                                      const std::string& client_address) override;
    platform::Result<> verify_address(const std::string& token, const AddressProof& proof) override;

private:
    platform::Result<> check(const AddressProof& proof, const User& user) const;
    platform::Result<> use_reset_link(platform::Tx& tx, const LinkId& id, const std::string& hash);
    platform::Result<> use_address_link(platform::Tx& tx, const LinkId& id);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    const std::shared_ptr<Doorkeeper> doorkeeper_;
    const LinkMaker links_;
};

}  // namespace kontor::auth
