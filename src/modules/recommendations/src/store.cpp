#include "store.hpp"

#include "platform/db/column_of.hpp"

#include <algorithm>
#include <map>

namespace kontor::recommendations::store {

using catalog::ProductId;
using platform::ColumnOf;

namespace {

// Adds the baskets of the table `learned` to the counts of their products and pairs.
constexpr std::string_view count_learned =
    " counted as (insert into recommendations.product (id, baskets)"
    "  select product, count(*) from learned, unnest(learned.products) product group by 1"
    "  on conflict (id) do update set baskets = product.baskets + excluded.baskets"
    "  returning id, xmax = 0 is_new),"
    " paired as (insert into recommendations.pair (product, other, weight)"
    "  select one, other, sum(pair_weight)"
    "  from learned, unnest(learned.paired) one, unnest(learned.paired) other"
    "  where one <> other group by 1, 2 on conflict (product, other)"
    "  do update set weight = pair.weight + excluded.weight)";

}  // namespace

void lock(Tx& tx) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended('recommendations.basket', 0))");
}

std::vector<ProductId> learn(Tx& tx, const std::vector<Basket>& baskets) {
    const auto paired = [](const Basket& basket) {
        auto first = basket.products;
        first.resize(std::min(first.size(), most_paired_products));
        return first;
    };
    const auto weight = [](const Basket& basket) {
        return weight_of_pair(std::min(basket.products.size(), most_paired_products));
    };
    static const std::string statement =
        "with learned as (insert into recommendations.basket"
        "  (order_id, customer, guest, at, products, paired, pair_weight)"
        "  select id, customer, guest, at, products::uuid[], paired::uuid[], weight"
        "  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[],"
        "   $6::text[], $7::bigint[]) one (id, customer, guest, at, products, paired, weight)"
        "  on conflict do nothing returning *)," +
        std::string(count_learned) +
        ", credited as (update recommendations.click set order_id = learned.order_id from learned"
        "  where (click.customer = learned.customer or click.guest = learned.guest)"
        "  and click.product = any(learned.products)"
        "  and click.order_id is null"
        "  and learned.at between click.at and click.at + interval '24 hours')"
        " select id from counted where is_new";
    return tx.all<ProductId>(
        statement, ColumnOf(baskets, &Basket::order), ColumnOf(baskets, &Basket::customer),
        ColumnOf(baskets, &Basket::guest), ColumnOf(baskets, &Basket::at),
        ColumnOf(baskets, &Basket::products), ColumnOf(baskets, paired), ColumnOf(baskets, weight));
}

void hand_over(Tx& tx, const std::vector<orders::OrderClaimed>& claimed) {
    tx.defer(
        "update recommendations.basket b set customer = one.customer, guest = null"
        " from unnest($1::uuid[], $2::uuid[]) one (order_id, customer)"
        " where b.order_id = one.order_id",
        ColumnOf(claimed, &orders::OrderClaimed::order),
        ColumnOf(claimed, &orders::OrderClaimed::customer));
}

void forget(Tx& tx, const std::vector<orders::OrderId>& orders) {
    tx.defer(
        "with gone as (delete from recommendations.basket where order_id = any($1::uuid[])"
        "  returning *),"
        " counts as (select product, count(*) baskets from gone, unnest(gone.products) product"
        "  group by 1),"
        " pairs as (select one, other, sum(pair_weight) weight"
        "  from gone, unnest(gone.paired) one, unnest(gone.paired) other"
        "  where one <> other group by 1, 2),"
        " fewer as (update recommendations.product set baskets = product.baskets - counts.baskets"
        "  from counts where product.id = counts.product),"
        " lighter as (update recommendations.pair set weight = pair.weight - pairs.weight"
        "  from pairs where pair.product = pairs.one and pair.other = pairs.other)"
        " update recommendations.click set order_id = null where order_id = any($1::uuid[])",
        orders);
}

void describe(Tx& tx, const std::vector<Product>& described) {
    std::vector<ProductId> ids;
    std::map<std::string, std::int64_t> more;
    for (const auto& product : described) {
        ids.push_back(product.id);
        for (const auto& term : product.terms) ++more[term];
    }
    for (const auto& before : products(tx, ids))
        for (const auto& term : before.terms) --more[term];
    std::erase_if(more, [](const auto& one) { return one.second == 0; });

    tx.defer(
        "insert into recommendations.product (id, listed, terms) select id, listed, terms::text[]"
        " from unnest($1::uuid[], $2::boolean[], $3::text[]) one (id, listed, terms)"
        " on conflict (id) do update set listed = excluded.listed, terms = excluded.terms"
        " where (product.listed, product.terms) is distinct from (excluded.listed, excluded.terms)",
        ids, ColumnOf(described, &Product::listed), ColumnOf(described, &Product::terms));
    if (more.empty()) return;
    using Term = std::pair<const std::string, std::int64_t>;
    tx.defer(
        "insert into recommendations.term (term, products)"
        " select * from unnest($1::text[], $2::bigint[]) on conflict (term)"
        " do update set products = term.products + excluded.products",
        ColumnOf(more, &Term::first), ColumnOf(more, &Term::second));
}

