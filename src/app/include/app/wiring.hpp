#pragma once

#include "app/configuration.hpp"
#include "auth/accounts_module.hpp"
#include "auth/api_key_module.hpp"
#include "auth/impersonation_module.hpp"
#include "auth/provider_sign_in_module.hpp"
#include "auth/second_factor_module.hpp"
#include "auth/staff_module.hpp"
#include "cart/module.hpp"
#include "catalog/module.hpp"
#include "checkout/module.hpp"
#include "customers/module.hpp"
#include "customers/personal_module.hpp"
#include "inventory/module.hpp"
#include "invoices/module.hpp"
#include "media/module.hpp"
#include "notifications/module.hpp"
#include "orders/module.hpp"
#include "payments/module.hpp"
#include "payments/stored_value_module.hpp"
#include "platform/events/administration.hpp"
#include "platform/security/sealing.hpp"
#include "pricing/module.hpp"
#include "recommendations/module.hpp"
#include "returns/module.hpp"
#include "reviews/module.hpp"
#include "search/module.hpp"
#include "shipping/module.hpp"
#include "storefront/module.hpp"

#include <filesystem>

namespace kontor::app {

// Each module's tables, in its own role.
struct Databases {
    explicit Databases(platform::Pool& pool);

    platform::Database platform;
    platform::Database auth;
    platform::Database customers;
    platform::Database inventory;
    platform::Database media;
    platform::Database catalog;
    platform::Database pricing;
    platform::Database payments;
    platform::Database shipping;
    platform::Database search;
    platform::Database cart;
    platform::Database orders;
    platform::Database invoices;
    platform::Database checkout;
    platform::Database returns;
    platform::Database reviews;
    platform::Database recommendations;
    platform::Database notifications;
};

// In call order: each knows only those before it.
struct Modules {
    Modules(Databases& databases, platform::EventLog& events, const platform::Clock& clock,
            const Configuration& configuration, const platform::Sealer& sealer,
            const std::filesystem::path& data_directory);

    std::shared_ptr<auth::Doorkeeper> doorkeeper;
    std::shared_ptr<auth::TokenIssuer> token_issuer;
    std::shared_ptr<auth::KnownRoles> known_roles;
    std::unique_ptr<auth::Auth> auth;
    auth::SelfService self_service;
    std::unique_ptr<auth::SecondFactors> second_factors;
    std::unique_ptr<auth::ProviderSignIns> provider_sign_ins;
    std::unique_ptr<auth::SigningKeys> signing_keys;
    std::unique_ptr<auth::ApiKeys> api_keys;
    std::unique_ptr<auth::Impersonations> impersonations;
    std::unique_ptr<auth::Accounts> accounts;
    auth::StaffOffice staff_office;
    std::unique_ptr<customers::Customers> customers;
    std::unique_ptr<customers::AddressBook> addresses;
    customers::PersonalServices personal;
    std::unique_ptr<inventory::Inventory> inventory;
    std::unique_ptr<inventory::Locations> locations;
    std::unique_ptr<inventory::ReturnedGoods> returned_goods;
    std::unique_ptr<media::Archive> media;
    std::unique_ptr<catalog::Catalog> catalog;
    std::unique_ptr<catalog::Categories> categories;
    std::unique_ptr<catalog::Collections> collections;
    std::unique_ptr<catalog::Attributes> attributes;
    std::unique_ptr<catalog::Batches> batches;
    std::unique_ptr<pricing::Pricing> pricing;
    std::unique_ptr<payments::Payments> payments;
    std::unique_ptr<payments::PaymentMethods> payment_methods;
    payments::StoredValue stored_value;
    std::unique_ptr<shipping::Clearance> clearance;
    std::unique_ptr<shipping::Freight> freight;
    std::unique_ptr<platform::Storage> labels;
    std::unique_ptr<shipping::Shipping> shipping;
    std::unique_ptr<shipping::ReturnLabels> return_labels;
    std::unique_ptr<search::Search> search;
    std::unique_ptr<cart::Cart> cart;
    std::unique_ptr<orders::Orders> orders;
    std::unique_ptr<payments::RefundDesk> refund_desk;
    std::unique_ptr<orders::Refunds> refunds;
    std::unique_ptr<orders::Owners> order_owners;
    std::unique_ptr<orders::Snapshots> order_snapshots;
    std::unique_ptr<orders::Drafts> drafts;
    std::unique_ptr<invoices::Invoices> invoices;
    std::unique_ptr<checkout::Checkout> checkout;
    std::unique_ptr<returns::Returns> returns;
    std::unique_ptr<returns::Exchanges> exchanges;
    std::unique_ptr<reviews::Reviews> reviews;
    std::unique_ptr<recommendations::Experiments> experiments;
    std::unique_ptr<recommendations::Recommendations> recommendations;
    std::unique_ptr<notifications::Notifications> notifications;
    platform::EventAdministration events;
    customers::PersonalDataOfAll personal_data;
    std::unique_ptr<customers::Privacy> privacy;
};

// What every module keeps of a customer. The account comes last: others ask whose it is.
customers::PersonalDataOfAll personal_data_of(Modules& modules, Databases& databases,
                                              platform::EventLog& events,
                                              const platform::Clock& clock,
                                              const auth::Config& config,
                                              const platform::Sealer& sealer);

}  // namespace kontor::app
