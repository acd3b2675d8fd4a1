// For the composition root and for tests.
#pragma once

#include "auth/auth.hpp"
#include "auth/links.hpp"
#include "catalog/catalog.hpp"
#include "customers/consents.hpp"
#include "notifications/notifications.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/security/sealing.hpp"

#include <filesystem>
#include <memory>

namespace kontor::platform {
class Metrics;
}

namespace kontor::notifications {

// Somebody who sends text or push messages for the shop, over HTTP.
struct ProviderConfig {
    std::string url{};     // empty: there is none
    std::string secret{};  // whsec_ and base64: what requests are signed with
};
BOOST_DESCRIBE_STRUCT(ProviderConfig, (), (url, secret))

struct Config {
    std::string from = "shop@localhost";
    std::string shop_name = "Kontor";
    std::vector<std::string> shop_address{};
    std::string shop_url{};  // what links begin with; there is none until it is set
    std::string time_zone = "UTC";
    std::string smtp_url{};  // smtp://host:port; empty: messages go to the spool folder as .eml
    std::string smtp_username{};
    std::string smtp_password{};
    platform::Whole<1, 600> smtp_seconds = *platform::Whole<1, 600>::accept(60);
    platform::Whole<1, 64> connections = *platform::Whole<1, 64>::accept(4);
    std::string template_directory{};               // empty: the built-in templates
    platform::Whole<0, 365> review_request_days{};  // after the delivery; 0: never
    ProviderConfig sms{};
    ProviderConfig push{};
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (from, shop_name, shop_address, shop_url, time_zone, smtp_url, smtp_username,
                       smtp_password, smtp_seconds, connections, template_directory,
                       review_request_days, sms, push))

// Whom the module asks.
struct Informants {
    auth::Auth& auth;
    customers::Consents& consents;
    catalog::Catalog& catalog;
    orders::Orders& orders;
    auth::Links& links;
    payments::Payments& payments;
    const platform::Sealer& sealer;  // of telephone numbers
};

// What it has to know of the shop beside its own configuration.
struct Shop {
    std::filesystem::path spool;
    std::string language = "en";
    platform::Currency currency = *platform::Currency::parse("EUR");
    std::string secret{};  // that links are signed with
};

// Throws std::invalid_argument for a template with something wrong in it, an unknown time zone and
// a secret that is none.
std::unique_ptr<Notifications> make_notifications(platform::Database& database,
                                                  platform::EventLog& events,
                                                  const platform::Clock& clock,
                                                  const Informants& informants, const Shop& shop,
                                                  const Config& config);

void add_routes(platform::http::Router& router, Notifications& notifications, auth::Auth& auth,
                const std::string& shop_name, const std::string& cursor_secret);

// Threads of their own that send what is due: a mail server that stalls holds up nothing else.
// Several processes may send at the same time.
class Couriers {
public:
    Couriers(Notifications& notifications, const Config& config);
    ~Couriers();  // stops
    Couriers(const Couriers&) = delete;

    void start();
    // What is not handed over yet is sent after the next start; else the answer is awaited briefly.
    void stop();
    // There is something to send. Thread-safe.
    void wake();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Writes messages about facts, and wakes the couriers.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               const platform::Clock& clock, Notifications& notifications,
               const Informants& informants, const Shop& shop, const Config& config,
               Couriers& couriers);

// Seals what was kept plain or is sealed under a former key, with what it is found by. How many.
std::size_t seal_personal_data(platform::Database& database, const platform::Sealer& sealer);

void add_jobs(platform::Jobs& jobs, Notifications& notifications);

// Facts after which templates are read again, here and in other processes.
std::vector<std::string> facts_that_drop();
void drop_remembered(const platform::Announcement& fact, Notifications& notifications);

void measure(platform::Metrics& metrics, Notifications& notifications);

}  // namespace kontor::notifications
