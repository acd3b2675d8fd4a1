// Price lists as staff write them, and what strangers see of them.
#pragma once

#include "platform/db/database.hpp"
#include "price_list.hpp"

namespace kontor::pricing::store {

// Deferred. What strangers pay follows from all lists together: whoever changes any, or needs two
// looks at them to agree, goes first through here.
void lock_book(platform::Tx& tx);

struct KeptList {
    PriceList list;
    bool in_force = false;  // as strangers were told
    bool has_entries = false;
};
BOOST_DESCRIBE_STRUCT(KeptList, (), (list, in_force, has_entries))

std::optional<PriceList> price_list(platform::Reader& reader, const PriceListId& id);
std::optional<KeptList> kept_list(platform::Reader& reader, const PriceListId& id);
std::vector<PriceList> price_lists(platform::Reader& reader,
                                   const std::optional<PriceListId>& after, std::size_t limit);
// All deferred.
void insert(platform::Tx& tx, const PriceList& list, bool in_force);
void update(platform::Tx& tx, const PriceList& list, bool in_force);
void remove(platform::Tx& tx, const PriceListId& id);

std::vector<ListedPrice> listed_prices(platform::Reader& reader, const PriceListId& id,
                                       const std::optional<ListedPlace>& after, std::size_t limit);
// Of these variants.
std::vector<ListedPrice> listed_prices(platform::Reader& reader, const PriceListId& id,
                                       const std::vector<catalog::VariantId>& variants);
// Deferred; one statement.
void put(platform::Tx& tx, const PriceListId& id, const std::vector<ListedPrice>& prices);
// Without a currency or quantity, of every one.
std::int64_t remove(platform::Tx& tx, const PriceListId& id, const catalog::VariantId& variant,
                    const std::optional<platform::Currency>& currency,
                    const std::optional<std::int64_t>& min_quantity);
void remove_products(platform::Tx& tx, const std::vector<catalog::ProductId>& products);

// A variant in one currency.
struct Good {
    catalog::VariantId variant;
    platform::Currency currency;
    catalog::ProductId product;
    friend auto operator<=>(const Good&, const Good&) = default;
};
BOOST_DESCRIBE_STRUCT(Good, (), (variant, currency, product))

// What the lists have prices for.
std::vector<Good> goods_of(platform::Reader& reader, const std::vector<PriceListId>& lists);
std::vector<Good> goods_of(platform::Reader& reader, const PriceListId& list,
                           const catalog::VariantId& variant);

// What the lists in force say of a good to strangers.
struct PublicPrice {
    catalog::VariantId variant;
    platform::Currency currency;
    std::optional<std::int64_t> amount;  // for one piece
    std::string terms;                   // every price, in a form that only serves to compare
};
BOOST_DESCRIBE_STRUCT(PublicPrice, (), (variant, currency, amount, terms))

// Of those that any list in force has.
std::vector<PublicPrice> public_prices(platform::Reader& reader, const std::vector<Good>& goods);

// Lists for everybody that came into force or went out of it without strangers being told.
std::vector<KeptList> due_lists(platform::Reader& reader, platform::Time now);
void set_in_force(platform::Tx& tx, const std::vector<PriceListId>& lists, bool in_force);

struct PastPrice {
    Good good;
    platform::Time until;
    std::int64_t amount = 0;
    bool reduced = false;
};
BOOST_DESCRIBE_STRUCT(PastPrice, (), (good, until, amount, reduced))

// Those that were paid until later than then, the first first.
std::vector<PastPrice> history_after(platform::Reader& reader, const std::vector<Good>& goods,
                                     platform::Time then);
// Deferred.
void insert_history(platform::Tx& tx, const std::vector<PastPrice>& prices);
// Forgets what no reduction can ask for any more.
void prune_history(platform::Tx& tx);

}  // namespace kontor::pricing::store
