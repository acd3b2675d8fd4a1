#include "office.hpp"

#include "pricing/vat_id.hpp"

using namespace kontor;
using namespace kontor::pricing;
using namespace kontor::pricing::test;

namespace {

const std::string germany =
    R"({"name":"Germany","areas":[{"country":"DE"}],"rates":[{"name":"MwSt","rate_ppm":190000},)"
    R"({"name":"MwSt","tax_class":"reduced","rate_ppm":70000}]})";
const std::string france = R"({"name":"France","exempts_vat_id":true,"areas":[{"country":"FR"}],)"
                           R"("rates":[{"name":"TVA","rate_ppm":200000}]})";
const std::string california =
    R"({"name":"California","areas":[{"country":"US","region":"us-ca"}],)"
    R"("rates":[{"name":"State","rate_ppm":60000},{"name":"County","rate_ppm":12500}]})";
const std::string america =
    R"({"name":"USA","areas":[{"country":"US"}],"rates":[{"name":"None","rate_ppm":0}]})";

const auto anything = [](const auto&) { return platform::Result<>{}; };

// One thing for 119.00 with 9.00 freight, sent there.
Totals totals(Office& office, const std::string& country, const std::string& region = "",
              const std::optional<std::string>& vat_id = std::nullopt,
              const std::string& tax_class = "standard") {
    auto request = office.basket({office.sell(11900)});
    request.lines[0].tax_class = tax_class;
    if (!country.empty()) request.country = country;
    if (!region.empty()) request.region = region;
    request.vat_id = vat_id;
    return office.pricing->quote(request, false).calculation.totals;
}

platform::Result<TaxZone> create(Office& office, const std::string& json) {
    return office.zones().create(Office::read_named<TaxZoneBody>(json));
}

}  // namespace

TEST_CASE("without zones the configured tax holds wherever goods are sent") {
    Office office;
    for (const auto* country : {"", "DE", "US", "ZZ"})
        CHECK_EQ(totals(office, country, "", "FR83404833048").tax, euros(1900));
}

TEST_CASE("goods are taxed where they are sent") {
    Office office;
    office.zone(germany);
    office.zone(france);
    office.zone(california);
    office.zone(america);
    CHECK_EQ(totals(office, "").tax, euros(1900));
    CHECK_EQ(totals(office, "DE").total, euros(11900));
    CHECK_EQ(totals(office, "DE", "", std::nullopt, "reduced").tax, euros(779));

    const auto to_france = totals(office, "FR");
    CHECK_EQ(to_france.tax, euros(2000));
    CHECK_EQ(to_france.total, euros(12000));
    for (const auto* region : {"CA", "ca", " US-CA "})
        CHECK_EQ(totals(office, "US", region).tax, euros(725));
    CHECK_EQ(totals(office, "US", "NV").tax, euros(0));
    CHECK_EQ(totals(office, "US").total, euros(10000));

    const auto elsewhere = totals(office, "CH");
    CHECK_EQ(elsewhere.tax, euros(0));
    CHECK_EQ(elsewhere.total, euros(10000));
}

TEST_CASE("a VAT id exempts in its own country, where that exempts and is not home") {
    Office office;
    office.zone(R"({"exempts_vat_id":true,"areas":[{"country":"DE"}],)"
                R"("rates":[{"name":"MwSt","rate_ppm":190000}]})");
    office.zone(france);
    office.zone(R"({"name":"Italy","areas":[{"country":"IT"}],)"
                R"("rates":[{"name":"IVA","rate_ppm":220000}]})");
    CHECK_EQ(totals(office, "FR", "", "FR 83 404 833 048").tax, euros(0));
    CHECK_EQ(totals(office, "FR", "", "fr83404833048").total, euros(10000));
    CHECK_EQ(totals(office, "FR", "", "FR00404833048").tax, euros(2000));
    CHECK_EQ(totals(office, "FR", "", "DE136695976").tax, euros(2000));
    CHECK_EQ(totals(office, "DE", "", "DE136695976").tax, euros(1900));
    CHECK_EQ(totals(office, "IT", "", "IT00743110157").tax, euros(2200));
}

TEST_CASE("shipping is taxed in the tax class of the configuration") {
    auto config = usual_config();
    config.shipping_tax_class = "reduced";
    Office office(config);
    office.zone(germany);
    auto request = office.basket({});
    request.freight = Freight{"parcel", euros(10700), "standard"};
    CHECK_EQ(office.pricing->quote(request, false).calculation.totals.tax, euros(700));
}

