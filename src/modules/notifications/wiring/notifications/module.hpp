// For the composition root and for tests.
#pragma once

#include "notifications/notifications.hpp"
#include "orders/orders.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

#include <filesystem>
#include <memory>

namespace kontor::notifications {

struct Config {
    std::string from = "shop@localhost";
    std::string shop_name = "Kontor";
    std::string smtp_url{};  // smtp://host:port; empty: messages go to the spool folder as .eml
    std::string smtp_username{};
    std::string smtp_password{};
    std::string template_directory{};  // empty: the built-in templates
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (from, shop_name, smtp_url, smtp_username, smtp_password, template_directory))

// Throws std::runtime_error for a template that does not parse.
std::unique_ptr<Notifications> make_notifications(platform::Database& database,
                                                  const platform::Clock& clock,
                                                  const std::filesystem::path& spool,
                                                  const Config& config);

void add_routes(platform::http::Router& router, Notifications& notifications,
                const std::string& cursor_secret);

// Writes mail about registrations and orders; wakes the sending job.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               const platform::Clock& clock, orders::Orders& orders, platform::Jobs& jobs,
               const Config& config);

void add_jobs(platform::Jobs& jobs, Notifications& notifications);

}  // namespace kontor::notifications
