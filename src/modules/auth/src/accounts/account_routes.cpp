#include "accounts/account_routes.hpp"

namespace kontor::auth {

namespace http = platform::http;
using http::Method;

http::Route account_route(Method method, std::string path, std::string operation,
                          std::string summary) {
    http::Route made(method, std::move(path), std::move(operation), std::move(summary));
    if (method != Method::get) made.remote();
    return made.tag("Accounts")
        .limited_as(method == Method::get ? http::RateClass::reading
                                          : http::RateClass::credentials);
}

http::Route own_route(Method method, const std::string& path, std::string operation,
                      std::string summary) {
    auto made = account_route(method, "/v1/me" + path, std::move(operation), std::move(summary));
    if (method != Method::get) made.audited();
    return made.by(http::Access::customer()).personally();
}

}  // namespace kontor::auth
