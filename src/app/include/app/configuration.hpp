// Every key of kontor.yaml; config/kontor.yaml explains them.
#pragma once

#include "auth/module.hpp"
#include "cart/module.hpp"
#include "checkout/module.hpp"
#include "inventory/module.hpp"
#include "invoices/module.hpp"
#include "media/module.hpp"
#include "notifications/module.hpp"
#include "payments/module.hpp"
#include "platform/core/describe.hpp"
#include "platform/http/languages.hpp"
#include "platform/http/network.hpp"
#include "platform/http/origin.hpp"
#include "pricing/rules.hpp"
#include "returns/module.hpp"
#include "reviews/module.hpp"
#include "shipping/freight.hpp"

#include <cstdint>
#include <string>

namespace kontor::app {

struct ShopConfig {
    platform::Currency currency = *platform::Currency::parse("EUR");
    std::vector<platform::Currency> currencies{};  // beside the one above
    platform::http::LanguageList languages{};
    std::string tax_name = "VAT";
    platform::Whole<0, 1'000'000> tax_rate_ppm = *platform::Whole<0, 1'000'000>::accept(190'000);
    bool prices_include_tax = true;
    pricing::TaxRounding tax_rounding = pricing::TaxRounding::line;
    std::string shipping_tax_class = "standard";
    bool coupons_return = true;
};
BOOST_DESCRIBE_STRUCT(ShopConfig, (),
                      (currency, currencies, languages, tax_name, tax_rate_ppm, prices_include_tax,
                       tax_rounding, shipping_tax_class, coupons_return))

struct RateLimitConfig {
    platform::Whole<1, 3600> window_seconds = *platform::Whole<1, 3600>::accept(60);
    using Requests = platform::Whole<0, 1'000'000'000>;
    Requests reading = *Requests::accept(6000);
    Requests writing = *Requests::accept(1200);
    Requests credentials = *Requests::accept(120);
    Requests webhooks = *Requests::accept(12'000);
    platform::Whole<0, 1'000'000> clients_of_shop_front =
        *platform::Whole<0, 1'000'000>::accept(1000);
    platform::http::Networks exempt{*platform::http::Network::accept("127.0.0.0/8"),
                                    *platform::http::Network::accept("::1")};
};
BOOST_DESCRIBE_STRUCT(RateLimitConfig, (),
                      (window_seconds, reading, writing, credentials, webhooks,
                       clients_of_shop_front, exempt))

struct TlsConfig {
    std::string certificate;
    std::string key;
    platform::Whole<0, 63'072'000> hsts_seconds =
        *platform::Whole<0, 63'072'000>::accept(31'536'000);
};
BOOST_DESCRIBE_STRUCT(TlsConfig, (), (certificate, key, hsts_seconds))

struct HttpConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string admin_address = "127.0.0.1";
    std::uint16_t admin_port = 0;
    platform::Whole<1, 256> io_threads = *platform::Whole<1, 256>::accept(2);
    platform::Whole<1, 1024> workers = *platform::Whole<1, 1024>::accept(8);
    platform::Whole<1, 1024> remote_workers = *platform::Whole<1, 1024>::accept(16);
    using Many = platform::Whole<1, 1'000'000>;
    Many queue = *Many::accept(1024);
    Many max_connections = *Many::accept(4096);
    Many max_connections_per_address = *Many::accept(1024);
    platform::http::Networks trusted_proxies{};
    std::vector<platform::http::Origin> allowed_origins{};
    RateLimitConfig limits{};
    TlsConfig tls{};
    platform::Whole<0, 1'048'576> cache_mebibytes = *platform::Whole<0, 1'048'576>::accept(32);
    platform::Whole<0, 3600> stop_seconds = *platform::Whole<0, 3600>::accept(8);
};
BOOST_DESCRIBE_STRUCT(HttpConfig, (),
                      (address, port, admin_address, admin_port, io_threads, workers,
                       remote_workers, queue, max_connections, max_connections_per_address,
                       trusted_proxies, allowed_origins, limits, tls, cache_mebibytes,
                       stop_seconds))

struct DatabaseConfig {
    std::string dsn;  // empty: a private PostgreSQL under the data directory (kontor up)
    platform::Whole<1, 1000> connections = *platform::Whole<1, 1000>::accept(10);
    using Milliseconds = platform::Whole<1, 3'600'000>;
    Milliseconds lease_timeout_ms = *Milliseconds::accept(2000);
    Milliseconds statement_timeout_ms = *Milliseconds::accept(30'000);
};
BOOST_DESCRIBE_STRUCT(DatabaseConfig, (),
                      (dsn, connections, lease_timeout_ms, statement_timeout_ms))

struct SealingConfig {
    std::vector<std::string> keys{};  // the newest first
    std::string key_file{};
};
BOOST_DESCRIBE_STRUCT(SealingConfig, (), (keys, key_file))

struct EventsConfig {
    platform::Whole<1, 3650> keep_days = *platform::Whole<1, 3650>::accept(30);
    platform::Whole<1, 1000> attempts = *platform::Whole<1, 1000>::accept(8);
};
BOOST_DESCRIBE_STRUCT(EventsConfig, (), (keep_days, attempts))

enum class LogLevel { debug, info, warning, error };
BOOST_DESCRIBE_ENUM(LogLevel, debug, info, warning, error)

struct LogConfig {
    LogLevel level = LogLevel::info;
};
BOOST_DESCRIBE_STRUCT(LogConfig, (), (level))

struct Configuration {
    ShopConfig shop;
    HttpConfig http;
    DatabaseConfig database;
    SealingConfig sealing;
    EventsConfig events;
    LogConfig log;
    auth::Config auth;
    inventory::Config inventory;
    media::Config media;
    cart::Config cart;
    checkout::Config checkout;
    payments::Config payments;
    shipping::Config shipping;
    invoices::Config invoices;
    returns::Config returns;
    reviews::Config reviews;
    notifications::Config mail;
};
BOOST_DESCRIBE_STRUCT(Configuration, (),
                      (shop, http, database, sealing, events, log, auth, inventory, media, cart,
                       checkout, payments, shipping, invoices, returns, reviews, mail))

}  // namespace kontor::app
