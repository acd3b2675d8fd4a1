#include "percent_encoding.hpp"

#include "platform/security/random.hpp"

namespace kontor::auth {

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char letter : text) {
        if (unreserved.find(letter) != unreserved.npos)
            encoded += letter;
        else
            encoded.append("%").append(platform::to_hex({&letter, 1}));
    }
    return encoded;
}

}  // namespace kontor::auth
