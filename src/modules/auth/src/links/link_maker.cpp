#include "links/link_maker.hpp"

#include "platform/security/random.hpp"
#include "platform/security/seal.hpp"

#include <algorithm>

namespace kontor::auth {

namespace {

std::string page_or(const std::string& configured, std::string shop_url, std::string_view path) {
    if (!configured.empty()) return configured;
    while (shop_url.ends_with('/')) shop_url.pop_back();
    return shop_url.append(path);
}

}  // namespace

LinkMaker::LinkMaker(const std::string& secret, const std::string& shop_url, const Config& config)
    : key_(platform::derive_key(secret, "auth.links")),
      reset_page_(page_or(config.reset_page, shop_url, "/reset-password?token=")),
      verification_page_(page_or(config.verification_page, shop_url, "/verify-email?token=")),
      invitation_page_(page_or(config.invitation_page, shop_url, "/accept-invitation?token=")) {}

std::string LinkMaker::page(LinkPurpose purpose, const LinkId& id) const {
    switch (purpose) {
        case LinkPurpose::password_reset:
            return reset_page_ + id.text();
        case LinkPurpose::staff_invitation:
            return invitation_page_ + id.text();
        case LinkPurpose::address_verification:
        case LinkPurpose::address_change:
            break;
    }
    return verification_page_ + id.text();
}

std::string LinkMaker::token(const LinkId& id) const {
    const auto& uuid = id.uuid().bytes;
    const std::string bytes(uuid.begin(), uuid.end());
    return platform::to_base64url(bytes + platform::hmac_sha256(key_, bytes));
}

std::optional<LinkId> LinkMaker::id_of(const std::string& shown) const {
    std::string bytes;
    platform::Uuid uuid;
    if (!platform::from_base64url(shown, bytes) || bytes.size() < uuid.bytes.size())
        return std::nullopt;
    std::copy_n(bytes.begin(), uuid.bytes.size(), uuid.bytes.begin());
    const LinkId id(uuid);
    if (!platform::equal_in_constant_time(token(id), shown)) return std::nullopt;
    return id;
}

store::NewLink new_link(LinkPurpose purpose, const Config& config, platform::Time now) {
    const std::chrono::minutes good_for =
        purpose == LinkPurpose::password_reset
            ? std::chrono::minutes(config.reset_minutes.value())
            : std::chrono::minutes(std::chrono::hours(config.verification_hours.value()));
    return {LinkId::make(), purpose, now, now + good_for};
}

}  // namespace kontor::auth
