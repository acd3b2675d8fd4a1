#include "shipping/freight.hpp"

#include "carrier.hpp"
#include "platform/core/latest.hpp"
#include "platform/security/random.hpp"
#include "platform/security/webhooks.hpp"
#include "platform/telemetry/log.hpp"
#include "quote_store.hpp"
#include "zone_store.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace kontor::shipping {

using platform::Reader;
using platform::Tx;

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds rates_live{10};

// What sending costs, and the countries that goods are sent to from anywhere: none where some are
// sent to all.
struct Rates {
    std::vector<Tariff> tariffs;
    std::optional<std::set<std::string>> countries;
    Steady::time_point read_at = Steady::now();  // when that began

    bool reach(const std::string& country) const {
        return !countries || countries->contains(country);
    }
};

using Quotes = std::vector<Quote>;

void require(bool is_met, const std::string& key, const std::string& rule) {
    if (!is_met) throw std::invalid_argument("shipping.carrier." + key + " must be " + rule);
}

const std::string rule_of_secrets =
    "whsec_ and the base64 of at least 24 random bytes, such as printf whsec_; openssl rand "
    "-base64 32 prints, or another text of at least 24 characters";

bool is_secret(const std::string& text) {
    if (text.starts_with("whsec_")) return platform::webhook_key(text).has_value();
    return text.size() >= 24;
}

CarrierConfig checked(CarrierConfig config) {
    while (config.url.ends_with('/')) config.url.pop_back();
    require(config.url.starts_with("https://") || config.url.starts_with("http://"), "url",
            "empty or an address that begins with https:// or http://");
    require(platform::Slug::accept(config.name).has_value() && config.name != "manual", "name",
            platform::Slug::rule() + ", and not manual");
    require(is_secret(config.secret), "secret", rule_of_secrets);
    require(config.former_secret.empty() || is_secret(config.former_secret), "former_secret",
            "empty or " + rule_of_secrets);
    require(config.deadline_ms >= 100 && config.deadline_ms <= 30'000, "deadline_ms",
            "from 100 to 30000");
    require(config.rates_good_for_minutes >= 1 && config.rates_good_for_minutes <= 1440,
            "rates_good_for_minutes", "from 1 to 1440");
    return config;
}

std::optional<std::set<std::string>> countries_of(const std::vector<inventory::Location>& places) {
    std::set<std::string> countries;
    for (const auto& place : places) {
        if (!place.enabled) continue;
        if (place.countries.empty()) return std::nullopt;
        countries.insert(place.countries.begin(), place.countries.end());
    }
    return countries;
}

// All that a carrier is told of a parcel.
std::string fingerprint_of(const Parcel& parcel) {
    std::string text;
    for (const auto& part :
         {parcel.country, normal_region(parcel.region.value_or(""), parcel.country),
          normal_postal_code(parcel.postal_code.value_or("")), std::to_string(parcel.weight_grams),
          std::to_string(parcel.quantity), platform::to_text(parcel.subtotal)})
        text.append(part).append("|");
    return platform::sha256_hex(text);
}

}  // namespace

void check(const Config& config) {
    if (!config.carrier.url.empty()) checked(config.carrier);
}

struct Freight::State {
    platform::Database& database;
    const platform::Clock& clock;
    inventory::Locations& locations;
    std::chrono::minutes rates_good_for;
    std::vector<std::unique_ptr<Carrier>> carriers{};

    platform::Latest<Rates> rates{[this] { return read_rates(); }};

    Rates read_rates();
    std::vector<Quote> quotes(const Parcel& parcel, const std::vector<Tariff>& tariffs);
    void ask(Carrier& carrier, const Parcel& parcel, const std::string& fingerprint,
             std::vector<Quote>& quotes);
};

Freight::Freight(platform::Database& database, const platform::Clock& clock,
                 inventory::Locations& locations, const Config& config)
    : state_(new State{database, clock, locations,
                       std::chrono::minutes(config.carrier.rates_good_for_minutes)}) {
    state_->carriers.push_back(manual_carrier());
    if (!config.carrier.url.empty())
        state_->carriers.push_back(http_carrier(checked(config.carrier), clock));
}

Freight::~Freight() = default;

// They are asked for with every purchase, and change a few times a year.
Rates Freight::State::read_rates() {
    Rates found;
    const auto places = locations.list();
    found.countries = countries_of(places);
    found.tariffs = tariffs_of(database.read(store::zones));
    for (auto& tariff : found.tariffs) {
        if (!tariff.location) continue;
        const auto place = std::ranges::find(places, *tariff.location, &inventory::Location::code);
        if (place != places.end()) tariff.address = place->address;
    }
    return found;
}

std::vector<Quote> Freight::State::quotes(const Parcel& parcel, const std::vector<Tariff>& all) {
    std::set<std::string> wanted;
    for (const auto& tariff : tariffs_at(parcel, all))
        if (tariff.carrier) wanted.insert(*tariff.carrier);
    if (wanted.empty()) return {};
    const auto fingerprint = fingerprint_of(parcel);
    auto known = database.read(
        [&](Reader& reader) { return store::quotes(reader, fingerprint, clock.now()); });
    if (!parcel.ask_carriers) return known;
    for (const auto& quote : known) wanted.erase(quote.carrier);
    for (const auto& carrier : carriers)
        if (wanted.contains(carrier->name())) ask(*carrier, parcel, fingerprint, known);
    return known;
}

// Nobody waits to buy because a carrier does not answer: the rates of the table hold then.
void Freight::State::ask(Carrier& carrier, const Parcel& parcel, const std::string& fingerprint,
                         std::vector<Quote>& quotes) {
    const auto told = carrier.rates(parcel);
    if (!told) {
        platform::log::warning("a carrier told no rates", {{"carrier", carrier.name()}});
        return;
    }
    const auto now = clock.now();
    database.transact([&](Tx& tx) {
        store::keep_quotes(tx, fingerprint, carrier.name(), *told, now, now + rates_good_for);
    });
    quotes.insert(quotes.end(), told->begin(), told->end());
}

std::vector<ShippingOption> Freight::options(const Parcel& parcel) {
    const auto rates = state_->rates.get_unless(
        [](const Rates& known) { return known.read_at + rates_live <= Steady::now(); });
    const bool is_sent = rates->reach(parcel.country);
    auto options = options_for(parcel, rates->tariffs,
                               is_sent ? state_->quotes(parcel, rates->tariffs) : Quotes{});
    if (!is_sent)
        std::erase_if(options, [](const ShippingOption& option) {
            return option.kind != OptionKind::pickup;
        });
    return options;
}

void Freight::forget_rates() {
    state_->rates.forget();
}

Carrier* Freight::carrier(const std::string& name) const {
    const auto found = std::ranges::find(state_->carriers, name,
                                         [](const auto& carrier) { return carrier->name(); });
    return found == state_->carriers.end() ? nullptr : found->get();
}

inventory::Locations& Freight::locations() const {
    return state_->locations;
}

}  // namespace kontor::shipping