void forget_descriptions(Tx& tx) {
    tx.defer("update recommendations.product set listed = false, terms = '{}' where listed");
    tx.defer("delete from recommendations.term");
}

namespace {

// Answers the last of the page.
std::optional<orders::OrderId> count_page(Tx& tx, const orders::OrderId& after) {
    static const std::string statement =
        "with learned as (select * from recommendations.basket where order_id > $1::uuid"
        "  order by order_id limit 10000)," +
        std::string(count_learned) + " select order_id from learned order by order_id desc limit 1";
    return tx.one<orders::OrderId>(statement, after);
}

}  // namespace

std::size_t count_again(Tx& tx) {
    tx.defer("delete from recommendations.pair");
    tx.defer("update recommendations.product set baskets = 0 where baskets <> 0");
    std::optional<orders::OrderId> last{orders::OrderId{}};
    while (last) last = count_page(tx, *last);
    return *tx.one<std::size_t>("select count(*) from recommendations.basket");
}

bool is_listed(Reader& reader, const ProductId& id) {
    return *reader.one<bool>(
        "select exists(select from recommendations.product where id = $1::uuid and listed)", id);
}

std::vector<Product> products(Reader& reader, const std::vector<ProductId>& ids) {
    return reader.all<Product>(
        "select id, listed, terms from recommendations.product where id = any($1::uuid[])", ids);
}

namespace {

struct TermCount {
    std::string term;
    std::int64_t products = 0;
};
BOOST_DESCRIBE_STRUCT(TermCount, (), (term, products))

}  // namespace

Frequencies frequencies(Reader& reader, const Terms& terms) {
    Frequencies found;
    for (auto& [term, count] : reader.all<TermCount>(
             "select term, products from recommendations.term where term = any($1::text[])", terms))
        found.emplace(std::move(term), count);
    return found;
}

std::vector<std::vector<ProductId>> baskets_of(Reader& reader, const auth::UserId& customer) {
    return reader.all<std::vector<ProductId>>(
        "select products from recommendations.basket where customer = $1::uuid"
        " order by at desc limit 20",
        customer);
}

std::vector<BoughtTogether> bought_together(Reader& reader, const std::vector<ProductId>& products,
                                            std::size_t most_of_each) {
    return reader.all<BoughtTogether>(
        "select seed.id seed, pair.other, pair.weight, seed.baskets seed_baskets,"
        "  other.baskets other_baskets"
        " from recommendations.product seed cross join lateral"
        "  (select other, weight from recommendations.pair"
        "   where product = seed.id and weight > 0 order by weight desc, other limit $2::bigint)"
        "  pair"
        " join recommendations.product other on other.id = pair.other and other.listed"
        " where seed.id = any($1::uuid[])",
        products, most_of_each);
}

std::vector<Sharing> sharing(Reader& reader, const std::vector<Product>& products,
                             std::size_t most_of_each) {
    auto seeds = products;
    std::erase_if(seeds, [](const Product& seed) { return seed.terms.empty(); });
    if (seeds.empty()) return {};
    return reader.all<Sharing>(
        "select seed.id seed, other.id other, other.baskets other_baskets, other.terms"
        " from unnest($1::uuid[], $2::text[]) seed (id, terms) cross join lateral"
        "  (select id, baskets, terms from recommendations.product"
        "   where terms && seed.terms::text[] and id <> seed.id"
        "   order by baskets desc, id limit $3::bigint) other",
        ColumnOf(seeds, &Product::id), ColumnOf(seeds, &Product::terms), most_of_each);
}

std::vector<Popular> popular(Reader& reader, std::size_t most) {
    return reader.all<Popular>(
        "select id product, baskets from recommendations.product where listed and baskets > 0"
        " order by baskets desc, id limit $1::bigint",
        most);
}

std::int64_t listed_products(Reader& reader) {
    return *reader.one<std::int64_t>("select count(*) from recommendations.product where listed");
}

double bought_again(Reader& reader) {
    return *reader.one<double>(
        "select coalesce(avg((product = any(earlier.products))::int), 0)::float8"
        " from (select customer, at, products from recommendations.basket"
        "  where customer is not null order by at desc limit 1000) lately"
        " cross join lateral (select array_agg(product) products from"
        "  (select products from recommendations.basket before"
        "   where before.customer = lately.customer and before.at < lately.at"
        "   order by at desc limit 20) before, unnest(before.products) product) earlier"
        " cross join unnest(lately.products) product where earlier.products is not null");
}

}  // namespace kontor::recommendations::store
