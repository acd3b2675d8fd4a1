#include "app/configuration_check.hpp"

#include "platform/config/config.hpp"
#include "shop_fixture.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <cctype>
#include <fstream>
#include <map>
#include <set>

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

TEST_CASE("numbers that cannot be meant are refused, and it is said which can") {
    const std::vector<std::string> whole_keys{
        "auth.access_token_minutes",
        "auth.refresh_token_days",
        "auth.password_min_length",
        "auth.staff_password_min_length",
        "auth.hashing_threads",
        "http.io_threads",
        "http.workers",
        "http.remote_workers",
        "http.queue",
        "http.max_connections",
        "http.max_connections_per_address",
        "http.cache_mebibytes",
        "http.stop_seconds",
        "database.connections",
        "database.lease_timeout_ms",
        "database.statement_timeout_ms",
        "events.keep_days",
        "events.attempts",
    };
    const std::set<std::string> may_be_none{"http.cache_mebibytes", "http.stop_seconds"};
    for (const auto& key : whole_keys) {
        auto variable = "KONTOR_" + key;
        for (auto& letter : variable) letter = letter == '.' ? '_' : char(std::toupper(letter));
        for (const std::string number : {"-1", "0", "9223372036854775807"}) {
            const auto config =
                platform::read_config<app::Configuration>(file, {{variable, number}});
            INFO(variable << "=" << number);
            if (number == "0" && may_be_none.contains(key)) {
                CHECK(config.has_value());
                continue;
            }
            REQUIRE(config.has_error());
            CHECK(config.error().message.find(key) != std::string::npos);
            CHECK(config.error().message.find("a whole number from ") != std::string::npos);
        }
    }
    CHECK(
        platform::read_config<app::Configuration>(file, {{"KONTOR_AUTH_PASSWORD_MIN_LENGTH", "7"}})
            .has_error());
}

TEST_CASE("addresses that nobody could go to, or that would run there, are refused") {
    const auto complaint = [](const app::Configuration& configuration) {
        try {
            app::check(configuration);
        } catch (const std::invalid_argument& refusal) {
            return std::string(refusal.what());
        }
        return std::string();
    };
    const auto with = [&](auto set, const std::string& text) {
        app::Configuration configuration;
        set(configuration, text);
        CAPTURE(text);
        return complaint(configuration);
    };
    const auto page = [](auto& all, auto& text) { all.auth.reset_page = text; };
    const auto shop = [](auto& all, auto& text) { all.mail.shop_url = text; };
    const auto mail = [](auto& all, auto& text) { all.mail.smtp_url = text; };
    const auto back = [](auto& all, auto& text) {
        all.auth.providers.resize(1);
        all.auth.providers[0].name = *platform::Slug::accept("google");
        all.auth.providers[0].return_addresses = {*platform::Text<1, 500>::accept(text)};
    };
    for (const auto* good : {"", "https://shop.example/#/reset?token=", "http://[::1]:3000/r/"})
        CHECK(with(page, good) == "");
    for (const auto* bad : {"shop.example/reset", "javascript:alert(1)//", "ftp://shop.example/",
                            "https://", "https:///reset", "https://shop.example:99999/", "/reset",
                            "https://ada:secret@shop.example/", "https://shop.example/a b"})
        CHECK(with(page, bad).starts_with(
            "auth.reset_page: this address cannot be used. Write it as https://"));
    CHECK(with(shop, "https://shop.example/de") == "");
    for (const auto* bad : {"https://shop.example/?a=", "https://shop.example/#", "shop.example"})
        CHECK(with(shop, bad).starts_with("mail.shop_url: "));
    for (const auto* good : {"smtp://mail.example.org:587", "smtps://127.0.0.1"})
        CHECK(with(mail, good) == "");
    for (const auto* bad :
         {"mail.example.org:25", "http://mail.example.org", "smtp://", "smtp://mail.example.org:0"})
        CHECK(with(mail, bad).starts_with("mail.smtp_url: "));
    for (const auto* good : {"https://shop.example/back?a=b", "org.example.app:/back", "shop://"})
        CHECK(with(back, good) == "");
    for (const auto* bad :
         {"javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,a", "vbscript:a",
          "file:///etc/passwd", "https://shop.example/#a", "https:back", "//shop.example", "back"})
        CHECK(with(back, bad).starts_with("auth.providers: return_addresses of google: "));
}

TEST_CASE("a key of TLS without its certificate is no configuration") {
    app::Configuration configuration;
    configuration.http.tls.key = "key.pem";
    CHECK_THROWS_WITH_AS(app::check(configuration), doctest::Contains("http.tls.certificate"),
                         std::invalid_argument);
    configuration.http.tls.certificate = "chain.pem";
    CHECK_NOTHROW(app::check(configuration));
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
