#pragma once

#include "inventory/module.hpp"
#include "transfer.hpp"
#include "transfer_store.hpp"

namespace kontor::inventory {

// Goods between locations: they leave with the making of the transfer, are nobody's to sell while
// they are on their way, and arrive in parts or at once. Thread-safe.
class Transfers {
public:
    explicit Transfers(const Backing& backing) : backing_(backing) {}

    // Takes what is neither allocated nor reserved, safety stock included. Refuses
    // inventory.no_such_location, inventory.same_location, inventory.no_such_sku,
    // inventory.sku_given_twice, inventory.lines_needed (invalid), insufficient_stock (conflict).
    platform::Result<Transfer> create(const NewTransfer& wanted) const;
    // Refuses inventory.no_such_transfer (not_found), invalid_transition,
    // inventory.more_than_sent (conflict), and of the lines what create() refuses.
    platform::Result<Transfer> receive(const TransferId& id, const Arrived& arrived) const;
    // The goods are back where they came from. Refuses inventory.no_such_transfer,
    // invalid_transition.
    platform::Result<Transfer> cancel(const TransferId& id) const;
    platform::Result<Transfer> find(const TransferId& id) const;
    // Newest first.
    std::vector<Transfer> list(const std::optional<TransferStatus>& status,
                               const std::optional<TransferId>& before, std::size_t limit) const;

private:
    void book_in(platform::Tx& tx, const store::TransferRow& transfer, const LocationId& location,
                 const std::vector<Goods>& goods) const;
    void end(platform::Tx& tx, store::TransferRow& transfer, TransferStatus status) const;

    Backing backing_;
};

}  // namespace kontor::inventory
