#pragma once

#include "auth/ids.hpp"
#include "platform/core/describe.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::auth {

// With what right somebody gives and takes rights: nobody has more to give than they have, and
// nobody decides over who has more. Described, so that it can travel.
struct Authority {
    std::optional<UserId> user{};
    std::vector<std::string> permissions{};
    bool is_operator = false;            // whoever has the command line: may everything
    std::optional<SessionId> session{};  // of the user, who may be dismissed in the same moment
};
BOOST_DESCRIBE_STRUCT(Authority, (), (user, permissions, is_operator, session))

}  // namespace kontor::auth
