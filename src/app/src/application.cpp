#include "app/application.hpp"

#include "app/routes.hpp"
#include "app/schema.hpp"
#include "module_settings.hpp"
#include "platform/db/migrations.hpp"
#include "platform/http/idempotency.hpp"
#include "platform/telemetry/log.hpp"
#include "server_options.hpp"
#include "shipping/personal_data.hpp"
#include "storefront/wish_list_routes.hpp"

#include <algorithm>
#include <iterator>
#include <semaphore>

namespace kontor::app {

using platform::Database;
using platform::module_role;

namespace {

platform::PoolOptions pool_options(const DatabaseConfig& config) {
    platform::PoolOptions options;
    options.dsn = config.dsn;
    options.size = static_cast<std::size_t>(config.connections);
    options.lease_timeout = std::chrono::milliseconds(config.lease_timeout_ms);
    options.statement_timeout = std::chrono::milliseconds(config.statement_timeout_ms);
    return options;
}

std::vector<std::string> facts_that_drop() {
    auto names = catalog::facts_that_drop();
    std::ranges::move(search::facts_that_drop(), std::back_inserter(names));
    std::ranges::move(storefront::facts_that_drop(), std::back_inserter(names));
    std::ranges::move(customers::facts_that_drop(), std::back_inserter(names));
    std::ranges::move(reviews::facts_that_drop(), std::back_inserter(names));
    std::ranges::move(pricing::facts_that_refresh(), std::back_inserter(names));
    std::ranges::move(notifications::facts_that_drop(), std::back_inserter(names));
    std::ranges::move(auth::facts_that_drop(), std::back_inserter(names));
    return names;
}

platform::DispatcherOptions dispatcher_options(const EventsConfig& config) {
    platform::DispatcherOptions options;
    options.attempts = static_cast<int>(config.attempts);
    return options;
}

}  // namespace

Databases::Databases(platform::Pool& pool)
    : platform(pool, module_role("platform")),
      auth(pool, module_role("auth")),
      customers(pool, module_role("customers")),
      inventory(pool, module_role("inventory")),
      media(pool, module_role("media")),
      catalog(pool, module_role("catalog")),
      pricing(pool, module_role("pricing")),
      payments(pool, module_role("payments")),
      shipping(pool, module_role("shipping")),
      search(pool, module_role("search")),
      cart(pool, module_role("cart")),
      orders(pool, module_role("orders")),
      invoices(pool, module_role("invoices")),
      checkout(pool, module_role("checkout")),
      returns(pool, module_role("returns")),
      reviews(pool, module_role("reviews")),
      recommendations(pool, module_role("recommendations")),
      notifications(pool, module_role("notifications")) {}

Modules::Modules(Databases& databases, platform::EventLog& log, const platform::Clock& clock,
                 const Configuration& configuration, const platform::Sealer& sealer,
                 const std::filesystem::path& data_directory)
    : doorkeeper(auth::make_doorkeeper(databases.auth, clock, configuration.auth,
                                       configuration.mail.shop_name, &sealer)),
      token_issuer(auth::make_token_issuer(databases.auth, clock, configuration.auth, &sealer)),
      known_roles(auth::make_known_roles(databases.auth, log)),
      auth(auth::make_auth(databases.auth, log, clock, configuration.auth, doorkeeper, token_issuer,
                           known_roles)),
      self_service(auth::make_self_service({databases.auth, log, clock, configuration.auth},
                                           doorkeeper, cursor_secret(databases.platform),
                                           mail_config(configuration).shop_url)),
      second_factors(auth::make_second_factors(
          {databases.auth, log, clock, configuration.auth},
          {doorkeeper, token_issuer, sealer, configuration.mail.shop_name})),
      provider_sign_ins(
          auth::make_provider_sign_ins({databases.auth, log, clock, configuration.auth}, doorkeeper,
                                       token_issuer, mail_config(configuration).shop_url)),
      signing_keys(
          auth::make_signing_keys({databases.auth, log, clock, configuration.auth}, &sealer)),
      api_keys(auth::make_api_keys({databases.auth, log, clock, configuration.auth}, known_roles)),
      impersonations(auth::make_impersonations({databases.auth, log, clock, configuration.auth},
                                               token_issuer)),
      accounts(auth::make_accounts({databases.auth, log, clock, configuration.auth}, doorkeeper)),
      staff_office(
          auth::make_staff_office({databases.auth, log, clock, configuration.auth},
                                  {doorkeeper, token_issuer, cursor_secret(databases.platform)})),
      customers(customers::make_customers(databases.customers, log, clock, *auth)),
      addresses(customers::make_address_book(databases.customers, clock, *auth, sealer)),
      personal(customers::make_personal_services(databases.customers, log, clock, *auth, *accounts,
                                                 sealer)),
      inventory(
          inventory::make_inventory(databases.inventory, log, clock, configuration.inventory)),
      locations(
          inventory::make_locations({databases.inventory, log, clock, configuration.inventory})),
      returned_goods(inventory::make_returned_goods(databases.inventory)),
      media(media::make_media(databases.media, log, clock, data_directory, configuration.media)),
      catalog(catalog::make_catalog(databases.catalog, log, clock, *inventory, media.get())),
      categories(catalog::make_categories(databases.catalog, log, clock)),
      collections(catalog::make_collections(databases.catalog, log, clock)),
      attributes(catalog::make_attributes(databases.catalog, log)),
      batches(catalog::make_batches(databases.catalog, log, clock)),
      pricing(pricing::make_pricing(databases.pricing, clock, *customers,
                                    pricing_config(configuration.shop))),
      payments(
          payments::make_payments(databases.payments, log, clock, configuration.payments, &sealer)),
      payment_methods(payments::make_payment_methods(databases.payments, clock,
                                                     configuration.payments, sealer)),
      stored_value(payments::make_stored_value(databases.payments, log, clock,
                                               cursor_secret(databases.platform), *auth)),
      clearance(orders::make_clearance(databases.orders, *payments)),
      freight(std::make_unique<shipping::Freight>(databases.shipping, clock, *locations,
                                                  configuration.shipping)),
      labels(shipping::label_storage(configuration.shipping, data_directory)),
      shipping(shipping::make_shipping(databases.shipping, log, clock, *freight)),
      return_labels(shipping::make_return_labels(
          {databases.shipping, log, clock, *freight, *labels, *clearance})),
      search(search::make_search(databases.search, log, {*catalog, *inventory, *pricing},
                                 search_config(configuration.shop))),
      cart(cart::make_cart(databases.cart, log, clock, *catalog, *pricing, *inventory,
                           currencies_of(configuration.shop))),
      orders(orders::make_orders(databases.orders, log, clock)),
      refund_desk(payments::make_refund_desk(databases.payments, clock)),
      refunds(orders::make_refunds(databases.orders, clock, *payments)),
      order_owners(orders::make_owners(databases.orders)),
      order_snapshots(orders::make_snapshots(databases.orders)),
      drafts(orders::make_drafts(databases.orders, clock, *shipping,
                                 {*catalog, *pricing, *inventory, configuration.shop.tax_rounding},
                                 *auth, currencies_of(configuration.shop))),
      invoices(invoices::make_invoices(databases.invoices, clock, {*order_snapshots, *refunds},
                                       configuration.invoices)),
      checkout(checkout::make_checkout(databases.checkout, clock,
                                       {*auth, *cart, *pricing, *inventory, *payments, *shipping,
                                        *orders, *drafts, *addresses, *stored_value.tenders},
                                       configuration.checkout)),
      returns(returns::make_returns(databases.returns, log, clock,
                                    {*locations, *returned_goods, *catalog, *payments, *shipping,
                                     *return_labels, *orders, *refunds},
                                    returns_config(configuration))),
      exchanges(returns::make_exchanges(databases.returns, log, clock,
                                        {*orders, *order_owners, *cart, *checkout})),
      reviews(reviews::make_reviews(databases.reviews, log, clock, configuration.reviews)),
      experiments(recommendations::make_experiments(databases.recommendations, clock,
                                                    cursor_secret(databases.platform))),
      recommendations(recommendations::make_recommendations(databases.recommendations, clock,
                                                            *catalog, *search, *experiments)),
      notifications(notifications::make_notifications(
          databases.notifications, log, clock,
          {*auth, *personal.consents, *catalog, *orders, *self_service.links, *payments, sealer},
          mail_shop(databases, configuration, data_directory), mail_config(configuration))),
      events(databases.platform),
      personal_data(personal_data_of(*this, databases, log, clock, configuration.auth, sealer)),
      privacy(customers::make_privacy(databases.customers, log, clock, *auth, *accounts,
                                      personal_data)) {}

Application::Application(const Configuration& configuration,
                         const std::filesystem::path& data_directory, const platform::Clock& clock)
    : configuration_(configuration),
      clock_(clock),
      data_directory_(data_directory),
      pool_(pool_options(configuration.database)),
      databases_(pool_),
      cursor_secret_(cursor_secret(databases_.platform)),
      sealer_(make_sealer(configuration.sealing)),
      sealing_(databases_.platform, sealer_),
      modules_(databases_, events_, clock, configuration, sealer_, data_directory),
      cache_(static_cast<std::size_t>(configuration.http.cache_mebibytes) << 20),
      limits_(rate_limit_options(configuration.http.limits)),
      router_({.title = "Kontor",
               .version = KONTOR_VERSION,
               .authenticate = auth::authenticator(*modules_.auth, modules_.api_keys.get()),
               .idempotency = &databases_.platform,
               .clock = &clock_,
               .cache = &cache_,
               .metrics = &metrics_,
               .limits = &limits_,
               .audit = &audit_,
               .languages = configuration.shop.languages,
               .needs_shop_front = configuration.auth.publishable_key_required}),
      couriers_(*modules_.notifications, configuration.mail),
      dispatcher_(events_, databases_.platform, clock, dispatcher_options(configuration.events)),
      jobs_(pool_),
      remote_jobs_(pool_),
      tail_(
          databases_.platform, facts_that_drop(), [this](auto facts) { drop_cached(facts); },
          [this] { drop_everything(); }),
      admin_router_({.version = KONTOR_VERSION, .authenticate = {}}) {
    add_routes();
    subscribe();
    add_jobs();
    events_.on_committed([this](auto facts) { drop_cached(facts); });
    measure();
    server_ = std::make_unique<platform::http::Server>(router_,
                                                       server_options(configuration.http, limits_));
    if (configuration.http.admin_port != 0)
        admin_server_ = std::make_unique<platform::http::Server>(
            admin_router_, admin_server_options(configuration.http));
}

Application::~Application() = default;

void Application::add_routes() {
    const bool has_admin_port = configuration_.http.admin_port != 0;
    for (auto* router : {&router_, &admin_router_})
        add_health_routes(*router, databases_.platform, dispatcher_, *modules_.search, sealing_,
                          embedded_migrations().size());
    add_metrics_route(has_admin_port ? admin_router_ : router_, dispatcher_, metrics_,
                      has_admin_port ? Readers::everybody : Readers::this_machine);
    add_audit_routes(router_, audit_, cursor_secret_);
    add_event_routes(router_, modules_.events);
    add_routes_of_modules();
    platform::http::add_reference(router_);
}

void Application::add_routes_of_modules() {
    const auto currency = configuration_.shop.currency;
    auto& [doorkeeper, token_issuer, known_roles, auth, self_service, second_factors,
           provider_sign_ins, signing_keys, api_keys, impersonations, accounts, staff_office,
           customers, addresses, personal, inventory, locations, returned_goods, media, catalog,
           categories, collections, attributes, batches, pricing, payments, payment_methods,
           stored_value, clearance, freight, labels, shipping, return_labels, search, cart, orders,
           refund_desk, refunds, order_owners, order_snapshots, drafts, invoices, checkout, returns,
           exchanges, reviews, experiments, recommendations, notifications, events, personal_data,
           privacy] = modules_;
    const auto take_over = [&cart](const auth::Shopper& shopper) {
        cart->merge_guests_cart(shopper);
    };
    const bool opens_by_mail = configuration_.auth.registration == auth::RegistrationMode::by_mail;
    auth::add_routes(router_, *auth, take_over,
                     opens_by_mail ? self_service.registrar.get() : nullptr);
    auth::add_self_service_routes(router_, self_service);
    auth::add_second_factor_routes(router_, *second_factors, take_over);
    auth::add_provider_routes(router_, *provider_sign_ins, take_over);
    auth::add_api_key_routes(router_, *api_keys, cursor_secret_);
    auth::add_impersonation_routes(router_, *impersonations);
    auth::add_staff_routes(router_, staff_office, *accounts, cursor_secret_);
    customers::add_routes(router_, *customers, *addresses, cursor_secret_);
    customers::add_personal_routes(router_, personal, *privacy, cursor_secret_);
    inventory::add_routes(router_, *inventory, *locations,
                          {databases_.inventory, events_, clock_, configuration_.inventory},
                          cursor_secret_);
    media::add_routes(router_, *media, jobs_, cursor_secret_);
    catalog::add_routes(router_, {*catalog, *categories, *collections, *attributes, *inventory},
                        currency, cursor_secret_);
    pricing::add_routes(router_,
                        {databases_.pricing, events_, clock_, *catalog, *batches, *customers},
                        pricing_config(configuration_.shop), cursor_secret_);
    payments::add_routes(router_, *payments, &remote_jobs_);
    payments::add_method_routes(router_, *payment_methods);
    payments::add_routes(router_, stored_value, cursor_secret_);
    shipping::add_routes(router_,
                         {databases_.shipping, events_, clock_, *freight, *labels, *clearance},
                         cursor_secret_);
    search::add_routes(router_, *search, cursor_secret_);
    cart::add_routes(router_, *cart);
    const orders::Counter counter{databases_.orders, events_,   clock_,
                                  *orders,           *payments, *shipping};
    orders::add_routes(router_, counter, cursor_secret_);
    orders::add_claim_routes(router_, counter, *auth, cursor_secret_);
    orders::add_refund_desk_routes(router_, databases_.orders, clock_, *payments, *refund_desk,
                                   cursor_secret_);
    orders::add_editing_routes(router_, counter,
                               {*catalog, *pricing, *inventory, configuration_.shop.tax_rounding},
                               *stored_value.tenders, &limits_, cursor_secret_);
    orders::add_draft_routes(router_, counter, *drafts, cursor_secret_);
    invoices::add_routes(router_, *invoices, *orders, configuration_.invoices, cursor_secret_);
    checkout::add_routes(router_, *checkout, &limits_);
    returns::add_routes(router_, *returns, *orders, cursor_secret_);
    returns::add_exchange_routes(router_, *exchanges, *returns, *orders);
    reviews::add_routes(router_, *reviews, *catalog, cursor_secret_);
    recommendations::add_routes(router_, *recommendations, *experiments, *catalog, cursor_secret_);
    const storefront::Departments departments{*catalog, *categories, *collections, *inventory,
                                              *pricing, *search,     *reviews};
    storefront::add_routes(router_, departments, currencies_of(configuration_.shop),
                           cursor_secret_);
    storefront::add_wish_list_routes(router_, *personal.wishes, departments,
                                     currencies_of(configuration_.shop), cursor_secret_);
    notifications::add_routes(router_, *notifications, *auth, configuration_.mail.shop_name,
                              cursor_secret_);
}

void Application::subscribe() {
    auth::subscribe(dispatcher_, {databases_.auth, events_, clock_, configuration_.auth});
    customers::subscribe(dispatcher_, databases_.customers, jobs_);
    catalog::subscribe(dispatcher_, databases_.catalog, events_);
    inventory::subscribe(dispatcher_, databases_.inventory, events_, clock_,
                         configuration_.inventory);
    pricing::subscribe(dispatcher_, databases_.pricing, configuration_.shop.coupons_return);
    payments::subscribe(dispatcher_, databases_.payments, events_, clock_, &remote_jobs_);
    shipping::subscribe(dispatcher_, databases_.shipping, events_, clock_);
    shipping::forget_addresses(dispatcher_, databases_.shipping);
    search::subscribe(dispatcher_, databases_.search, events_,
                      {*modules_.catalog, *modules_.inventory, *modules_.pricing},
                      search_config(configuration_.shop));
    cart::subscribe(dispatcher_, databases_.cart, *modules_.catalog);
    orders::subscribe(dispatcher_, databases_.orders, events_, clock_, *modules_.payments);
    invoices::subscribe(dispatcher_, databases_.invoices, clock_,
                        {*modules_.order_snapshots, *modules_.refunds}, configuration_.invoices);
    checkout::subscribe(dispatcher_, databases_.checkout, remote_jobs_);
    returns::subscribe(dispatcher_, databases_.returns, events_, clock_);
    reviews::subscribe(dispatcher_, databases_.reviews, events_, clock_, configuration_.reviews);
    recommendations::subscribe(dispatcher_, databases_.recommendations, *modules_.catalog,
                               configuration_.shop.currency);
    notifications::subscribe(
        dispatcher_, databases_.notifications, clock_, *modules_.notifications,
        {*modules_.auth, *modules_.personal.consents, *modules_.catalog, *modules_.orders,
         *modules_.self_service.links, *modules_.payments, sealer_},
        mail_shop(databases_, configuration_, data_directory_), mail_config(configuration_),
        couriers_);
}

void Application::add_jobs() {
    customers::add_jobs(jobs_, *modules_.privacy);
    inventory::add_jobs(jobs_, *modules_.inventory);
    catalog::add_jobs(jobs_, *modules_.catalog);
    media::add_jobs(jobs_, *modules_.media);
    pricing::add_jobs(jobs_, {databases_.pricing, events_, clock_, *modules_.catalog,
                              *modules_.batches, *modules_.customers});
    payments::add_jobs(remote_jobs_, *modules_.payments, modules_.payment_methods.get());
    search::add_jobs(jobs_, *modules_.search);
    cart::add_jobs(jobs_, databases_.cart, events_, clock_, *modules_.auth, configuration_.cart);
    checkout::add_jobs(remote_jobs_, *modules_.checkout);
    recommendations::add_jobs(jobs_, *modules_.experiments);
    notifications::add_jobs(jobs_, *modules_.notifications);
    jobs_.every(std::chrono::hours(1), "platform.idempotency", [this] {
        platform::http::remove_old_idempotency_records(databases_.platform,
                                                       clock_.now() - std::chrono::hours(24));
    });
    jobs_.every(std::chrono::hours(24), "customers.seal_personal_data",
                [this] { customers::seal_personal_data(databases_.customers, sealer_); });
    jobs_.every(std::chrono::hours(24), "payments.seal_kept_tokens",
                [this] { payments::seal_kept_tokens(databases_.payments, sealer_); });
    jobs_.every(std::chrono::hours(24), "notifications.seal_personal_data",
                [this] { notifications::seal_personal_data(databases_.notifications, sealer_); });
    jobs_.every(std::chrono::seconds(5), "platform.audit_chain", [this] { audit_.chain(); });
    jobs_.every(std::chrono::hours(1), "platform.audit_head", [this] {
        audit_.look_again();
        if (const auto head = audit_.head())
            platform::log::always("head of the audit log",
                                  {{"head", std::to_string(head->position) + ":" + head->hash}});
    });
    jobs_.every(std::chrono::minutes(10), "platform.forget_in_facts",
                [this] { modules_.events.forget_marked(); });
    jobs_.every(std::chrono::hours(6), "platform.event_partitions", [this] {
        modules_.events.maintain_partitions(static_cast<int>(configuration_.events.keep_days),
                                            clock_.now());
    });
}

// At once for what this process commits; the tail tells what the others do.
void Application::drop_cached(std::span<const platform::Announcement> facts) {
    // First what answers are made of.
    for (const auto& fact : facts) {
        auth::drop_remembered(fact, *modules_.auth);
        auth::drop_remembered(fact, *modules_.api_keys);
        customers::drop_remembered(fact, *modules_.customers);
        catalog::drop_remembered(fact, *modules_.catalog);
        pricing::refresh(fact, *modules_.pricing);
        notifications::drop_remembered(fact, *modules_.notifications);
    }
    for (const auto& fact : facts) {
        catalog::drop_cached(fact, cache_);
        storefront::drop_cached(fact, cache_);
        reviews::drop_cached(fact, cache_);
        search::drop_cached(fact, cache_, *modules_.search);
    }
}

void Application::drop_everything() {
    modules_.auth->look_for_ended_sessions();
    modules_.api_keys->look_again();
    modules_.customers->forget_groups(std::nullopt);
    modules_.catalog->forget_sellable();
    modules_.pricing->refresh();
    modules_.notifications->templates().look_again();
    modules_.search->look_again();
    cache_.clear();
}

// A small shop opens with its index read; a large one opens before, and /readyz tells.
void Application::make_search_ready() {
    constexpr auto unnoticed = std::chrono::milliseconds(300);
    const auto done = std::make_shared<std::binary_semaphore>(0);
    search_reader_ = std::jthread([this, done](const std::stop_token& stop) {
        modules_.search->make_ready(stop);
        done->release();
    });
    (void)done->try_acquire_for(unnoticed);
}

void Application::warn_of_links() const {
    if (configuration_.mail.smtp_url.empty() || !configuration_.mail.shop_url.empty()) return;
    platform::log::warning(
        "mail goes out with links that customers may not be able to open: set mail.shop_url",
        {{"links_begin_with", origin_of(configuration_.http)}});
}

platform::Result<> Application::start() {
    warn_of_links();
    sealing_.start();
    make_search_ready();
    modules_.events.maintain_partitions(static_cast<int>(configuration_.events.keep_days),
                                        clock_.now());
    tail_.start();
    for (auto* server : {admin_server_.get(), server_.get()})
        if (server)
            if (auto started = server->start(); !started) return started;
    dispatcher_.start();
    jobs_.start();
    remote_jobs_.start();
    couriers_.start();
    return {};
}

void Application::renew_certificate() {
    if (const auto renewed = server_->renew_certificate(); !renewed)
        platform::log::error("the certificate was not renewed",
                             {{"reason", renewed.error().message}});
    else
        platform::log::info("the certificate was read again", {});
}

void Application::stop() {
    search_reader_.request_stop();
    server_->stop(std::chrono::seconds(configuration_.http.stop_seconds));
    jobs_.stop();
    remote_jobs_.stop();
    dispatcher_.stop();
    couriers_.stop();
    tail_.stop();
    if (admin_server_) admin_server_->stop(std::chrono::seconds(0));
}

void Application::settle() {
    do {
        dispatcher_.drain();
        jobs_.run_all();
        remote_jobs_.run_all();
        modules_.notifications->send_due();
    } while (dispatcher_.drain() > 0);
}

}  // namespace kontor::app
