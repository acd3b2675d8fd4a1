#pragma once

#include "customers/profiles.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"

namespace kontor::customers::store {

struct ProfileRow {
    std::optional<std::string> phone;
    std::optional<Birthday> birthday;
    std::optional<std::string> company;
    std::optional<std::string> tax_id;
};
BOOST_DESCRIBE_STRUCT(ProfileRow, (), (phone, birthday, company, tax_id))

// The only places that read and write these: empty where nothing was said. Telephone numbers and
// tax ids are sealed in the table.
ProfileRow profile(platform::Reader& reader, const platform::Sealer& sealer,
                   const auth::UserId& customer);
ProfileRow lock_profile(platform::Tx& tx, const platform::Sealer& sealer,
                        const auth::UserId& customer, platform::Time now);
void write_profile(platform::Tx& tx, const platform::Sealer& sealer, const auth::UserId& customer,
                   const ProfileRow& row, platform::Time now);
std::string phone_context(const platform::Uuid& customer);
std::string tax_id_context(const platform::Uuid& customer);
void remove_profile(platform::Tx& tx, const auth::UserId& customer);

}  // namespace kontor::customers::store
