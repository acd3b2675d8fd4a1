#include "app/configuration.hpp"

#include "platform/config/config.hpp"
#include "shop_fixture.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <fstream>
#include <map>

namespace kontor::test {

namespace {

const auto file = source_directory() / "config" / "kontor.yaml";

using Leaves = std::map<std::string, boost::json::value>;

// Every value of a tree by its dotted key.
void collect(const boost::json::value& value, const std::string& key, Leaves& leaves) {
    if (!value.is_object()) {
        leaves[key] = value;
        return;
    }
    for (const auto& [name, inner] : value.get_object())
        collect(inner, key.empty() ? std::string(name) : key + "." + std::string(name), leaves);
}

Leaves leaves_of(const boost::json::value& tree) {
    Leaves leaves;
    collect(tree, "", leaves);
    return leaves;
}

}  // namespace

TEST_CASE("the configuration file that comes with the shop has every key, with its default") {
    const auto written = leaves_of(platform::load_yaml(file).value());
    const auto defaults =
        leaves_of(boost::json::parse(platform::json::write(app::Configuration{})));
    for (const auto& [key, value] : defaults) {
        CAPTURE(key);
        REQUIRE(written.contains(key));
        CHECK(boost::json::serialize(written.at(key)) == boost::json::serialize(value));
    }
    for (const auto& [key, value] : written) {
        CAPTURE(key);
        CHECK(defaults.contains(key));
    }
    CHECK(platform::read_config<app::Configuration>(file, {}).has_value());
}

TEST_CASE("a tax beyond the price is refused") {
    const auto refused =
        platform::read_config<app::Configuration>(file, {{"KONTOR_SHOP_TAX_RATE_PPM", "1000001"}});
    REQUIRE(refused.has_error());
    const auto message = refused.error().message;
    CAPTURE(message);
    CHECK(message.find("shop.tax_rate_ppm") != message.npos);
}

TEST_CASE_FIXTURE(ShopFixture, "a shop whose returns want labels of nobody does not start") {
    const auto complaint = [&](const std::string& wanted, const std::string& url) {
        app::Configuration configuration;
        configuration.database.dsn = tables().dsn();
        configuration.sealing.keys = {platform::to_text({"test", std::string(32, 'k')})};
        configuration.returns.label_carrier = wanted;
        configuration.shipping.carrier.name = "acme";
        configuration.shipping.carrier.url = url;
        configuration.shipping.carrier.secret = "a secret of the carrier and us";
        try {
            app::Application(configuration, std::filesystem::temp_directory_path(), clock());
        } catch (const std::invalid_argument& refusal) {
            return std::string(refusal.what());
        }
        return std::string();
    };
    CHECK(complaint("", "") == "");
    CHECK(complaint("acme", "https://carrier.example") == "");
    CHECK(complaint("acem", "https://carrier.example") ==
          "returns.label_carrier: no carrier 'acem' makes labels. Name 'acme', the one of "
          "shipping.carrier, or leave it empty: staff asks for labels then.");
    for (const auto* wanted : {"acme", "manual"})
        CHECK(complaint(wanted, "").find("Set up a carrier of that name in shipping.carrier") !=
              std::string::npos);
}

TEST_CASE("every key of the configuration file is explained") {
    std::ifstream stream(file);
    std::string before;
    for (std::string line; std::getline(stream, line); before = line) {
        CAPTURE(line);
        const auto text = line.find_first_not_of(' ');
        const bool is_key = text != line.npos && text > 0 && line[text] != '#';
        if (is_key) CHECK(before.find("# ") == text);
    }
}

}  // namespace kontor::test
