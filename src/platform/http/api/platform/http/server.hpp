#pragma once

#include "platform/http/network.hpp"
#include "platform/http/origin.hpp"
#include "platform/http/rate_limits.hpp"
#include "platform/http/router.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace kontor::platform::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    std::size_t io_threads = 2;
    std::size_t workers = 16;         // for Bulkhead::fast
    std::size_t remote_workers = 16;  // for Bulkhead::remote
    std::size_t queue = 1024;         // waiting requests per bulkhead; beyond: 503, Retry-After
    std::size_t max_connections = 4096;
    std::size_t max_connections_per_peer = 1024;  // but of trusted proxies as many as there are
    // Peers that say in X-Forwarded-For who spoke to them; what others say there means nothing.
    Networks trusted_proxies{};
    std::vector<Origin> allowed_origins{};  // whose pages may read answers
    RateLimits* limits = nullptr;           // what addresses may ask for
    std::size_t header_limit = 16 * 1024;
    // From the first byte of a request, however slowly the others come: the header, all of it. Of
    // the first request of a connection from its beginning. request_deadline is also what a client
    // has to take an answer, or each quarter of a mebibyte of a long one.
    std::chrono::milliseconds header_deadline{9500};
    std::chrono::milliseconds request_deadline{9500};
    std::chrono::milliseconds idle_timeout{60000};
    // Bodies over a mebibyte, where a route takes them, held at one time; beyond: 503. Such a body
    // has a second more for each quarter of a mebibyte, and request_deadline for each one of them.
    std::size_t long_bodies = 8;
    // Files in PEM, the certificate with its chain and its private key: TLS is spoken, 1.2 or 1.3,
    // and nothing else. Empty: no TLS.
    std::string certificate_file{};
    std::string key_file{};
    // For how long browsers that were here over TLS come back over TLS alone; 0: no longer.
    std::chrono::seconds hsts{31'536'000};
};

// HTTP/1.1 on one port: strict framing (RFC 9112), keep-alive, pipelining, limits and deadlines.
class Server {
public:
    Server(const Router& router, ServerOptions options);
    ~Server();  // stops at once
    Server(const Server&) = delete;

    // Listens and serves on its own threads. Refuses http.address_in_use (conflict),
    // http.bad_certificate (invalid).
    Result<> start();
    std::uint16_t port() const;

    // Reads the certificate and the key again, for connections from now on. Refuses
    // http.bad_certificate, and then goes on with those it had.
    Result<> renew_certificate();
    // Whether the files have been changed since they were read.
    bool has_new_certificate() const;

    // Takes no more connections, lets requests in flight end for at most grace, then closes.
    void stop(std::chrono::milliseconds grace);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform::http
