// How goods change hands, inside the caller's transaction. Locks are taken in one order
// everywhere: the holder, then levels by variant and location.
#pragma once

#include "herald.hpp"
#include "inventory/inventory.hpp"
#include "platform/db/database.hpp"

namespace kontor::inventory {

// One change of stock by one holder, and what has to be known for it.
class Holds {
public:
    Holds(platform::Tx& tx, const Herald& herald, platform::Time now)
        : tx_(tx), herald_(herald), now_(now) {}

    platform::Result<> reserve(const platform::Uuid& holder, const std::vector<Quantity>& lines,
                               platform::Time expires_at,
                               const std::optional<std::string>& country);
    platform::Result<> allocate(const platform::Uuid& holder, const std::vector<Quantity>& lines,
                                const std::optional<std::string>& country);
    void release(const platform::Uuid& holder);
    void deallocate(const platform::Uuid& holder);
    // Books what was allocated out of the house; more than is allocated is left alone.
    void ship(const platform::Uuid& holder, const std::vector<Quantity>& items);
    // Books what was shipped back in, and allocates it again; more than was shipped is left alone.
    void unship(const platform::Uuid& holder, const std::vector<Quantity>& items);
    // Of these variants; answers how many holds ended.
    std::size_t release_expired(const std::vector<catalog::VariantId>& variants);

private:
    platform::Tx& tx_;
    Herald herald_;
    platform::Time now_;
};

}  // namespace kontor::inventory
