#pragma once

#include "auth/module.hpp"
#include "links/link_store.hpp"

#include <array>

namespace kontor::auth {

// A token is the id and what the key makes of it, 64 letters of base64url: who knows the id, but
// not the key, cannot make it.
class LinkMaker final : public Links {
public:
    LinkMaker(const std::string& secret, const std::string& shop_url, const Config& config);

    std::string page(LinkPurpose purpose, const LinkId& id) const override;
    std::string token(const LinkId& id) const override;
    // Nothing for a token that is not one of this shop's.
    std::optional<LinkId> id_of(const std::string& token) const;

private:
    const std::string key_;
    const std::string reset_page_;
    const std::string verification_page_;
    const std::string invitation_page_;
};

// Good for as long as the configuration says.
store::NewLink new_link(LinkPurpose purpose, const Config& config, platform::Time now);

}  // namespace kontor::auth
