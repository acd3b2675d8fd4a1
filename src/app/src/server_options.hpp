// What the configuration says to the servers.
#pragma once

#include "app/configuration.hpp"
#include "platform/http/server.hpp"

namespace kontor::app {

platform::http::RateLimitOptions rate_limit_options(const RateLimitConfig& config);
platform::http::ServerOptions server_options(const HttpConfig& config,
                                             platform::http::RateLimits& limits);
// Answers few and short questions, also when the other port is overrun.
platform::http::ServerOptions admin_server_options(const HttpConfig& config);

// Where browsers on this machine reach a server of this configuration: http://127.0.0.1:8080.
std::string origin_of(const HttpConfig& config);

}  // namespace kontor::app
