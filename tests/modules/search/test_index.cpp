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
    std::set<std::string> words;
    std::string colour;
    std::int64_t price = 0;
    bool available = false;
};

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
        std::string words;
        for (const auto& word : product.words) words.append(words.empty() ? "" : " ").append(word);
        Indexed indexed;
        indexed.product = id_of(number);
        indexed.price = product.price;
        indexed.available = product.available;
        indexed.title = indexed.title_words = words;
        indexed.facets = {{"colour", product.colour}};
        index.put(indexed);
        plain[number] = product;
    }

    void remove(std::uint32_t number) {
        index.remove(id_of(number));
        plain.erase(number);
    }

    // By price, those that have both words, with the colours that there are.
    void check(const std::string& first, const std::string& second, bool in_stock) {
        Plan plan;
        plan.sort = Sort::price_asc;
        plan.limit = 10'000;
        plan.needed = 2;
        plan.filters.in_stock = in_stock;
        for (const auto& word : {first, second}) {
            auto& wanted = plan.words.emplace_back();
            const auto number = index.vocabulary().find(word);
            if (number != Vocabulary::unknown)
                wanted.terms.push_back({number, &index.postings(number), 100});
        }
        std::set<std::pair<std::int64_t, platform::Uuid>> expected;
        std::map<std::string, std::int64_t> colours;
        for (const auto& [number, product] : plain)
            if (product.words.contains(first) && product.words.contains(second) &&
                (product.available || !in_stock)) {
                expected.emplace(product.price, id_of(number));
                ++colours[product.colour];
            }
        const auto matches = match(index, plan);
        CHECK(matches.total == expected.size());
        std::vector<std::pair<std::int64_t, platform::Uuid>> found;
        for (const auto& hit : matches.page)
            found.emplace_back(hit.key, index.columns(hit.document).product);
        CHECK(found == std::vector(expected.begin(), expected.end()));
        std::map<std::string, std::int64_t> counted;
        for (const auto& facet : matches.facets)
            for (const auto& value : facet.values) counted[value.value] = value.count;
        CHECK(counted == colours);
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
                product.words.insert(word(random, 20));
            product.colour = "c" + std::to_string(random() % 7);
            product.price = static_cast<std::int64_t>(random() % 50);
            product.available = random() % 2 == 0;
            pair.put(number, product);
        }
        pair.index.settle();
        CHECK(pair.index.size() == pair.plain.size());
        pair.check(word(random, 20), word(random, 20), round % 2 == 0);
    }
    // Of some thirty thousand changes the dead are forgotten in between.
    CHECK(pair.index.end() < 20'000);
}

TEST_CASE("postings keep documents and fields, with small gaps and large ones") {
    std::mt19937 random(7);
    Postings postings;
    std::vector<std::pair<DocumentNumber, Field>> expected;
    DocumentNumber document = 0;
    for (int entry = 0; entry < 5000; ++entry) {
        const auto field = static_cast<Field>(random() % 3);
        expected.emplace_back(document, field);
        postings.add(document, field);
        document += 1 + (entry % 100 == 0 ? random() % 10'000'000 : random() % 40);
    }
    std::vector<std::pair<DocumentNumber, Field>> found;
    for (PostingsCursor cursor(postings); !cursor.done(); cursor.next())
        found.emplace_back(cursor.document(), cursor.field());
    CHECK(found == expected);
    CHECK(postings.size() == 5000);
    CHECK(postings.bytes() < 16'000);
}

TEST_CASE("a value of a facet is counted as long as a product has it") {
    Pair pair;
    pair.put(1, {{"a"}, "red", 1, true});
    pair.put(2, {{"a"}, "red", 1, true});
    pair.put(3, {{"a"}, "blue", 1, true});
    CHECK(pair.index.values_of(0) == 2);
    pair.remove(3);
    CHECK(pair.index.values_of(0) == 1);
    pair.put(1, {{"a"}, "green", 1, true});
    CHECK(pair.index.values_of(0) == 2);
    pair.index.clear();
    CHECK(pair.index.values_of(0) == 0);
    CHECK(pair.index.size() == 0);
}
