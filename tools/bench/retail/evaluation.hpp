#pragma once

#include "sold_goods.hpp"

#include <string>
#include <vector>

namespace kontor::retail {

// What is known of a held-out invoice when ten products are recommended. A hit: at least one of
// them is in the rest of it.
enum class Task {
    beside_a_product,  // one product of it; each in turn, an invoice counts as their average
    beside_a_basket,   // the first half of it
    next_invoice,      // what its customer bought before
};

struct HitRate {
    double hits = 0;
    std::size_t invoices = 0;
    double rate() const { return invoices == 0 ? 0 : hits / static_cast<double>(invoices); }
};

struct Split {
    std::vector<const Invoice*> learned;
    std::vector<const Invoice*> held_out;
};

// The last invoice of every customer with two or more.
Split hold_out_last_of_customers(const Books& books);
// The last fifth of all invoices, in the order of time.
Split hold_out_last_fifth(const Books& books);

// What is shown is not recommended, whatever the strategy; what the customer bought before may be.
HitRate hit_rate_at_10(const SoldGoods& goods, const Split& split, Task task,
                       recommendations::Strategy strategy);

}  // namespace kontor::retail
