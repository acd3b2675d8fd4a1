// Each breaks a shop of its own in one way and reports whether the promises held.
#pragma once

#include "report.hpp"

namespace kontor::chaos {

// 200 buyers at once want one of the last 50 pieces.
Report last_pieces();

// 50 purchases, each completed over two connections at the same moment, with one key and with two.
Report doubled();

// Shoppers buy while the shop is killed so many times, every third time PostgreSQL with it.
Report kills(unsigned seed, int times);

// Shoppers buy while PostgreSQL is stopped, killed, and its connections are cut.
Report database(unsigned seed);

}  // namespace kontor::chaos
