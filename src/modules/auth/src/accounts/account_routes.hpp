// How routes look by which people sign in and look after their accounts.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/http/router.hpp"

#include <optional>
#include <string>

namespace kontor::auth {

using PasswordText = platform::Text<1, 1024>;
using CodeText = platform::Text<1, 100>;

struct ProofBody {
    std::optional<PasswordText> current_password;
    std::optional<CodeText> code;
};
BOOST_DESCRIBE_STRUCT(ProofBody, (), (current_password, code))

inline constexpr auto not_proven =
    "auth.reauthentication_required: without the password, or the code of a second factor; "
    "auth.wrong_password, auth.wrong_code: nobody is logged out by them";
inline constexpr auto too_many_attempts =
    "auth.too_many_attempts: too many failures for this address";

// Not where pages are made, but for a GET: nobody who browses waits for those who sign in.
platform::http::Route account_route(platform::http::Method method, std::string path,
                                    std::string operation, std::string summary);
// Below /v1/me, for the owner of the account.
platform::http::Route own_route(platform::http::Method method, const std::string& path,
                                std::string operation, std::string summary);

}  // namespace kontor::auth
