#pragma once

#include "customers/module.hpp"

namespace kontor::customers {

class Addresses final : public AddressBook {
public:
    Addresses(platform::Database& database, const platform::Clock& clock, auth::Auth& auth,
              const platform::Sealer& sealer)
        : database_(database), clock_(clock), auth_(auth), sealer_(sealer) {}

    std::vector<BookedAddress> addresses(const auth::UserId& customer,
                                         const AddressFilter& filter) override;
    platform::Result<BookedAddress> address(const auth::UserId& customer,
                                            const AddressId& id) override;
    platform::Result<BookedAddress> add(const auth::UserId& customer,
                                        const NewAddress& address) override;
    platform::Result<BookedAddress> change(const auth::UserId& customer, const AddressId& id,
                                           const AddressChange& change,
                                           const std::optional<BookedAddress>& seen) override;
    platform::Result<> remove(const auth::UserId& customer, const AddressId& id,
                              const std::optional<BookedAddress>& seen) override;

private:
    platform::Database& database_;
    const platform::Clock& clock_;
    auth::Auth& auth_;
    const platform::Sealer& sealer_;
};

}  // namespace kontor::customers
