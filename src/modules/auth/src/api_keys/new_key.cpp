#include "api_keys/new_key.hpp"

#include "auth/permissions.hpp"
#include "platform/core/constrained.hpp"
#include "platform/http/origin.hpp"

#include <algorithm>

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Problem;
using platform::http::Origin;

namespace {

constexpr std::size_t longest_name = 100;
constexpr std::size_t most_origins = 50;

using Problems = std::vector<Problem>;

void check_scopes(const NewApiKey& key, Problems& problems) {
    if (key.kind == ApiKeyKind::publishable && !key.scopes.empty())
        problems.push_back(
            {"/scopes", "not_allowed", "A publishable key allows nothing: it takes no scopes."});
    if (key.kind == ApiKeyKind::secret && key.scopes.empty())
        problems.push_back({"/scopes", "required", "Name the permissions that the key has."});
    for (std::size_t i = 0; i < key.scopes.size(); ++i) {
        const auto place = "/scopes/" + std::to_string(i);
        if (!is_permission(key.scopes[i]))
            problems.push_back(
                {place, "unknown",
                 "There is no permission of this name: GET /v1/admin/permissions and "
                 "docs/permissions.md list them."});
        else if (std::ranges::find(key.scopes.begin(), key.scopes.begin() + std::ptrdiff_t(i),
                                   key.scopes[i]) != key.scopes.begin() + std::ptrdiff_t(i))
            problems.push_back({place, "repeated", "Name each permission once."});
    }
}

void check_origins(const NewApiKey& key, Problems& problems) {
    if (key.kind == ApiKeyKind::secret && !key.origins.empty())
        problems.push_back({"/origins", "not_allowed",
                            "A secret key is not for pages at all: it takes no origins."});
    if (key.origins.size() > most_origins)
        problems.push_back({"/origins", "too_long",
                            "At most " + std::to_string(most_origins) + " origins are taken."});
    for (std::size_t i = 0; i < key.origins.size(); ++i)
        if (!Origin::accept(key.origins[i]))
            problems.push_back({"/origins/" + std::to_string(i), std::string(Origin::broken),
                                "must be " + Origin::rule()});
}

}  // namespace

platform::Result<> check_new_key(const NewApiKey& key, platform::Time now) {
    Problems problems;
    if (key.name.empty() || platform::count_characters(key.name) > longest_name)
        problems.push_back({"/name", "length", "Name the key in 1 to 100 characters."});
    check_scopes(key, problems);
    check_origins(key, problems);
    if (key.expires_at && *key.expires_at <= now)
        problems.push_back({"/expires_at", "past", "This time has passed already."});
    if (problems.empty()) return {};
    auto message = "Such a key cannot be made: " + problems.front().pointer.substr(1) + ": " +
                   problems.front().detail;
    return Error{ErrorKind::invalid, "auth.bad_key", std::move(message), std::move(problems)};
}

}  // namespace kontor::auth