TEST_CASE("the first zone is home, and another takes that over") {
    Office office;
    const auto first = office.zone(france);
    CHECK(first.home);
    const auto second = office.zone(germany);
    CHECK_FALSE(second.home);
    CHECK_EQ(code_of(office.zones().remove(first.id, anything)), "pricing.home_zone_needed");
    auto body = Office::read_named<TaxZoneBody>(france);
    body.home = false;
    CHECK_EQ(code_of(office.zones().replace(first.id, body, anything)), "pricing.home_zone_needed");
    body = Office::read_named<TaxZoneBody>(germany);
    body.home = true;
    CHECK(office.zones().replace(second.id, body, anything)->home);
    CHECK_FALSE(office.zones().find(first.id)->home);
    CHECK_EQ(office.zones().list().front().id, second.id);
    CHECK(done(office.zones().remove(first.id, anything)));
    CHECK(done(office.zones().remove(second.id, anything)));
    CHECK(office.zones().list().empty());
    CHECK_EQ(code_of(office.zones().find(second.id)), "pricing.no_such_tax_zone");
}

TEST_CASE("a rate that stays the same keeps its id, a changed one gets another") {
    Office office;
    const auto zone = office.zone(germany);
    auto body = Office::read_named<TaxZoneBody>(germany);
    body.name = *decltype(body.name)::accept("Deutschland");
    body.rates[1].rate_ppm = *platform::Whole<0, whole>::accept(80'000);
    const auto changed = office.zones().replace(zone.id, body, anything).value();
    CHECK_EQ(changed.rates[0].id, zone.rates[0].id);
    CHECK_NE(changed.rates[1].id, zone.rates[1].id);
    CHECK_EQ(platform::json::write(*office.zones().find(zone.id)), platform::json::write(changed));
}

TEST_CASE("zones that make no sense are refused") {
    Office office;
    office.zone(california);
    CHECK_EQ(problems_of(create(office, california)), std::vector<std::string>{"/areas/0 taken"});
    CHECK_EQ(problems_of(create(office, R"({"areas":[{"country":"AT"},{"country":"AT"}],)"
                                        R"("rates":[]})")),
             std::vector<std::string>{"/areas/1 taken"});
    CHECK_EQ(problems_of(create(office, R"({"areas":[{"country":"US","region":"US-"}],)"
                                        R"("rates":[]})")),
             std::vector<std::string>{"/areas/0/region length"});
    std::string rates;
    for (int i = 0; i < 9; ++i) rates += R"({"name":"R","rate_ppm":1},)";
    rates.pop_back();
    CHECK_EQ(problems_of(create(office, R"({"areas":[],"rates":[)" + rates + "]}")),
             std::vector<std::string>{"/rates/8 too_many"});
    const std::string compound = R"({"name":"R","rate_ppm":1,"compound":true})";
    CHECK_EQ(problems_of(create(office, R"({"areas":[],"rates":[)" + compound + "," + compound +
                                            "," + compound + "]}")),
             std::vector<std::string>{"/rates/2 too_many"});
    for (const auto* rate : {"-1", "1000001"})
        CHECK_FALSE(done(platform::json::read<TaxZoneBody>(
            R"({"name":"A","areas":[],"rates":[{"name":"R","rate_ppm":)" + std::string(rate) +
            "}]}")));
    CHECK_EQ(office.zones().list().size(), 1);
}

TEST_CASE("VAT ids are known by the form and the check digits of their country") {
    for (const auto* id :
         {"ATU13585627",   "BE0428759497",   "BG175074752",    "CY10259033P",    "CZ25123891",
          "DE136695976",   "DK13585628",     "EE100931558",    "EL094259216",    "ESB58378431",
          "FI20774740",    "FR83404833048",  "FRK7399859412",  "GB980780684",    "HR33392005961",
          "HU12892312",    "IE6433435F",     "IT00743110157",  "LT119511515",    "LU15027442",
          "LV40003521600", "MT11679112",     "NL004495445B01", "NO995525828MVA", "PL8567346215",
          "PT501964843",   "RO18547290",     "SE123456789701", "SI50223054",     "SK2022749619",
          "XI980780684",   "CHE107787577TVA"})
        CHECK_MESSAGE(VatId::accept(id).has_value(), id);
    CHECK_EQ(VatId::accept(" be 0428.759.497 ")->value(), "BE0428759497");
    CHECK_EQ(country_of(*VatId::accept("EL094259216")), "GR");
    CHECK_EQ(country_of(*VatId::accept("XI980780684")), "GB");
    CHECK_EQ(country_of(*VatId::accept("NL004495445B01")), "NL");

    for (const auto* id : {"ATU13585628", "BE0428759498", "DE136695977", "DK13585629", "FI20774741",
                           "FR84404833048", "HR33392005962", "IT00743110158", "LU15027443",
                           "PL8567346216", "PT501964844", "DE12345678", "DE1366959760", "", "DE",
                           "XX123456789", "136695976", "DE13669597\n6", "FR83404833048FR"})
        CHECK_MESSAGE(!VatId::accept(id), id);
    CHECK_FALSE(VatId::accept(std::string(100'000, '9')));
}
