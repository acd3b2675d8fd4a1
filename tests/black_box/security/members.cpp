#include "members.hpp"

#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"
#include "program.hpp"
#include "support/base32.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <boost/json.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <stdexcept>

namespace kontor::test {

namespace bj = boost::json;

namespace {

constexpr std::string_view url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

const unsigned char* bytes_of(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::unique_ptr<EVP_PKEY, FreeKey> private_key(const std::string& seed) {
    return std::unique_ptr<EVP_PKEY, FreeKey>(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed.size()));
}

std::string credentials(const std::string& email, const std::string& password) {
    return bj::serialize(bj::object{{"email", email}, {"password", password}});
}

}  // namespace

Answer register_member(const std::string& email, const std::string& password) {
    return open_shop().stranger().post("/v1/auth/register", credentials(email, password));
}

Member new_member(const std::string& name, const std::string& password) {
    const auto email = name + "@example.org";
    const auto made = register_member(email, password);
    if (made.status != 201) throw std::runtime_error("no account: " + made.body);
    Member member{email, made.text("/user/id"), made.text("/access_token"),
                  made.text("/refresh_token"), open_shop().stranger()};
    member.probe.always_send("Authorization", "Bearer " + member.access_token);
    return member;
}

Answer log_in(const std::string& email, const std::string& password) {
    return open_shop().stranger().post("/v1/auth/login", credentials(email, password));
}

Answer refresh(const std::string& refresh_token) {
    return open_shop().stranger().post("/v1/auth/refresh",
                                       R"({"refresh_token":")" + refresh_token + R"("})");
}

Answer me_with(const std::string& token) {
    return open_shop().stranger().get("/v1/me", {{"Authorization", "Bearer " + token}});
}

std::int64_t unix_now() {
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

Forger::Forger() {
    auto database = open_shop().database().superuser();
    const auto text = [&](std::string_view sql) {
        return database.read(
            [&](platform::Reader& reader) { return reader.one<std::string>(sql).value(); });
    };
    key_id_ = text("select id from auth.signing_key order by number desc limit 1");
    const auto sealed = text("select seed from auth.signing_key order by number desc limit 1");
    const platform::Sealer sealer({platform::parse_sealing_key(test_sealing_key)});
    seed_ = decode(sealer.opened(sealed, "auth.signing_key.seed:" + key_id_));
}

std::string Forger::header(const std::string& key_id) const {
    return bj::serialize(bj::object{
        {"alg", "EdDSA"}, {"typ", "at+jwt"}, {"kid", key_id.empty() ? key_id_ : key_id}});
}

std::string Forger::claims(const Member& member, const std::string& name, const bj::value& value) {
    const auto first = member.access_token.find('.') + 1;
    auto claims = bj::parse(decode(member.access_token.substr(
                                first, member.access_token.find('.', first) - first)))
                      .as_object();
    if (!name.empty()) claims[name] = value;
    return bj::serialize(claims);
}

std::string Forger::sign(const std::string& header, const std::string& claims) const {
    const auto text = encode(header) + '.' + encode(claims);
    const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    const auto key = private_key(seed_);
    std::string signature(64, '\0');
    auto size = signature.size();
    EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get());
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                   bytes_of(text), text.size());
    return text + '.' + encode(signature);
}

std::string Forger::public_key() const {
    std::string key(32, '\0');
    auto size = key.size();
    EVP_PKEY_get_raw_public_key(private_key(seed_).get(),
                                reinterpret_cast<unsigned char*>(key.data()), &size);
    return key;
}

std::string Forger::encode(const std::string& bytes) {
    std::string text;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char byte : bytes) {
        pending = pending << 8U | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 6; bits -= 6) text += url_alphabet[pending >> (bits - 6) & 63U];
    }
    if (bits > 0) text += url_alphabet[pending << (6 - bits) & 63U];
    return text;
}

std::string Forger::decode(const std::string& text) {
    std::string bytes;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char letter : text) {
        pending = pending << 6U | static_cast<std::uint32_t>(url_alphabet.find(letter));
        if ((bits += 6) < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(pending >> bits);
    }
    return bytes;
}

std::string app_code(const std::string& setup_key, std::int64_t steps_from_now) {
    auto step = static_cast<std::uint64_t>(unix_now() / 30 + steps_from_now);
    std::string message(8, '\0');
    for (auto byte = message.rbegin(); byte != message.rend(); ++byte, step >>= 8)
        *byte = static_cast<char>(step & 0xff);
    const auto key = from_base32(setup_key);
    std::array<unsigned char, 20> digest{};
    HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes_of(message), message.size(),
         digest.data(), nullptr);
    const std::size_t offset = digest[19] & 15U;
    const std::uint32_t number = (digest[offset] & 127U) << 24U | digest[offset + 1] << 16U |
                                 digest[offset + 2] << 8U | digest[offset + 3];
    const auto code = std::to_string(number % 1'000'000);
    return std::string(6 - code.size(), '0') + code;
}

CarefulMember::CarefulMember(const std::string& name) : Member(new_member(name)) {
    const auto begun =
        probe.post("/v1/me/mfa", R"({"current_password":")" + member_password + R"("})");
    if (begun.status != 201) throw std::runtime_error("no second factor: " + begun.body);
    setup_key = begun.text("/setup_key");
    confirming_code = code(-1);
    const auto confirmed =
        probe.post("/v1/me/mfa/confirm", R"({"code":")" + confirming_code + R"("})");
    if (confirmed.status != 200) throw std::runtime_error("no second factor: " + confirmed.body);
    recovery_codes = confirmed.json().at("recovery_codes").as_array();
}

std::string CarefulMember::challenge() const {
    const auto asked = log_in(email);
    if (asked.text("/code") != "mfa_required") throw std::runtime_error(asked.body);
    return asked.text("/mfa_token");
}

Answer meet(const std::string& challenge, const std::string& code) {
    return open_shop().stranger().post(
        "/v1/auth/mfa", bj::serialize(bj::object{{"mfa_token", challenge}, {"code", code}}));
}

}  // namespace kontor::test
