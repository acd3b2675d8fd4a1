#include "platform/security/sealing.hpp"

#include "aes_gcm.hpp"
#include "platform/security/random.hpp"
#include "platform/security/seal.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::platform {
namespace {

constexpr std::string_view version = "v1.";

struct Parts {
    std::string_view key_id;
    std::string_view head;  // "v1.<key id>."
    std::string_view rest;
};

std::optional<Parts> parts_of(std::string_view sealed) {
    if (!sealed.starts_with(version)) return std::nullopt;
    const auto end = sealed.find('.', version.size());
    if (end == std::string_view::npos) return std::nullopt;
    return Parts{sealed.substr(version.size(), end - version.size()), sealed.substr(0, end + 1),
                 sealed.substr(end + 1)};
}

// What is bound to the value without being part of it: no two of head and context run together.
std::string additional(std::string_view head, std::string_view context) {
    return std::string(head).append(context);
}

std::string random_bytes(std::size_t count) {
    std::string bytes;
    from_base64url(random_token(count), bytes);
    return bytes;
}

}  // namespace

Sealer::Sealer(const std::vector<SealingKey>& keys) {
    if (keys.empty()) throw std::invalid_argument("there is no key to seal with");
    for (const auto& key : keys) {
        if (std::ranges::find(keys_, key.id, &Key::id) != keys_.end())
            throw std::invalid_argument("two keys to seal with are called " + key.id);
        parse_sealing_key(to_text(key));
        keys_.push_back({key.id, derive_key(key.bytes, "seal"), derive_key(key.bytes, "index")});
    }
}

std::string Sealer::seal(std::string_view plain, std::string_view context) const {
    const auto& key = keys_.front();
    auto sealed = current_head();
    const auto nonce = random_bytes(aes_gcm::nonce_bytes);
    const auto encrypted = aes_gcm::encrypt(key.sealing, nonce, plain, additional(sealed, context));
    return sealed += to_base64url(nonce + encrypted);
}

std::optional<std::string> Sealer::open(std::string_view sealed, std::string_view context) const {
    const auto parts = parts_of(sealed);
    if (!parts) return std::nullopt;
    const auto key = std::ranges::find(keys_, parts->key_id, &Key::id);
    std::string bytes;
    if (key == keys_.end() || !from_base64url(parts->rest, bytes)) return std::nullopt;
    if (bytes.size() < aes_gcm::nonce_bytes) return std::nullopt;
    const std::string_view all(bytes);
    return aes_gcm::decrypt(key->sealing, all.substr(0, aes_gcm::nonce_bytes),
                            all.substr(aes_gcm::nonce_bytes), additional(parts->head, context));
}

std::string Sealer::opened(std::string_view sealed, std::string_view context) const {
    auto plain = open(sealed, context);
    if (!plain)
        throw std::runtime_error(std::string(context) +
                                 " does not open: the key that it was sealed under is not here, or "
                                 "it was changed since");
    return *std::move(plain);
}

bool Sealer::is_current(std::string_view sealed) const {
    return sealed.starts_with(current_head());
}

std::string Sealer::current_head() const {
    return std::string(version) + keys_.front().id + ".";
}

std::string Sealer::blind_index(std::string_view plain, std::string_view field) const {
    return blind_indexes(plain, field).front();
}

std::vector<std::string> Sealer::blind_indexes(std::string_view plain,
                                               std::string_view field) const {
    std::vector<std::string> indexes;
    for (const auto& key : keys_)
        indexes.push_back(to_base64url(hmac_sha256(derive_key(key.indexing, field), plain)));
    return indexes;
}

std::vector<std::string> Sealer::key_ids() const {
    std::vector<std::string> ids;
    for (const auto& key : keys_) ids.push_back(key.id);
    return ids;
}

}  // namespace kontor::platform
