#include "jws.hpp"

#include "platform/security/random.hpp"

#include <sodium.h>

namespace kontor::platform {
namespace {

const unsigned char* bytes_of(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::optional<Jws> parse_jws(std::string_view text) {
    const auto first = text.find('.');
    const auto second = text.find('.', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;

    Jws jws;
    jws.signed_text = text.substr(0, second);
    const bool decodes = from_base64url(text.substr(0, first), jws.header) &&
                         from_base64url(text.substr(first + 1, second - first - 1), jws.payload) &&
                         from_base64url(text.substr(second + 1), jws.signature);
    if (!decodes) return std::nullopt;
    return jws;
}

bool is_signed_by(const Jws& jws, const std::string& public_key) {
    return jws.signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(bytes_of(jws.signature), bytes_of(jws.signed_text),
                                       jws.signed_text.size(), bytes_of(public_key)) == 0;
}

std::string sign_jws(std::string_view header, std::string_view payload,
                     const std::string& secret_key) {
    const auto signed_text = to_base64url(header) + "." + to_base64url(payload);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                         bytes_of(signed_text), signed_text.size(), bytes_of(secret_key));
    return signed_text + "." + to_base64url(signature);
}

}  // namespace kontor::platform
