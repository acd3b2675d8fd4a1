#include "engine.hpp"

#include "platform/db/database.hpp"
#include "platform/db/pool.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace kontor::bench {

namespace {

using platform::Database;
using platform::Reader;
using platform::Tx;

struct Columns {
    std::map<std::string, std::uint32_t> values;
    std::vector<std::array<std::uint32_t, 6>> facets;
    std::vector<float> popularity;
};

std::string joined(const std::vector<std::string>& words, std::string_view after_last = "") {
    std::string query;
    for (const auto& word : words) query.append(query.empty() ? "'" : " & '").append(word) += '\'';
    return query.append(after_last);
}

struct Found {
    std::vector<std::int64_t> page;
    std::int64_t total = 0;
    std::int64_t facet_values = 0;
};
BOOST_DESCRIBE_STRUCT(Found, (), (page, total, facet_values))

constexpr std::string_view counted_in_sql = R"(
    with query as materialized (select to_tsquery('english', $1) as words),
    found as materialized (
        select d.number, d.facets, ts_rank(d.words, query.words) * d.popularity as rank
          from engines.document d, query where d.words @@ query.words limit 10000),
    counted as (
        select facet, count(*) from found, unnest(facets[1:3]) facet group by facet)
    select array(select number from found order by rank desc limit 20)::bigint[] as page,
           (select count(*) from found) as total,
           (select count(*) from counted) as facet_values)";

class PostgresqlSession final : public Session {
public:
    PostgresqlSession(Database& database, Facets facets, const Columns& columns)
        : database_(database), facets_(facets), columns_(columns) {}

    Answer search(const std::vector<std::string>& words) override { return find(joined(words)); }
    Answer prefix(const std::string& beginning) override { return find(joined({beginning}, ":*")); }

    std::string correct(const std::string& word) override {
        return database_
            .read([&](Reader& reader) {
                return reader.one<std::string>(
                    "select word from engines.word where word operator(public.%) $1"
                    " order by word operator(public.<->) $1, documents desc limit 1",
                    word);
            })
            .value_or("");
    }

private:
    Answer find(const std::string& query) {
        return facets_ == Facets::counted_in_sql ? find_in_sql(query) : find_in_memory(query);
    }

    Answer find_in_sql(const std::string& query) {
        const auto found = database_.read(
            [&](Reader& reader) { return *reader.one<Found>(counted_in_sql, query); });
        Answer answer;
        for (const auto number : found.page)
            answer.page.push_back(static_cast<std::uint32_t>(number));
        answer.total = static_cast<std::size_t>(found.total);
        answer.facet_values = static_cast<std::size_t>(found.facet_values);
        return answer;
    }

    Answer find_in_memory(const std::string& query) {
        auto numbers = database_.read([&](Reader& reader) {
            return *reader.one<std::vector<std::int64_t>>(
                "select array(select number from engines.document"
                " where words @@ to_tsquery('english', $1) limit 10000)::bigint[]",
                query);
        });
        std::vector<std::uint32_t> counts(columns_.values.size());
        for (const auto number : numbers)
            for (std::size_t facet = 0; facet < 3; ++facet)
                ++counts[columns_.facets[static_cast<std::size_t>(number)][facet]];
        Answer answer;
        answer.total = numbers.size();
        answer.facet_values =
            counts.size() - static_cast<std::size_t>(std::ranges::count(counts, 0U));
        const auto first = std::min<std::size_t>(20, numbers.size());
        std::ranges::partial_sort(numbers, numbers.begin() + static_cast<std::ptrdiff_t>(first),
                                  std::greater{}, [&](std::int64_t number) {
                                      return columns_.popularity[static_cast<std::size_t>(number)];
                                  });
        for (std::size_t index = 0; index < first; ++index)
            answer.page.push_back(static_cast<std::uint32_t>(numbers[index]));
        return answer;
    }

    Database& database_;
    Facets facets_;
    const Columns& columns_;
};

