#include "oidc/verification_key.hpp"

#include "oidc/members.hpp"
#include "platform/security/random.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>

namespace kontor::auth::oidc {

namespace {

constexpr int fewest_rsa_bits = 2048;
constexpr int most_rsa_bits = 8192;  // more take too long
constexpr std::size_t longest_rsa_exponent = 8;
constexpr std::size_t p256_bytes = 32;
constexpr std::size_t ed25519_bytes = 32;
constexpr std::size_t most_keys = 100;

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using Key = std::shared_ptr<EVP_PKEY>;

template <class T>
T made(T object) {
    if (!object) throw std::bad_alloc();
    return object;
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Number number_of(std::string_view big_endian) {
    return made(
        Number(BN_bin2bn(bytes_of(big_endian), static_cast<int>(big_endian.size()), nullptr)));
}

std::string bytes_in(const boost::json::object& jwk, std::string_view member) {
    std::string bytes;
    platform::from_base64url(text_in(jwk, member).value_or(""), bytes);
    return bytes;
}

// Nothing where the provider of OpenSSL does not take them.
Key key_from(const char* kind, const Parameters& parameters) {
    const auto context = made(KeyContext(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr)));
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        ERR_clear_error();  // or the next who asks on this thread takes it for theirs
        return nullptr;
    }
    return Key(key, EVP_PKEY_free);
}

Key rsa_key(const boost::json::object& jwk) {
    const auto exponent_bytes = bytes_in(jwk, "e");
    if (exponent_bytes.size() > longest_rsa_exponent) return nullptr;
    const auto modulus = number_of(bytes_in(jwk, "n"));
    const auto exponent = number_of(exponent_bytes);
    const auto bits = BN_num_bits(modulus.get());
    if (bits < fewest_rsa_bits || bits > most_rsa_bits) return nullptr;
    if (!BN_is_odd(exponent.get()) || BN_is_one(exponent.get())) return nullptr;
    const auto builder = made(Builder(OSSL_PARAM_BLD_new()));
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    return key_from("RSA", made(Parameters(OSSL_PARAM_BLD_to_param(builder.get()))));
}

Key p256_key(const boost::json::object& jwk) {
    const auto x = bytes_in(jwk, "x");
    const auto y = bytes_in(jwk, "y");
    if (x.size() != p256_bytes || y.size() != p256_bytes) return nullptr;
    const auto point = "\x04" + x + y;
    const auto builder = made(Builder(OSSL_PARAM_BLD_new()));
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                     point.size());
    return key_from("EC", made(Parameters(OSSL_PARAM_BLD_to_param(builder.get()))));
}

Key ed25519_key(const boost::json::object& jwk) {
    const auto x = bytes_in(jwk, "x");
    if (x.size() != ed25519_bytes) return nullptr;
    return {EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(x), x.size()),
            EVP_PKEY_free};
}

struct Kind {
    std::string_view type;
    std::string_view curve;
    std::vector<std::string> algorithms;
    Key (*make)(const boost::json::object&);
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> table{
        {"RSA", "", {"RS256", "PS256"}, rsa_key},
        {"EC", "P-256", {"ES256"}, p256_key},
        {"OKP", "Ed25519", {"EdDSA"}, ed25519_key},
    };
    return table;
}

bool is_for_signatures(const boost::json::object& jwk) {
    if (jwk.contains("use") && text_in(jwk, "use") != "sig") return false;
    if (!jwk.contains("key_ops")) return true;
    const auto uses = texts_in(jwk, "key_ops");
    return uses && std::ranges::find(*uses, "verify") != uses->end();
}

// RFC 7518, 3.4: the two halves one after the other; OpenSSL wants them in DER.
std::string to_der(std::string_view signature) {
    if (signature.size() != 2 * p256_bytes) return {};
    auto r = number_of(signature.substr(0, p256_bytes));
    auto s = number_of(signature.substr(p256_bytes));
    const auto pair = made(EcdsaSignature(ECDSA_SIG_new()));
    if (ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
    (void)r.release();
    (void)s.release();
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    if (size <= 0) throw std::bad_alloc();
    std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
}

}  // namespace

std::optional<VerificationKey> VerificationKey::of(const boost::json::object& jwk) {
    const auto type = text_in(jwk, "kty");
    const auto curve = text_in(jwk, "crv").value_or("");
    const auto kind = std::ranges::find_if(
        kinds(), [&](const Kind& one) { return one.type == type && one.curve == curve; });
    if (kind == kinds().end() || !is_for_signatures(jwk)) return std::nullopt;
    VerificationKey key;
    key.id_ = text_in(jwk, "kid").value_or("");
    key.algorithms_ = kind->algorithms;
    if (jwk.contains("alg")) {
        const auto algorithm = text_in(jwk, "alg");
        std::erase_if(key.algorithms_, [&](const auto& one) { return one != algorithm; });
    }
    if (key.algorithms_.empty()) return std::nullopt;
    key.key_ = kind->make(jwk);
    if (!key.key_) return std::nullopt;
    return key;
}

bool VerificationKey::is_for(std::string_view algorithm) const {
    return std::ranges::find(algorithms_, algorithm) != algorithms_.end();
}

bool VerificationKey::has_signed(std::string_view algorithm, std::string_view text,
                                 std::string_view signature) const {
    if (!is_for(algorithm)) return false;
    const auto der = algorithm == "ES256" ? to_der(signature) : std::string(signature);
    const auto context = made(DigestContext(EVP_MD_CTX_new()));
    EVP_PKEY_CTX* settings = nullptr;  // belongs to the context
    const auto* digest = algorithm == "EdDSA" ? nullptr : EVP_sha256();
    if (EVP_DigestVerifyInit(context.get(), &settings, digest, nullptr, key_.get()) != 1)
        throw std::runtime_error("OpenSSL checks no signature of " + std::string(algorithm));
    if (algorithm == "PS256" &&
        (EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) != 1 ||
         EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) != 1))
        throw std::runtime_error("OpenSSL checks no signature of PS256");
    const bool is_signed = EVP_DigestVerify(context.get(), bytes_of(der), der.size(),
                                            bytes_of(text), text.size()) == 1;
    if (!is_signed) ERR_clear_error();
    return is_signed;
}

std::vector<VerificationKey> verification_keys(const boost::json::object& jwks) {
    std::vector<VerificationKey> keys;
    const auto* list = jwks.if_contains("keys");
    if (!list || !list->is_array()) return keys;
    for (const auto& one : list->get_array()) {
        if (keys.size() >= most_keys) break;
        if (!one.is_object()) continue;
        if (auto key = VerificationKey::of(one.get_object())) keys.push_back(*std::move(key));
    }
    return keys;
}

std::string sha256(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL makes no SHA-256");
    return {digest.begin(), digest.begin() + size};
}

}  // namespace kontor::auth::oidc
