#include "carrier_house.hpp"

using namespace kontor;
using namespace kontor::shipping;
using Mood = test::CarrierDouble::Mood;

namespace {

// Norway is sent to by the carrier, at 900 where it says nothing.
struct Sending : CarrierHouse {
    Sending() {
        Zones zones(backing);
        ZoneBody zone;
        zone.name = *Name::accept("North");
        zone.areas = {{*platform::CountryCode::accept("NO"), {}, {}}};
        REQUIRE(zones.put("north", zone).has_value());
        MethodBody method;
        method.name = *Name::accept("Parcel");
        method.max_days = *Days::accept(5);
        method.carrier = platform::Slug::accept("acme");
        method.service = platform::Text<1, 120>::accept("parcel");
        method.rates = {{euro(), {}, {{*Number::accept(0), {Number::accept(900)}}}}};
        REQUIRE(zones.put_method("north", "parcel", method).has_value());
    }

    Parcel parcel(std::int64_t weight, bool ask = true) {
        Parcel parcel{"NO", {5000, euro()}, weight};
        parcel.quantity = 1;
        parcel.ask_carriers = ask;
        return parcel;
    }
    std::int64_t price(const Parcel& of) { return shipping->options(of).at(0).price.amount; }
};

}  // namespace

TEST_CASE("a carrier's price counts, is asked for once, and holds in the purchase") {
    Sending house;
    CHECK_EQ(house.price(house.parcel(100, false)), 900);
    CHECK_EQ(house.price(house.parcel(100)), 777);
    CHECK_EQ(house.shipping->options(house.parcel(100)).at(0).carrier, "acme");
    house.carrier.price = 1;
    CHECK_EQ(house.price(house.parcel(100)), 777);
    CHECK_EQ(house.price(house.parcel(100, false)), 777);
    CHECK_EQ(house.shipping->option("parcel", house.parcel(100, false))->price.amount, 777);
    CHECK_EQ(house.carrier.rates_asked, 1);
    CHECK_EQ(house.carrier.badly_signed, 0);

    CHECK_EQ(house.price(house.parcel(101)), 1);
    house.clock.advance(std::chrono::minutes(16));
    CHECK_EQ(house.price(house.parcel(100, false)), 900);
    CHECK_EQ(house.price(house.parcel(100)), 1);
}

TEST_CASE("a carrier that fails, refuses or babbles stops nobody from buying") {
    Sending house;
    for (const auto mood : {Mood::failing, Mood::refusing, Mood::babbling}) {
        house.carrier.mood = mood;
        CHECK_EQ(house.price(house.parcel(2000 + static_cast<int>(mood))), 900);
    }
}

TEST_CASE("who is sent to without the carrier does not wait for it") {
    Sending house;
    auto elsewhere = house.parcel(1);
    elsewhere.country = "NZ";
    CHECK_EQ(house.shipping->options(elsewhere).size(), 2);
    CHECK_EQ(house.carrier.rates_asked, 0);
}

TEST_CASE("a configuration that cannot be meant is named") {
    Warehouse house;
    Config config;
    config.carrier.url = "https://carrier.example";
    const auto complaint = [&](const Config& wrong) {
        try {
            Freight(house.database, house.clock, *house.locations, wrong);
        } catch (const std::invalid_argument& refusal) {
            return std::string(refusal.what());
        }
        return std::string();
    };
    CHECK(complaint(config).starts_with("shipping.carrier.secret"));
    config.carrier.secret = carrier_secret;
    CHECK(complaint(config).empty());
    // Twenty-four characters, but fewer bytes.
    const std::string short_secret = "whsec_AAAAAAAAAAAAAAAAAAAAAAAA";
    config.carrier.former_secret = short_secret;
    CHECK(complaint(config).starts_with("shipping.carrier.former_secret must be empty or whsec_"));
    config.carrier.former_secret = "old";
    CHECK(complaint(config).starts_with("shipping.carrier.former_secret"));
    config.carrier.former_secret = carrier_secret;
    CHECK(complaint(config).empty());
    config.carrier.secret = short_secret;
    CHECK(complaint(config).starts_with("shipping.carrier.secret"));
    config.carrier.secret = carrier_secret;
    config.carrier.name = "manual";
    CHECK(complaint(config).starts_with("shipping.carrier.name"));
    config.carrier.name = "acme";
    config.carrier.url = "carrier.example";
    CHECK(complaint(config).starts_with("shipping.carrier.url"));
}
