// The index in memory against a plain list of products, through many random changes.
#include "index.hpp"
#include "matching.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

using namespace kontor;
using namespace kontor::search;

namespace {

struct Plain {
    std::set<std::string> named;
    std::set<std::string> described;
    std::string colour;
    std::int64_t price = 0;
    bool available = false;
    std::uint32_t rating_milli = 0;

    bool has(const std::string& word, bool also_described) const {
        return named.contains(word) || (also_described && described.contains(word));
    }
};

struct Asked {
    std::vector<std::string> words;
    std::size_t needed;  // of them
    bool in_descriptions;
    bool in_stock;
};

std::string joined(const std::set<std::string>& words) {
    std::string text;
    for (const auto& word : words) text.append(text.empty() ? "" : " ").append(word);
    return text;
}

platform::Uuid id_of(std::uint32_t number) {
    platform::Uuid id;
    id.bytes[14] = static_cast<std::uint8_t>(number >> 8);
    id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
}

class Pair {
public:
    Index index{{"en"}};
    std::map<std::uint32_t, Plain> plain;

    void put(std::uint32_t number, const Plain& product) {
        const auto title = joined(product.named);
        const auto description = joined(product.described);
        Indexed indexed;
        indexed.product = id_of(number);
        indexed.price = product.price;
        indexed.available = product.available;
        indexed.rating_milli = product.rating_milli;
        indexed.title = indexed.title_words = title;
        indexed.description_words = description;
        indexed.facets = {{"colour", product.colour}};
        index.put(indexed);
        plain[number] = product;
    }

    void remove(std::uint32_t number) {
        index.remove(id_of(number));
        plain.erase(number);
    }

    // By price, those that have enough of the words, and what could still be chosen.
    void check(const Asked& asked) {
        const auto matches = match(index, plan_of(asked));
        std::set<std::pair<std::int64_t, platform::Uuid>> expected;
        std::map<std::string, std::int64_t> colours;
        std::vector<std::int64_t> rated(5);
        for (const auto& [number, product] : plain) {
            const auto has = std::ranges::count_if(asked.words, [&](const std::string& word) {
                return product.has(word, asked.in_descriptions);
            });
            if (static_cast<std::size_t>(has) < asked.needed) continue;
            if (asked.in_stock && !product.available) continue;
            expected.emplace(product.price, id_of(number));
            ++colours[product.colour];
            for (auto stars = product.rating_milli / 1000; stars > 0; --stars) ++rated[5 - stars];
        }
        CHECK(matches.total == expected.size());
        std::vector<std::pair<std::int64_t, platform::Uuid>> found;
        for (const auto& hit : matches.page)
            found.emplace_back(hit.key, index.columns(hit.document).product);
        CHECK(found == std::vector(expected.begin(), expected.end()));
        std::map<std::string, std::int64_t> counted;
        for (const auto& facet : matches.facets)
            for (const auto& value : facet.values) counted[value.value] = value.count;
        CHECK(counted == colours);
        REQUIRE(matches.prices.has_value() == !expected.empty());
        if (matches.prices) {
            CHECK(matches.prices->least == expected.begin()->first);
            CHECK(matches.prices->most == expected.rbegin()->first);
        }
        for (std::size_t place = 0; place < matches.ratings.size(); ++place)
            CHECK(matches.ratings[place].count == rated[place]);
    }

private:
    Plan plan_of(const Asked& asked) const {
        Plan plan;
        plan.sort = Sort::price_asc;
        plan.limit = 10'000;
        plan.needed = asked.needed;
        plan.in_descriptions = asked.in_descriptions;
        plan.filters.in_stock = asked.in_stock;
        for (const auto& word : asked.words) {
            auto& wanted = plan.words.emplace_back();
            const auto number = index.vocabulary().find(word);
            if (number == Vocabulary::unknown) continue;
            const auto& [named, described] = index.places(number);
            wanted.terms.push_back({number, &named, &described, 100});
        }
        return plan;
    }
};

std::string word(std::mt19937& random, std::uint32_t end) {
    return "w" + std::to_string(random() % end);
}

}  // namespace

TEST_CASE("an index finds what a plain look through all products finds, whatever changed") {
    std::mt19937 random(7);
    Pair pair;
    for (int round = 0; round < 60; ++round) {
        for (int change = 0; change < 500; ++change) {
            const auto number = static_cast<std::uint32_t>(random() % 3000);
            if (random() % 5 == 0) {
                pair.remove(number);
                continue;
            }
            Plain product;
            for (auto words = 1 + random() % 6; words > 0; --words)
                (random() % 2 == 0 ? product.named : product.described).insert(word(random, 20));
            product.colour = "c" + std::to_string(random() % 7);
            product.price = static_cast<std::int64_t>(random() % 50);
            product.available = random() % 2 == 0;
            product.rating_milli = static_cast<std::uint32_t>(random() % 5001);
            pair.put(number, product);
        }
        pair.index.settle();
        CHECK(pair.index.size() == pair.plain.size());
        std::set<std::string> words;
        while (words.size() < 3) words.insert(word(random, 20));
        for (std::size_t needed = 1; needed <= 3; ++needed)
            pair.check({{words.begin(), words.end()}, needed, round % 3 == 0, round % 2 == 0});
    }
    // Of some thirty thousand changes the dead are forgotten in between.
    CHECK(pair.index.end() < 20'000);
}

TEST_CASE(
    "postings keep documents and which have it in the title, with small gaps and large ones") {
    std::mt19937 random(7);
    Postings postings;
    std::vector<std::pair<DocumentNumber, bool>> expected;
    DocumentNumber document = 0;
    for (int entry = 0; entry < 5000; ++entry) {
        const bool in_title = random() % 3 == 0;
        expected.emplace_back(document, in_title);
        postings.add(document, in_title);
        document += 1 + (entry % 100 == 0 ? random() % 10'000'000 : random() % 40);
    }
    std::vector<std::pair<DocumentNumber, bool>> found;
    for (PostingsCursor cursor(postings); !cursor.done(); cursor.next())
        found.emplace_back(cursor.document(), cursor.in_title());
    CHECK(found == expected);
    CHECK(postings.size() == 5000);
    CHECK(postings.bytes() < 12'000);
}

TEST_CASE("a value of a facet is counted as long as a product has it") {
    Pair pair;
    pair.put(1, {{"a"}, {}, "red", 1, true});
    pair.put(2, {{"a"}, {}, "red", 1, true});
    pair.put(3, {{"a"}, {}, "blue", 1, true});
    CHECK(pair.index.values_of(0) == 2);
    pair.remove(3);
    CHECK(pair.index.values_of(0) == 1);
    pair.put(1, {{"a"}, {}, "green", 1, true});
    CHECK(pair.index.values_of(0) == 2);
    pair.index.clear();
    CHECK(pair.index.values_of(0) == 0);
    CHECK(pair.index.size() == 0);
}
