#pragma once

namespace kontor::catalog {

// A product costs what its cheapest variant costs: the first such, or nullptr where none has a
// price.
template <class Variants>
const typename Variants::value_type* cheapest(const Variants& variants) {
    const typename Variants::value_type* found = nullptr;
    for (const auto& variant : variants)
        if (variant.price && (!found || variant.price->amount < found->price->amount))
            found = &variant;
    return found;
}

}  // namespace kontor::catalog
