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

// Somebody would open an account with an address that has one.
struct RegistrationRepeated {
    static constexpr std::string_view name = "auth.registration_repeated.v1";
    platform::Id<"ask"> asking;
    std::string email;
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(RegistrationRepeated, (), (asking, email, language))

// The owner of the account is told; the link is for whoever forgot the password.
struct AccountRemembered {
    static constexpr std::string_view name = "auth.account_remembered.v1";
    UserId user;
    std::string email;
    std::string display_name;
    LinkId link;
    platform::Time expires_at;
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(AccountRemembered, (),
                      (user, email, display_name, link, expires_at, language))

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
    std::optional<std::string> display_name;
};
BOOST_DESCRIBE_STRUCT(AddressChanged, (), (user, email, former_email, display_name))

struct PasswordChanged {
    static constexpr std::string_view name = "auth.password_changed.v1";
    UserId user;
    std::string email;
    std::string display_name;
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(PasswordChanged, (), (user, email, display_name, language))

// From now on signing in takes a code beside the password; or no longer.
struct SecondFactorChanged {
    static constexpr std::string_view name = "auth.second_factor_changed.v1";
    UserId user;
    std::string email;
    std::string display_name;
    std::optional<std::string> language;
    bool is_enabled = false;
};
BOOST_DESCRIBE_STRUCT(SecondFactorChanged, (), (user, email, display_name, language, is_enabled))

// From now on the account may be signed in to with that provider; or no longer.
struct SignInProviderChanged {
    static constexpr std::string_view name = "auth.sign_in_provider_changed.v1";
    UserId user;
    std::string email;
    std::string display_name;
    std::optional<std::string> language;
    std::string provider;  // as people know it
    bool is_connected = false;
};
BOOST_DESCRIBE_STRUCT(SignInProviderChanged, (),
                      (user, email, display_name, language, provider, is_connected))

}  // namespace kontor::auth
