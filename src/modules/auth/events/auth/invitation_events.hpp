#pragma once

#include "auth/invitation_id.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kontor::auth {

// A letter with a link is written about it.
struct StaffInvited {
    static constexpr std::string_view name = "auth.staff_invited.v1";
    InvitationId invitation;
    std::string email;
    std::optional<std::string> display_name;
    std::string role;
    platform::Time expires_at;
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(StaffInvited, (),
                      (invitation, email, display_name, role, expires_at, language))

}  // namespace kontor::auth
