#include "app/configuration_check.hpp"

#include "app/application.hpp"
#include "app/keys.hpp"
#include "auth/provider_sign_in_module.hpp"
#include "platform/http/certificate_files.hpp"

#include <boost/url/parse.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace kontor::app {

namespace {

using boost::urls::scheme;
using boost::urls::url_view;

// Not what it is: there may be a password in it.
[[noreturn]] void complain(const std::string& key, const std::string& written) {
    throw std::invalid_argument(key + ": this address cannot be used. Write it as " + written);
}

// In Boost 1.81 port_number() of 65537 is 1.
bool has_good_port(const url_view& url) {
    const std::string_view port(url.port().data(), url.port().size());
    std::uint16_t number = 0;
    const auto read = std::from_chars(port.data(), port.data() + port.size(), number);
    return !url.has_port() || (read.ec == std::errc() && number > 0);
}

bool has_host(const url_view& url) {
    return !url.host().empty() && has_good_port(url) && !url.has_userinfo();
}

bool is_of_the_web(const url_view& url) {
    return url.scheme_id() == scheme::http || url.scheme_id() == scheme::https;
}

// A browser would run it, or show what it says, as if it were the shop's.
bool is_document_of_its_own(const url_view& url) {
    constexpr std::array<std::string_view, 6> schemes{"about", "blob",       "data",
                                                      "file",  "javascript", "vbscript"};
    std::string name(url.scheme().data(), url.scheme().size());
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return std::ranges::find(schemes, name) != schemes.end();
}

void check_page(const std::string& key, const std::string& text) {
    if (text.empty()) return;
    const auto url = boost::urls::parse_uri(text);
    if (!url || !is_of_the_web(*url) || !has_host(*url))
        complain(key,
                 "https://www.shop.example/page, or http://, with a host, and without a user, "
                 "blanks and letters beyond ASCII");
}

void check_base(const std::string& key, const std::string& text) {
    check_page(key, text);
    if (text.find_first_of("?#") != text.npos)
        complain(key, "https://www.shop.example, without a query and a fragment");
}

void check_return_address(const std::string& key, const std::string& text) {
    if (text.empty()) return;
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->has_fragment() || is_document_of_its_own(*url) ||
        (is_of_the_web(*url) && !has_host(*url)))
        complain(key,
                 "https://www.shop.example/page, or com.example.app:/page for an app, without a "
                 "fragment");
}

void check_mail_server(const std::string& key, const std::string& text) {
    if (text.empty()) return;
    const auto url = boost::urls::parse_uri(text);
    const bool is_mail = text.starts_with("smtp://") || text.starts_with("smtps://");
    if (!url || !is_mail || !has_host(*url))
        complain(key,
                 "smtp://mail.example.org:587 or smtps://mail.example.org; who signs in stands in "
                 "mail.smtp_username");
}

void check_addresses_of_auth(const auth::Config& config) {
    check_page("auth.reset_page", config.reset_page);
    check_page("auth.verification_page", config.verification_page);
    check_page("auth.invitation_page", config.invitation_page);
    for (const auto& provider : config.providers)
        for (const auto& address : provider.return_addresses)
            check_return_address("auth.providers: return_addresses of " + provider.name.value(),
                                 address);
}

void check_keys_of_machine(const Configuration& configuration,
                           const std::filesystem::path& data_directory) {
    auto sealing = configuration.sealing;
    const bool has_own =
        sealing.keys.empty() && sealing.key_file.empty() && configuration.database.dsn.empty();
    if (has_own) {
        sealing.key_file = (data_directory / "sealing.keys").string();
        if (!std::filesystem::exists(sealing.key_file)) return;  // it is made at the first start
    }
    (void)make_sealer(sealing);
}

}  // namespace

void check(const Configuration& configuration) {
    const auto& tls = configuration.http.tls;
    if (tls.certificate.empty() && !tls.key.empty())
        throw std::invalid_argument(
            "http.tls.key: there is a key, and no certificate to speak TLS with. Name its file in "
            "http.tls.certificate, or leave both empty where a proxy speaks TLS");
    check_addresses_of_auth(configuration.auth);
    const auto& mail = configuration.mail;
    check_base("mail.shop_url", mail.shop_url);
    check_mail_server("mail.smtp_url", mail.smtp_url);
    check_page("mail.sms.url", mail.sms.url);
    check_page("mail.push.url", mail.push.url);
    check_return_address("payments.stripe.return_url", configuration.payments.stripe.return_url);
}

void check_environment(const Configuration& configuration,
                       const std::filesystem::path& data_directory) {
    const auto complaints = media::complaints(configuration.media, platform::SystemClock());
    if (!complaints.empty()) throw std::invalid_argument(complaints.front());
    check_carriers(configuration);
    auth::check_providers(configuration.auth);
    check_keys_of_machine(configuration, data_directory);
    const auto& tls = configuration.http.tls;
    if (tls.certificate.empty()) return;
    const auto usable = platform::http::check_certificate_files(tls.certificate, tls.key);
    if (!usable) throw std::invalid_argument(usable.error().message);
}

}  // namespace kontor::app
