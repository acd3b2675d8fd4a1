#pragma once

#include "auth/ids.hpp"
#include "orders/order_claimed.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "scoring.hpp"
#include "terms.hpp"

namespace kontor::recommendations::store {

using platform::Reader;
using platform::Tx;

struct Basket {
    orders::OrderId order;
    std::optional<auth::UserId> customer;
    std::optional<std::string> guest;
    platform::Time at;
    std::vector<catalog::ProductId> products;  // each once, not empty
};

struct Product {
    catalog::ProductId id;
    bool listed = false;
    Terms terms;
};
BOOST_DESCRIBE_STRUCT(Product, (), (id, listed, terms))

// Makes writers wait for each other: counts are added to, terms are replaced.
void lock(Tx& tx);
// Counts the baskets that are new and credits the clicks that led to them. Answers the products
// that nothing was known of.
std::vector<catalog::ProductId> learn(Tx& tx, const std::vector<Basket>& baskets);
// What guests bought that customers claimed.
void hand_over(Tx& tx, const std::vector<orders::OrderClaimed>& claimed);
void forget(Tx& tx, const std::vector<orders::OrderId>& orders);
void describe(Tx& tx, const std::vector<Product>& products);

// For a start anew: what is counted but not what it is counted from.
void forget_descriptions(Tx& tx);
std::size_t count_again(Tx& tx);

bool is_listed(Reader& reader, const catalog::ProductId& id);
std::vector<Product> products(Reader& reader, const std::vector<catalog::ProductId>& ids);
Frequencies frequencies(Reader& reader, const Terms& terms);
// Newest first.
std::vector<std::vector<catalog::ProductId>> baskets_of(Reader& reader,
                                                        const auth::UserId& customer);

// Of each product the others that weigh most beside it.
std::vector<BoughtTogether> bought_together(Reader& reader,
                                            const std::vector<catalog::ProductId>& products,
                                            std::size_t most_of_each);

struct Sharing {
    catalog::ProductId seed;
    catalog::ProductId other;
    std::int64_t other_baskets = 0;
    Terms terms;
};
BOOST_DESCRIBE_STRUCT(Sharing, (), (seed, other, other_baskets, terms))

// Of each product the others that have one of its terms, most bought first.
std::vector<Sharing> sharing(Reader& reader, const std::vector<Product>& products,
                             std::size_t most_of_each);

std::vector<Popular> popular(Reader& reader, std::size_t most);
std::int64_t listed_products(Reader& reader);
// Of what customers bought lately who had bought before, the share that they had had before.
double bought_again(Reader& reader);

}  // namespace kontor::recommendations::store
