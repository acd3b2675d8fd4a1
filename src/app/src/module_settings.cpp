#include "module_settings.hpp"

#include "app/application.hpp"
#include "server_options.hpp"

#include <stdexcept>

namespace kontor::app {

pricing::Currencies currencies_of(const ShopConfig& config) {
    std::vector<platform::Currency> currencies{config.currency};
    currencies.insert(currencies.end(), config.currencies.begin(), config.currencies.end());
    for (const auto& currency : currencies)
        if (!currency.is_in_use())
            throw std::invalid_argument("shop.currency and shop.currencies: nobody pays in " +
                                        std::string(currency.code()));
    return pricing::Currencies(std::move(currencies));
}

pricing::Config pricing_config(const ShopConfig& shop) {
    return {currencies_of(shop),     shop.tax_name,     shop.tax_rate_ppm,
            shop.prices_include_tax, shop.tax_rounding, shop.shipping_tax_class,
            shop.coupons_return};
}

search::Config search_config(const ShopConfig& shop) {
    search::Config config{shop.currency, {}};
    for (const auto& language : shop.languages.value())
        config.languages.push_back(language.value());
    return config;
}

returns::Config returns_config(const Configuration& configuration) {
    check_carriers(configuration);
    return configuration.returns;
}

notifications::Config mail_config(const Configuration& configuration) {
    auto config = configuration.mail;
    if (config.shop_url.empty()) config.shop_url = origin_of(configuration.http);
    return config;
}

std::string cursor_secret(platform::Database& database) {
    return database.read([](platform::Reader& reader) {
        return reader.one<std::string>("select value from platform.secret where name = 'cursors'")
            .value();
    });
}

notifications::Shop mail_shop(Databases& databases, const Configuration& configuration,
                              const std::filesystem::path& data_directory) {
    return {data_directory / "mail", configuration.shop.languages.value().front(),
            configuration.shop.currency, cursor_secret(databases.platform)};
}

void check_carriers(const Configuration& configuration) {
    shipping::check(configuration.shipping);
    const auto& wanted = configuration.returns.label_carrier;
    const auto& carrier = configuration.shipping.carrier;
    if (wanted.empty() || (!carrier.url.empty() && wanted == carrier.name)) return;
    throw std::invalid_argument(
        "returns.label_carrier: no carrier '" + wanted + "' makes labels. " +
        (carrier.url.empty() ? "Set up a carrier of that name in shipping.carrier"
                             : "Name '" + carrier.name + "', the one of shipping.carrier") +
        ", or leave it empty: staff asks for labels then.");
}

}  // namespace kontor::app
