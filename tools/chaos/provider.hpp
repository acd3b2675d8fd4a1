#pragma once

#include "buyers.hpp"

namespace kontor::chaos {

// What a payment provider tells the shop of a charge.
struct Notice {
    std::string id;
    std::string type;
    std::string charge_key;
};

// Signed as the payment simulator does; sent again until the shop has taken it.
void tell(const Shop& shop, Adventures& adventures, const Notice& notice);

}  // namespace kontor::chaos
