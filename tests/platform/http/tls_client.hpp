// A client that speaks TLS, and certificates to speak it with.
#pragma once

#include "raw_client.hpp"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>

struct TlsFiles {
    std::string certificate;
    std::string key;
};

// A certificate for that name and its key, in two files of the directory.
inline TlsFiles write_certificate(const std::filesystem::path& directory, const std::string& name) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                  &EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    auto* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());

    const TlsFiles files{(directory / "chain.pem").string(), (directory / "key.pem").string()};
    const auto write = [](const std::string& file, auto put) {
        const std::unique_ptr<std::FILE, decltype(&std::fclose)> out(std::fopen(file.c_str(), "w"),
                                                                     &std::fclose);
        put(out.get());
    };
    write(files.certificate, [&](std::FILE* out) { PEM_write_X509(out, certificate.get()); });
    write(files.key, [&](std::FILE* out) {
        PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    return files;
}

struct TlsOffer {
    int least = TLS1_2_VERSION;
    int most = TLS1_3_VERSION;
    std::string ciphers{};   // of TLS 1.2
    std::string protocol{};  // of ALPN
};

class TlsClient final : public AnswerReader {
public:
    explicit TlsClient(std::uint16_t port, const TlsOffer& offer = {}) : socket_(port) {
        SSL_CTX_set_security_level(context_.get(), 0);  // so that it is the server who refuses
        SSL_CTX_set_min_proto_version(context_.get(), offer.least);
        SSL_CTX_set_max_proto_version(context_.get(), offer.most);
        if (!offer.ciphers.empty()) SSL_CTX_set_cipher_list(context_.get(), offer.ciphers.c_str());
        stream_.reset(SSL_new(context_.get()));
        if (!offer.protocol.empty()) {
            const auto protocols =
                std::string(1, static_cast<char>(offer.protocol.size())) + offer.protocol;
            SSL_set_alpn_protos(stream_.get(),
                                reinterpret_cast<const unsigned char*>(protocols.data()),
                                static_cast<unsigned>(protocols.size()));
        }
        SSL_set_fd(stream_.get(), socket_.descriptor());
        is_connected_ = SSL_connect(stream_.get()) == 1;
    }

    bool is_connected() const { return is_connected_; }
    std::string version() const { return SSL_get_version(stream_.get()); }
    std::string cipher() const { return SSL_get_cipher_name(stream_.get()); }

    // Whose certificate the server showed.
    std::string server() const {
        const std::unique_ptr<X509, decltype(&X509_free)> shown(
            SSL_get1_peer_certificate(stream_.get()), &X509_free);
        char name[256] = "";
        X509_NAME_get_text_by_NID(X509_get_subject_name(shown.get()), NID_commonName, name,
                                  sizeof name);
        return name;
    }

    bool send(std::string_view bytes) {
        return SSL_write(stream_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }

    // Whether the server said that this is the end.
    bool was_told_goodbye() const {
        return (SSL_get_shutdown(stream_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

private:
    std::ptrdiff_t read(char* bytes, std::size_t most) override {
        return SSL_read(stream_.get(), bytes, static_cast<int>(most));
    }

    RawClient socket_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{SSL_CTX_new(TLS_client_method()),
                                                               &SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> stream_{nullptr, &SSL_free};
    bool is_connected_ = false;
};