class PostgresqlEngine final : public Engine {
public:
    PostgresqlEngine(const std::string& dsn, Facets facets)
        : pool_({.dsn = dsn, .size = 16, .statement_timeout = std::chrono::minutes(30)}),
          database_(pool_, ""),
          facets_(facets) {}

    void build(const Corpus& corpus, std::uint32_t products) override {
        for (const auto* statement :
             {"drop schema if exists engines cascade", "create schema engines",
              "create extension if not exists pg_trgm schema public",
              "create table engines.document (number int primary key, title text not null,"
              " description text not null, price bigint not null, rating real not null,"
              " popularity real not null, facets int[] not null, words tsvector not null)"
              " with (fillfactor = 85)"})
            run(statement);
        constexpr std::uint32_t at_once = 1000;
        for (std::uint32_t number = 0; number < products; number += at_once)
            add(corpus, number, std::min(products, number + at_once));
        for (const auto* statement :
             {"create index on engines.document using gin (words) with (fastupdate = off)",
              "create table engines.word as select word, ndoc as documents"
              " from ts_stat('select to_tsvector(''simple'', title) from engines.document')",
              "create index on engines.word using gin (word public.gin_trgm_ops)",
              "analyze engines.document", "analyze engines.word"})
            run(statement);
    }

    std::uint64_t bytes_on_disk() override {
        return static_cast<std::uint64_t>(*database_.read([](Reader& reader) {
            return reader.one<std::int64_t>(
                "select (pg_total_relation_size('engines.document')"
                " + pg_total_relation_size('engines.word'))::bigint");
        }));
    }

    std::unique_ptr<Session> session() override {
        return std::make_unique<PostgresqlSession>(database_, facets_, columns_);
    }

    void reprice(const Goods& goods, std::int64_t price) override {
        database_.transact([&](Tx& tx) {
            tx.run("update engines.document set price = $1 where number = $2", price,
                   std::int64_t{goods.number});
        });
    }

private:
    void run(const std::string& statement) {
        database_.transact([&](Tx& tx) { tx.run(statement); });
    }

    void add(const Corpus& corpus, std::uint32_t first, std::uint32_t end) {
        std::vector<std::int64_t> numbers, prices;
        std::vector<std::string> titles, heads, descriptions, facets, ratings, popularities;
        for (auto number = first; number < end; ++number) {
            const auto goods = corpus.product(number);
            numbers.push_back(number);
            prices.push_back(goods.price);
            titles.push_back(goods.title);
            std::string head;
            std::string ids = "{";
            auto& columns = columns_.facets.emplace_back();
            for (std::size_t index = 0; const auto& value : goods.facets()) {
                head.append(value).append(" ");
                const auto id = columns_.values
                                    .try_emplace(std::to_string(index) + value,
                                                 static_cast<std::uint32_t>(columns_.values.size()))
                                    .first->second;
                columns[index++] = id;
                ids.append(ids.size() > 1 ? "," : "").append(std::to_string(id));
            }
            columns_.popularity.push_back(static_cast<float>(goods.popularity));
            heads.push_back(head);
            descriptions.push_back(goods.description);
            facets.push_back(ids + "}");
            ratings.push_back(std::to_string(goods.rating));
            popularities.push_back(std::to_string(goods.popularity));
        }
        database_.transact([&](Tx& tx) {
            tx.run(
                "insert into engines.document select n, t, d, p, r::real, q::real, f::int[],"
                " setweight(to_tsvector('english', t), 'A')"
                " || setweight(to_tsvector('english', h), 'B')"
                " || setweight(to_tsvector('english', d), 'D')"
                " from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::bigint[],"
                " $6::text[], $7::text[], $8::text[]) x (n, t, h, d, p, r, q, f)",
                numbers, titles, heads, descriptions, prices, ratings, popularities, facets);
        });
    }

    platform::Pool pool_;
    Database database_;
    Facets facets_;
    Columns columns_;
};

}  // namespace

std::unique_ptr<Engine> make_postgresql(const std::string& dsn, Facets facets) {
    return std::make_unique<PostgresqlEngine>(dsn, facets);
}

}  // namespace kontor::bench
