// The books of the buyers against the books of the shop and of its payment provider.
#pragma once

#include "books.hpp"
#include "buyers.hpp"
#include "report.hpp"

namespace kontor::chaos {

struct AuditOptions {
    // Asked once nothing is left to do; the payment simulator's when there is none.
    std::function<std::vector<Taken>()> provider{};
    // Where letters arrive, a file each; the shop's own folder when there is none.
    std::filesystem::path mails{};
    // Then carts of the last moment before may be lost.
    bool database_crashed = false;
    // A letter may arrive twice after a cut, but not more letters than this.
    std::size_t letters_cut = 0;
};

// Waits until the shop has nothing left to do, and compares: the orders that buyers were told of
// with those that they get shown, with the shop's orders, the payment provider's and the shop's
// money, shipments, letters and stock, and asks the doctor. The names in front of the promises
// are those of docs/reliability.md.
void audit(const Shop& shop, const std::vector<Purchase>& purchases, Adventures& adventures,
           Report& report, const AuditOptions& options = {});

}  // namespace kontor::chaos
