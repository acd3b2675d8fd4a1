#include "permissions.hpp"

#include <array>
#include <string_view>

namespace kontor::auth {
namespace {

constexpr std::array<std::string_view, 21> for_staff{
    "catalog.read",   "catalog.write",  "inventory.read",  "inventory.write", "pricing.read",
    "pricing.write",  "customers.read", "customers.write", "reviews.read",    "reviews.write",
    "orders.read",    "orders.write",   "payments.read",   "payments.write",  "messages.read",
    "messages.write", "returns.read",   "returns.write",   "shipping.read",   "shipping.write",
    "events.read"};
constexpr std::array<std::string_view, 3> for_admins_only{"audit.read", "customers.erase",
                                                          "events.write"};

}  // namespace

std::vector<std::string> permissions_of(Role role) {
    std::vector<std::string> permissions;
    if (role == Role::customer) return permissions;
    permissions.assign(for_staff.begin(), for_staff.end());
    if (role == Role::admin)
        permissions.insert(permissions.end(), for_admins_only.begin(), for_admins_only.end());
    return permissions;
}

}  // namespace kontor::auth
