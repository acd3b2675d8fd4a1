// Each breaks a shop of its own in one way and reports whether the promises held.
#pragma once

#include "report.hpp"

namespace kontor::chaos {

// 200 buyers at once want one of the last 50 pieces.
Report last_pieces();

// 50 purchases, each completed over two connections at the same moment, with one key and with two.
Report doubled();

// Of ten orders, each is refunded whole by 20 of the staff at the same moment.
Report refunds();

// Shoppers buy while the shop is killed so many times, every fifth time PostgreSQL with it.
Report kills(unsigned seed, int times);

// Purchases of every kind, one after the other, killed at the first request to the database, at the
// second, and so on to the last; before each is sent, and once more before it is answered.
Report crash_points();

// Shoppers buy while PostgreSQL is stopped and killed so many times, and its connections are cut.
Report database(unsigned seed, int times);

// Shoppers buy by every way a payment may go wrong, while the provider's messages come twice, late
// and in any order, and the shop is killed now and then.
Report provider(unsigned seed);

// Shoppers pay by a payment company of its own process and books, which loses answers, answers 500
// after it took the money, is silent, or cuts the connection, while the shop is killed now and
// then.
Report stripe(unsigned seed);

// Shoppers buy while the mail server keeps every letter waiting for 30 s.
Report mail(unsigned seed);

// 64 shoppers buy the same five articles, put into the cart in any order.
Report same_articles(unsigned seed);

}  // namespace kontor::chaos
