#pragma once

#include "store.hpp"

namespace kontor::auth::store {

// Who an issuer says somebody is.
struct ExternalName {
    std::string issuer;
    std::string subject;
    std::optional<std::string> email{};
};

struct Visit {
    std::string provider;
    std::optional<UserId> account;  // that is to be connected
    std::string return_address;
};
BOOST_DESCRIBE_STRUCT(Visit, (), (provider, account, return_address))

inline constexpr std::chrono::seconds visit_lasts = std::chrono::minutes(10);

// Deferred.
void insert_visit(platform::Tx& tx, const std::string& token_hash, const Visit& visit,
                  platform::Time now);
// Nobody comes back twice: it is gone. Nothing where it was over.
std::optional<Visit> take_visit(platform::Tx& tx, const std::string& token_hash,
                                platform::Time now);

struct Known {
    User user;
    bool has_second_factor = false;
};
BOOST_DESCRIBE_STRUCT(Known, (), (user, has_second_factor))

// Whose name that is; it was used now.
std::optional<Known> use_identity(platform::Tx& tx, const ExternalName& name, platform::Time now);
// The account with that address, locked until the commit.
std::optional<Known> lock_account(platform::Tx& tx, const std::string& email);
// False where it is somebody's already, or the account has another of that issuer.
bool insert_identity(platform::Tx& tx, const UserId& account, const ExternalName& name,
                     platform::Time now);

struct Identity {
    std::string issuer;
    std::string subject;
    std::optional<std::string> email;
    platform::Time connected_at;
    std::optional<platform::Time> last_used_at;
};
BOOST_DESCRIBE_STRUCT(Identity, (), (issuer, subject, email, connected_at, last_used_at))

std::vector<Identity> identities(platform::Reader& reader, const UserId& account);
bool has_password(platform::Reader& reader, const UserId& account);
bool delete_identity(platform::Tx& tx, const UserId& account, const std::string& issuer);
// And whoever is on the way to another. Deferred.
void delete_identities(platform::Tx& tx, const UserId& account);
// Those alone that were connected before the address was confirmed: all, where it is not. Deferred.
void delete_early_identities(platform::Tx& tx, const UserId& account);

}  // namespace kontor::auth::store
