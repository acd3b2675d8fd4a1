#include "bearers.hpp"

#include "platform/security/random.hpp"

namespace kontor::auth {

namespace http = platform::http;

Client client_of(const http::Request& request, const http::Caller& caller,
                 const std::string& language) {
    const auto user_agent = http::find_header(request.headers, "User-Agent");
    return {std::string(user_agent.value_or("")), caller.address, language};
}

platform::Result<SignedIn> welcomed(platform::Result<SignedIn> signed_in,
                                    const http::Request& request, const TakeOver& take_over) {
    const auto token = http::find_header(request.headers, "Guest-Token");
    if (signed_in && token && !token->empty() && take_over && !signed_in->user.is_staff())
        take_over({signed_in->user.id, platform::sha256_hex(*token)});
    return signed_in;
}

}  // namespace kontor::auth
