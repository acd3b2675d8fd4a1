// For the composition root and for tests.
#pragma once

#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/storage/storage.hpp"
#include "shipping/clearance.hpp"
#include "shipping/freight.hpp"
#include "shipping/return_labels.hpp"
#include "shipping/shipping.hpp"

#include <filesystem>
#include <memory>

namespace kontor::shipping {

// What goods are sent with. labels: where their files lie, which nobody but staff may see.
struct Backing {
    platform::Database& database;
    platform::EventLog& events;
    const platform::Clock& clock;
    Freight& freight;
    platform::Storage& labels;
    Clearance& clearance;
};

std::unique_ptr<ReturnLabels> make_return_labels(const Backing& backing);

std::unique_ptr<Shipping> make_shipping(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, Freight& freight);

// Where labels lie: under the data directory, unless the configuration says otherwise.
std::unique_ptr<platform::Storage> label_storage(const Config& config,
                                                 const std::filesystem::path& data_directory);

void add_routes(platform::http::Router& router, const Backing& backing,
                const std::string& cursor_secret);

// Makes the pending shipment of an order whose goods may leave, lets it follow what staff change of
// the order, and cancels it with the order; closes the label of a return that is over.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock);

}  // namespace kontor::shipping
