#include "signing_keys.hpp"

#include "platform/security/random.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <map>
#include <stdexcept>
#include <vector>

namespace kontor::test {

namespace {

constexpr int half = 32;  // of a signature of P-256

void must(bool worked) {
    if (!worked) throw std::runtime_error("OpenSSL does not do it");
}

EVP_PKEY* make_key(const std::string& algorithm) {
    if (algorithm == "ES256") return EVP_EC_gen("P-256");
    if (algorithm == "EdDSA") return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    return EVP_RSA_gen(2048);
}

std::string bytes_of(const BIGNUM* number, int size) {
    std::string bytes(static_cast<std::size_t>(size), '\0');
    must(BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size) == size);
    return bytes;
}

std::string number_in(EVP_PKEY* key, const char* name, int size = 0) {
    BIGNUM* number = nullptr;
    must(EVP_PKEY_get_bn_param(key, name, &number) == 1);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned(number, BN_free);
    return platform::to_base64url(bytes_of(number, size > 0 ? size : BN_num_bytes(number)));
}

std::string raw_of(const std::string& der) {
    const auto* data = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
        d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(der.size())), ECDSA_SIG_free);
    must(pair != nullptr);
    return bytes_of(ECDSA_SIG_get0_r(pair.get()), half) +
           bytes_of(ECDSA_SIG_get0_s(pair.get()), half);
}

}  // namespace

ProviderKey::ProviderKey(const std::string& algorithm, std::string id)
    : id_(std::move(id)), key_(make_key(algorithm), EVP_PKEY_free) {
    must(key_ != nullptr);
}

boost::json::object ProviderKey::jwk() const {
    boost::json::object jwk{{"kid", id_}, {"use", "sig"}};
    if (EVP_PKEY_is_a(key_.get(), "RSA")) {
        jwk["kty"] = "RSA";
        jwk["n"] = number_in(key_.get(), OSSL_PKEY_PARAM_RSA_N);
        jwk["e"] = number_in(key_.get(), OSSL_PKEY_PARAM_RSA_E);
    } else if (EVP_PKEY_is_a(key_.get(), "EC")) {
        jwk["kty"] = "EC";
        jwk["crv"] = "P-256";
        jwk["x"] = number_in(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, half);
        jwk["y"] = number_in(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, half);
    } else {
        std::array<unsigned char, half> bytes{};
        auto size = bytes.size();
        must(EVP_PKEY_get_raw_public_key(key_.get(), bytes.data(), &size) == 1);
        jwk["kty"] = "OKP";
        jwk["crv"] = "Ed25519";
        jwk["x"] = platform::to_base64url({reinterpret_cast<const char*>(bytes.data()), size});
    }
    return jwk;
}

std::string ProviderKey::sign(const std::string& algorithm, const std::string& text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    EVP_PKEY_CTX* settings = nullptr;
    const auto* digest = algorithm == "EdDSA" ? nullptr : EVP_sha256();
    must(EVP_DigestSignInit(context.get(), &settings, digest, nullptr, key_.get()) == 1);
    if (algorithm == "PS256") {
        must(EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1);
        must(EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    must(EVP_DigestSign(context.get(), nullptr, &size, data, text.size()) == 1);
    std::string signature(size, '\0');
    must(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                        data, text.size()) == 1);
    signature.resize(size);
    return algorithm == "ES256" ? raw_of(signature) : signature;
}

}  // namespace kontor::test
