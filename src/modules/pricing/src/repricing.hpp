// What strangers pay, before and after a change of price lists.
#pragma once

#include "price_list_store.hpp"
#include "pricing/module.hpp"

namespace kontor::pricing {

// Made before the change, under the lock of the book, with all that the change may concern.
class Repricing {
public:
    Repricing(platform::Tx& tx, const Backing& backing, std::vector<store::Good> goods);

    // After the change, which took effect then: tells of the products whose price it changed, and
    // keeps the prices of before.
    void announce(platform::Time at);

private:
    platform::Tx& tx_;
    const Backing& backing_;
    std::vector<store::Good> goods_;
    std::vector<store::PublicPrice> before_;
};

}  // namespace kontor::pricing
