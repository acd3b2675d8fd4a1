#include "staff/authority.hpp"

#include "refusals.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;

platform::Result<> check_covers(const Authority& authority,
                                const std::vector<std::string>& permissions) {
    if (authority.is_operator) return {};
    std::vector<std::string> missing;
    std::string names;
    for (const auto& permission : permissions) {
        if (std::ranges::find(authority.permissions, permission) != authority.permissions.end())
            continue;
        missing.push_back(permission);
        names.append(names.empty() ? "" : ", ").append(permission);
    }
    if (missing.empty()) return {};
    return Error{ErrorKind::forbidden,
                 "auth.permission_not_held",
                 "This is about permissions that you do not have yourself: " + names +
                     ". Ask somebody who has them.",
                 {},
                 {{"missing", missing}}};
}

platform::Result<> hold(platform::Tx& tx, const Authority& authority) {
    if (!authority.user || !authority.session) return {};
    if (!store::lock_signed_in(tx, *authority.user, *authority.session)) return signed_out();
    return {};
}

}  // namespace kontor::auth
