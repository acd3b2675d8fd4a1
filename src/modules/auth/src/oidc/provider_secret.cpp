#include "oidc/provider_secret.hpp"

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kontor::auth::oidc {

namespace {

[[noreturn]] void complain(const OpenIdProvider& config, const std::string& what) {
    throw std::invalid_argument(
        "auth.providers: " +
        (config.name.value().empty() ? "one without a name" : "'" + config.name.value() + "'") +
        " " + what);
}

std::string read_secret(const OpenIdProvider& config) {
    const auto& file = config.client_secret_file;
    struct ::stat status{};
    std::ifstream stream(file, std::ios::binary);
    if (!stream || ::stat(file.c_str(), &status) != 0)
        complain(config, "has a client_secret_file that cannot be read: " + file);
    if ((status.st_mode & S_IROTH) != 0)
        complain(config,
                 "has a client_secret_file that others on this machine can read: "
                 "chmod 600 " +
                     file);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    if (text.empty()) complain(config, "has an empty client_secret_file: " + file);
    return text;
}

}  // namespace

std::string secret_of(const OpenIdProvider& config) {
    if (config.name.value().empty()) complain(config, "needs one: it is part of addresses");
    if (config.title.value().empty()) complain(config, "needs a title, as people are shown it");
    if (config.issuer.value().empty()) complain(config, "needs an issuer");
    if (config.client_id.value().empty())
        complain(config, "needs the client_id that the provider gave this shop");
    if (config.client_secret_file.empty()) return config.client_secret;
    if (!config.client_secret.empty())
        complain(config, "has a client_secret and a client_secret_file: leave one out");
    return read_secret(config);
}

}  // namespace kontor::auth::oidc
