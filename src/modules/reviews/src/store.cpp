#include "store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/row_count.hpp"

#include <limits>

namespace kontor::reviews::store {

using catalog::ProductId;
using platform::ColumnOf;

#define REVIEW                                                                                \
    "select r.id, r.product, r.customer, r.stars, r.title, r.text, r.author, r.status,"       \
    " r.rejection_reason, r.answer, r.answered_at,"                                           \
    " exists (select from reviews.purchase p"                                                 \
    "         where p.customer = r.customer and p.product = r.product) as verified_purchase," \
    " r.helpful, r.created_at, r.updated_at from reviews.review r "

namespace {

struct CountRow {
    std::int64_t one = 0;
    std::int64_t two = 0;
    std::int64_t three = 0;
    std::int64_t four = 0;
    std::int64_t five = 0;
    bool erased = false;
};
BOOST_DESCRIBE_STRUCT(CountRow, (), (one, two, three, four, five, erased))

Counts counts_of(const CountRow& row) {
    return {{row.one, row.two, row.three, row.four, row.five}, row.erased};
}

struct RatedProduct {
    ProductId product;
    CountRow counts;
};
BOOST_DESCRIBE_STRUCT(RatedProduct, (), (product, counts))

// Each is served by an index of its own, in its order.
std::string_view page_of(Sort sort) {
#define PAGE(key)                                                     \
    REVIEW "where r.product = $1 and r.status = 'accepted' and (" key \
           ", r.id) < ($2::bigint, $3::uuid) order by " key " desc, r.id desc limit $4"
    switch (sort) {
        case Sort::helpful:
            return PAGE("r.helpful");
        case Sort::highest:
            return PAGE("r.stars");
        case Sort::lowest:
            return PAGE("(-r.stars)");
        case Sort::newest:
            break;
    }
    return REVIEW
        "where r.product = $1 and r.status = 'accepted' and $2::bigint is not null"
        " and r.id < $3::uuid order by r.id desc limit $4";
#undef PAGE
}

Place beginning() {
    Place place{std::numeric_limits<std::int64_t>::max(), {}};
    platform::Uuid last;
    last.bytes.fill(0xff);
    place.review = ReviewId(last);
    return place;
}

}  // namespace

Rating Counts::rating_of(const ProductId& product) const {
    Rating rating{product, 0, 0};
    std::int64_t sum = 0;
    for (std::size_t stars = 0; stars < with_stars.size(); ++stars) {
        rating.count += with_stars[stars];
        sum += with_stars[stars] * static_cast<std::int64_t>(stars + 1);
    }
    if (rating.count > 0) rating.average_milli = platform::multiply_divide(sum, 1000, rating.count);
    return rating;
}

Review open(Tx& tx, const Review& fresh) {
    // Another request may remove the review between the two statements.
    while (true) {
        tx.defer(
            "insert into reviews.review"
            " (id, product, customer, stars, title, text, author, status, created_at, updated_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            " on conflict (customer, product) do nothing",
            fresh.id, fresh.product, fresh.customer, fresh.stars, fresh.title, fresh.text,
            fresh.author, fresh.status, fresh.created_at, fresh.updated_at);
        if (auto found = own_for_update(tx, fresh.customer, fresh.product))
            return *std::move(found);
    }
}

std::optional<Review> review_for_update(Tx& tx, const ReviewId& id) {
    return tx.one<Review>(REVIEW "where r.id = $1 for update of r", id);
}

std::optional<Review> own_for_update(Tx& tx, const auth::UserId& customer,
                                     const ProductId& product) {
    return tx.one<Review>(REVIEW "where r.customer = $1 and r.product = $2 for update of r",
                          customer, product);
}

std::vector<Review> reviews_for_update(Tx& tx, std::span<const Purchase> purchases) {
    return tx.all<Review>(REVIEW
                          "where (r.customer, r.product) in"
                          " (select * from unnest($1::uuid[], $2::uuid[]))"
                          " order by r.id for update of r",
                          ColumnOf(purchases, &Purchase::customer),
                          ColumnOf(purchases, &Purchase::product));
}

void update(Tx& tx, const Review& review) {
    tx.defer(
        "update reviews.review set stars = $2, title = $3, text = $4, author = $5, status = $6,"
        " rejection_reason = $7, answer = $8, answered_at = $9, updated_at = $10 where id = $1",
        review.id, review.stars, review.title, review.text, review.author, review.status,
        review.rejection_reason, review.answer, review.answered_at, review.updated_at);
}

void remove(Tx& tx, const ReviewId& id) {
    tx.defer("delete from reviews.review where id = $1", id);
}

void append(Tx& tx, const ReviewId& id, const Move& move) {
    tx.defer(
        "insert into reviews.review_event"
        " (review, number, at, actor, from_status, to_status, reason)"
        " select $1::uuid, coalesce(max(number), 0) + 1, $2::timestamptz, $3, $4, $5, $6"
        " from reviews.review_event where review = $1",
        id, move.at, move.actor, move.from, move.to, move.reason);
}

bool add_vote(Tx& tx, const ReviewId& id, const auth::UserId& customer, platform::Time now) {
    if (tx.run("insert into reviews.vote (review, customer, at) values ($1, $2, $3)"
               " on conflict do nothing",
               id, customer, now) == 0)
        return false;
    tx.defer("update reviews.review set helpful = helpful + 1 where id = $1", id);
    return true;
}

bool remove_vote(Tx& tx, const ReviewId& id, const auth::UserId& customer) {
    if (tx.run("delete from reviews.vote where review = $1 and customer = $2", id, customer) == 0)
        return false;
    tx.defer("update reviews.review set helpful = helpful - 1 where id = $1", id);
    return true;
}

Counts count(Tx& tx, const ProductId& product, const std::array<int, 5>& change) {
    tx.defer("insert into reviews.rating (product) values ($1) on conflict (product) do nothing",
             product);
    return counts_of(*tx.one<CountRow>(
        "update reviews.rating set one = one + $2, two = two + $3, three = three + $4,"
        " four = four + $5, five = five + $6 where product = $1"
        " returning one, two, three, four, five, erased",
        product, change[0], change[1], change[2], change[3], change[4]));
}

void mark_erased(Tx& tx, const ProductId& product) {
    tx.defer(
        "insert into reviews.rating (product, erased) values ($1, true)"
        " on conflict (product) do update set erased = true",
        product);
}

Counts counts(Reader& reader, const ProductId& product) {
    const auto row = reader.one<CountRow>(
        "select one, two, three, four, five, erased from reviews.rating where product = $1",
        product);
    return row ? counts_of(*row) : Counts{};
}

std::vector<Rating> ratings(Reader& reader, const std::vector<ProductId>& products) {
    std::vector<Rating> found;
    for (const auto& [product, row] : reader.all<RatedProduct>(
             "select product, one as counts_one, two as counts_two, three as counts_three,"
             " four as counts_four, five as counts_five, erased as counts_erased"
             " from reviews.rating where product = any($1) and not erased"
             " and one + two + three + four + five > 0",
             products))
        found.push_back(counts_of(row).rating_of(product));
    return found;
}

std::vector<Review> of_product(Reader& reader, const ProductId& product,
                               const ReviewFilter& filter) {
    const auto after = filter.after.value_or(beginning());
    return platform::listed<Review>(reader, page_of(filter.sort), product, after.key, after.review,
                                    filter.limit);
}

std::optional<Review> own(Reader& reader, const auth::UserId& customer, const ProductId& product) {
    return reader.one<Review>(REVIEW "where r.customer = $1 and r.product = $2", customer, product);
}

std::vector<Review> all_own(Reader& reader, const auth::UserId& customer) {
    return reader.all<Review>(REVIEW "where r.customer = $1 order by r.product", customer);
}

std::optional<Review> review(Reader& reader, const ReviewId& id) {
    return reader.one<Review>(REVIEW "where r.id = $1", id);
}

std::vector<Review> queue(Reader& reader, const QueueFilter& filter) {
    return platform::listed<Review>(reader,
                                    REVIEW
                                    "where ($1::text is null or r.status = $1)"
                                    " and ($2::uuid is null or r.id < $2)"
                                    " order by r.id desc limit $3",
                                    filter.status, filter.after, filter.limit);
}

std::vector<Move> history(Reader& reader, const ReviewId& id) {
    return reader.all<Move>(
        "select at, actor, from_status as \"from\", to_status as \"to\", reason"
        " from reviews.review_event where review = $1 order by number",
        id);
}

std::vector<WrongRating> wrong_ratings(Reader& reader) {
    return reader.all<WrongRating>(
        "with found as ("
        "  select product, count(*) filter (where stars = 1) as one,"
        "    count(*) filter (where stars = 2) as two, count(*) filter (where stars = 3) as three,"
        "    count(*) filter (where stars = 4) as four, count(*) filter (where stars = 5) as five"
        "  from reviews.review where status = 'accepted' group by product),"
        " both_ways as ("
        "  select product,"
        "    concat_ws(' ', coalesce(c.one, 0), coalesce(c.two, 0), coalesce(c.three, 0),"
        "      coalesce(c.four, 0), coalesce(c.five, 0)) as counted,"
        "    concat_ws(' ', coalesce(f.one, 0), coalesce(f.two, 0), coalesce(f.three, 0),"
        "      coalesce(f.four, 0), coalesce(f.five, 0)) as found"
        "  from reviews.rating c full join found f using (product))"
        " select product, counted, found from both_ways where counted <> found");
}

std::vector<WrongVotes> wrong_votes(Reader& reader) {
    return reader.all<WrongVotes>(
        "select r.id as review, r.helpful as counted, count(v.customer) as found"
        " from reviews.review r left join reviews.vote v on v.review = r.id"
        " group by r.id having r.helpful <> count(v.customer)");
}

}  // namespace kontor::reviews::store
