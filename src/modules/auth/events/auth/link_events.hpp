#pragma once

#include "auth/ids.hpp"
#include "auth/link_id.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>

namespace kontor::auth {

// Facts that letters with a link are written about. They name the link, never its token.

// Somebody says that they forgot the password of this address, which may be nobody's.
struct PasswordResetAsked {
    static constexpr std::string_view name = "auth.password_reset_asked.v1";
    platform::Id<"ask"> asking;
    std::string email;
    std::string language;
};
BOOST_DESCRIBE_STRUCT(PasswordResetAsked, (), (asking, email, language))

struct PasswordResetRequested {
    static constexpr std::string_view name = "auth.password_reset_requested.v1";
    UserId user;
    std::string email;
    std::string display_name;
    LinkId link;
    platform::Time expires_at;
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(PasswordResetRequested, (),
                      (user, email, display_name, link, expires_at, language))

struct AddressVerificationRequested {
    static constexpr std::string_view name = "auth.address_verification_requested.v1";
    UserId user;
    std::string email;
    std::string display_name;
    LinkId link;
    platform::Time expires_at;
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(AddressVerificationRequested, (),
                      (user, email, display_name, link, expires_at, language))

// The address is still the old one. Without a link the new one is somebody's: nobody but the old
// one is written to.
struct AddressChangeRequested {
    static constexpr std::string_view name = "auth.address_change_requested.v1";
    UserId user;
    std::string email;
    std::string new_email;
    std::string display_name;
    std::optional<LinkId> link;
    platform::Time expires_at;
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(AddressChangeRequested, (),
                      (user, email, new_email, display_name, link, expires_at, language))

struct AddressChanged {
    static constexpr std::string_view name = "auth.address_changed.v1";
    UserId user;
    std::string email;
    std::string former_email;
};
BOOST_DESCRIBE_STRUCT(AddressChanged, (), (user, email, former_email))

}  // namespace kontor::auth
