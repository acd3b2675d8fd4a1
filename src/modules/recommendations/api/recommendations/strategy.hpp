#pragma once

#include "platform/core/describe.hpp"

namespace kontor::recommendations {

// From what a list is made. The first three start from products: that of the page, those in a
// basket, or those that a customer bought.
enum class Strategy {
    also_bought,  // what was bought together with these
    similar,      // what shares rare words, categories and attributes with these
    mixed,        // both, and what many buy where little is known
    popular,      // what most orders contain
};
BOOST_DESCRIBE_ENUM(Strategy, also_bought, similar, mixed, popular)

}  // namespace kontor::recommendations
