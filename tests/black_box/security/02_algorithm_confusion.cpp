#include "members.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <boost/json.hpp>

namespace kontor::test {

TEST_CASE("2: the public key is no secret to sign with") {
    const auto member = new_member("confused02");
    const Forger forger;
    const auto key = forger.public_key();
    const auto claims = Forger::encode(Forger::claims(member));
    const auto published = open_shop().stranger().get("/.well-known/jwks.json").body;
    REQUIRE(published.find(Forger::encode(key)) != std::string::npos);
    for (const std::string algorithm : {"HS256", "HS384", "HS512", "EdDSA"})
        for (const auto& secret : {key, Forger::encode(key), published}) {
            auto header = boost::json::parse(forger.header()).as_object();
            header["alg"] = algorithm;
            const auto text = Forger::encode(boost::json::serialize(header)) + '.' + claims;
            std::string signature(EVP_MAX_MD_SIZE, '\0');
            unsigned size = 0;
            HMAC(algorithm == "HS384"   ? EVP_sha384()
                 : algorithm == "HS512" ? EVP_sha512()
                                        : EVP_sha256(),
                 secret.data(), static_cast<int>(secret.size()),
                 reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                 reinterpret_cast<unsigned char*>(signature.data()), &size);
            signature.resize(size);
            CHECK(me_with(text + '.' + Forger::encode(signature)).status == 401);
        }
}

}  // namespace kontor::test
