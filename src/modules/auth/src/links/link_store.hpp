#pragma once

#include "auth/links.hpp"
#include "store.hpp"

namespace kontor::auth::store {

struct NewLink {
    LinkId id;
    LinkPurpose purpose{};
    platform::Time created_at;
    platform::Time expires_at;
};

// Deferred.
void insert_link(platform::Tx& tx, const UserId& account, const std::string& email,
                 const NewLink& link);
// Whom a link was made for: nobody where no account has the address, or where it has so many links
// of that purpose that were made since and not used.
std::optional<User> insert_link_for(platform::Tx& tx, const std::string& email, const NewLink& link,
                                    platform::Time since, std::int64_t most);
// Nothing where the address is somebody's.
bool insert_link_unless_taken(platform::Tx& tx, const UserId& account, const std::string& email,
                              const NewLink& link);

// What was sent of late to an account that is locked until the commit.
struct Sent {
    User user;
    std::int64_t letters = 0;
    std::optional<platform::Time> newest;
};
BOOST_DESCRIBE_STRUCT(Sent, (), (user, letters, newest))
std::optional<Sent> lock_and_count(platform::Tx& tx, const UserId& account, LinkPurpose purpose,
                                   platform::Time since);

struct Link {
    LinkPurpose purpose{};
    std::string email;  // that it was sent to
    platform::Time expires_at;
    std::optional<platform::Time> used_at;
    User user;
    bool has_second_factor = false;
};
BOOST_DESCRIBE_STRUCT(Link, (), (purpose, email, expires_at, used_at, user, has_second_factor))

std::optional<Link> link(platform::Reader& reader, const LinkId& id);
// The same; link and account are locked until the commit.
std::optional<Link> lock_link(platform::Tx& tx, const LinkId& id);
void use_link(platform::Tx& tx, const LinkId& id, platform::Time now);
// All but those used.
void delete_open_links(platform::Tx& tx, const UserId& account);
// Those that would confirm an address, where it is not confirmed yet.
void withdraw_confirmations(platform::Tx& tx, const std::string& email);
void delete_old_links(platform::Tx& tx, platform::Time expired_before);

void set_password(platform::Tx& tx, const UserId& account, const std::string& hash);
// False when the address is somebody else's.
bool set_verified_address(platform::Tx& tx, const UserId& account, const std::string& email,
                          platform::Time now);

}  // namespace kontor::auth::store
