#include "platform/http/cursor.hpp"

#include "platform/json/json.hpp"
#include "platform/security/random.hpp"

namespace kontor::platform::http {
namespace {

constexpr std::size_t mac_bytes = 16;

Error bad_cursor() {
    return {ErrorKind::malformed, "http.bad_cursor",
            "The cursor does not belong to this list. Take next_cursor from the page before, with "
            "the same sort and filters, or leave it out to begin at the first page."};
}

// The context is signed, not carried: it only has to be the same again.
std::string mac_of(const std::string& secret, std::string_view context, std::string_view payload) {
    std::string message(std::to_string(context.size()));
    message.append(":").append(context).append(payload);
    return hmac_sha256(secret, message).substr(0, mac_bytes);
}

}  // namespace

std::string Cursors::write(std::string_view context, const std::vector<std::string>& keys) const {
    const auto payload = json::write(keys);
    return to_base64url(mac_of(secret_, context, payload) + payload);
}

Result<std::vector<std::string>> Cursors::read(std::string_view context, std::string_view cursor,
                                               std::size_t key_count) const {
    std::string bytes;
    if (!from_base64url(cursor, bytes) || bytes.size() < mac_bytes) return bad_cursor();
    const auto payload = std::string_view(bytes).substr(mac_bytes);
    const auto mac = std::string_view(bytes).substr(0, mac_bytes);
    if (!equal_in_constant_time(mac, mac_of(secret_, context, payload))) return bad_cursor();
    auto keys = json::read<std::vector<std::string>>(payload);
    if (!keys || keys->size() != key_count) return bad_cursor();
    return *std::move(keys);
}

}  // namespace kontor::platform::http
