#include "server_options.hpp"

namespace kontor::app {

platform::http::RateLimitOptions rate_limit_options(const RateLimitConfig& config) {
    const auto requests = [](std::int64_t limit) { return static_cast<std::uint32_t>(limit); };
    platform::http::RateLimitOptions options;
    options.window = std::chrono::seconds(config.window_seconds.value());
    options.reading = requests(config.reading);
    options.writing = requests(config.writing);
    options.credentials = requests(config.credentials);
    options.webhooks = requests(config.webhooks);
    options.clients_of_shop_front = requests(config.clients_of_shop_front);
    options.exempt = config.exempt;
    return options;
}

platform::http::ServerOptions server_options(const HttpConfig& config,
                                             platform::http::RateLimits& limits) {
    platform::http::ServerOptions options;
    options.address = config.address;
    options.port = config.port;
    options.io_threads = static_cast<std::size_t>(config.io_threads);
    options.workers = static_cast<std::size_t>(config.workers);
    options.remote_workers = static_cast<std::size_t>(config.remote_workers);
    options.queue = static_cast<std::size_t>(config.queue);
    options.max_connections = static_cast<std::size_t>(config.max_connections);
    options.max_connections_per_peer = static_cast<std::size_t>(config.max_connections_per_address);
    options.trusted_proxies = config.trusted_proxies;
    options.allowed_origins = config.allowed_origins;
    options.limits = &limits;
    options.certificate_file = config.tls.certificate;
    options.key_file = config.tls.key;
    options.hsts = std::chrono::seconds(config.tls.hsts_seconds.value());
    return options;
}

platform::http::ServerOptions admin_server_options(const HttpConfig& config) {
    platform::http::ServerOptions options;
    options.address = config.admin_address;
    options.port = config.admin_port;
    options.io_threads = 1;
    options.workers = 2;
    options.remote_workers = 0;
    options.queue = 32;
    options.max_connections = 64;
    return options;
}

std::string origin_of(const HttpConfig& config) {
    auto host = config.address;
    if (host == "0.0.0.0") host = "127.0.0.1";  // every address is none to link to
    if (host == "::") host = "::1";
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    return (config.tls.certificate.empty() ? "http://" : "https://") + host + ":" +
           std::to_string(config.port);
}

}  // namespace kontor::app
