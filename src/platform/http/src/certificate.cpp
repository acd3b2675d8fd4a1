#include "certificate.hpp"

#include "platform/http/certificate_files.hpp"

#include <openssl/ssl.h>

namespace kontor::platform::http {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

// Forward secret and authenticated, all of them; those of TLS 1.3 are in any case.
constexpr auto ciphers_of_tls_1_2 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr auto groups = "X25519:P-256:P-384";

Error bad_certificate(const std::string& file, const std::string& reason) {
    return {ErrorKind::invalid, "http.bad_certificate",
            "TLS cannot be spoken with " + file + ": " + reason +
                ". It must be in PEM, readable for the shop, and the key must be the one of the "
                "certificate."};
}

// Who offers protocols must offer ours: another one's client is not to be taken for one of HTTP.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned int offered_length, void*) {
    static constexpr unsigned char http_1_1[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, length, http_1_1, sizeof http_1_1 - 1, offered,
                              offered_length) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

void set_up(SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(
        context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_cipher_list(context, ciphers_of_tls_1_2);
    SSL_CTX_set1_groups_list(context, groups);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets hold the sessions
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

}  // namespace

Certificate::Certificate(std::string chain_file, std::string key_file)
    : chain_file_(std::move(chain_file)),
      key_file_(key_file.empty() ? chain_file_ : std::move(key_file)) {}

Certificate::FileTimes Certificate::file_times() const {
    std::error_code ignored;
    return {std::filesystem::last_write_time(chain_file_, ignored),
            std::filesystem::last_write_time(key_file_, ignored)};
}

Result<> Certificate::read() {
    const auto times = file_times();
    {
        const std::lock_guard lock(mutex_);
        times_ = times;
    }
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    set_up(context->native_handle());
    error_code error;
    // Else OpenSSL would ask whoever sits at the terminal, and wait.
    context->set_password_callback([](auto...) { return std::string(); }, error);
    context->use_certificate_chain_file(chain_file_, error);
    if (error) return bad_certificate(chain_file_, error.message());
    context->use_private_key_file(key_file_, ssl::context::pem, error);
    if (error) return bad_certificate(key_file_, error.message());
    const std::lock_guard lock(mutex_);
    context_ = std::move(context);
    return {};
}

bool Certificate::is_renewed() const {
    const auto times = file_times();
    const std::lock_guard lock(mutex_);
    return times != times_;
}

std::shared_ptr<ssl::context> Certificate::context() const {
    const std::lock_guard lock(mutex_);
    return context_;
}

Result<> check_certificate_files(const std::string& certificate_file, const std::string& key_file) {
    return Certificate(certificate_file, key_file).read();
}

}  // namespace kontor::platform::http
