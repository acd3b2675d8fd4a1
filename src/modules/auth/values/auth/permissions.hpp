#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace kontor::auth {

enum class Holders { staff, admins };

// What somebody must have to call a route of staff.
struct Permission {
    std::string_view name;
    std::string_view description;      // of what it lets somebody do
    Holders holders = Holders::staff;  // which of the built-in roles have it: admins have all
};

// Every one there is, by name: a route that asks for another cannot be called by anybody.
inline constexpr std::array permissions = std::to_array<Permission>({
    {"audit.read", "See who did what, when and from where", Holders::admins},
    {"catalog.read",
     "See products, variants, categories, collections and pictures as they are kept"},
    {"catalog.write", "Change products, variants, categories, collections, pictures and the index"},
    {"customers.erase", "Close the account of a customer and forget who it was", Holders::admins},
    {"customers.impersonate", "Act as a customer for some minutes", Holders::admins},
    {"customers.read", "See customers, what they bought, their groups and consents"},
    {"customers.write", "Change groups of customers, and take off a second factor that was lost"},
    {"events.read", "See the events that failed for good"},
    {"events.write", "Retry or discard events that failed for good", Holders::admins},
    {"inventory.read", "See stock, locations, movements, transfers and stock-takes"},
    {"inventory.write", "Change stock, locations, transfers and stock-takes"},
    {"keys.read", "See API keys, but for what is secret of them", Holders::admins},
    {"keys.write", "Make and revoke API keys", Holders::admins},
    {"messages.read", "See the letters that were written, and their templates"},
    {"messages.write",
     "Send letters again, and change templates; an admin those with links that open accounts"},
    {"orders.read", "See orders, drafts, shipments and invoices"},
    {"orders.write", "Change, cancel, refund, ship and draft orders"},
    {"payments.read", "See payments, the ledger, gift cards and store credit"},
    {"payments.write", "Issue gift cards and store credit, and settle refunds by hand"},
    {"pricing.read", "See price lists, promotions, coupons and taxes"},
    {"pricing.write", "Change price lists, promotions, coupons and taxes"},
    {"returns.read", "See returns and exchanges"},
    {"returns.write", "Approve, receive and settle returns and exchanges"},
    {"reviews.read", "See reviews that wait or were rejected"},
    {"reviews.write", "Publish, reject and answer reviews"},
    {"shipping.read", "See zones, rates and carriers"},
    {"shipping.write", "Change zones, rates and carriers"},
    {"staff.read", "See who works here, roles, permissions and invitations", Holders::admins},
    {"staff.write", "Invite and disable staff, give roles, and change them", Holders::admins},
});

constexpr bool is_permission(std::string_view name) {
    return std::ranges::any_of(permissions, [&](const auto& each) { return each.name == name; });
}

}  // namespace kontor::auth
