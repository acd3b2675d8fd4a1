#include "engine.hpp"

#include "index.hpp"
#include "interpretation.hpp"
#include "matching.hpp"

#include <mutex>
#include <shared_mutex>

namespace kontor::bench {

namespace {

using namespace kontor::search;

platform::Uuid id_of(std::uint32_t number) {
    platform::Uuid id;
    for (std::size_t byte = 0; byte < 4; ++byte)
        id.bytes[byte] = static_cast<std::uint8_t>(number >> (24 - 8 * byte));
    return id;
}

struct Shared {
    Index index{{"en"}};
    Synonyms synonyms;
    std::shared_mutex mutex;
};

void put(Index& index, const Goods& goods, std::int64_t price) {
    std::string attributes;
    for (const auto& value : goods.facets()) attributes.append(value).append(" ");
    Indexed product;
    product.product = id_of(goods.number);
    product.price = price;
    product.available = true;
    product.rating_milli = static_cast<std::uint32_t>(goods.rating * 1000);
    product.sold = static_cast<std::uint32_t>(goods.popularity);
    product.title = product.title_words = goods.title;
    product.attribute_words = attributes;
    product.description_words = goods.description;
    product.facets = {{"category", goods.category}, {"brand", goods.brand},
                      {"colour", goods.colour},     {"material", goods.material},
                      {"size", goods.size},         {"year", goods.year}};
    index.put(product);
}

class MemorySession final : public Session {
public:
    explicit MemorySession(Shared& shared) : shared_(shared) {}

    Answer search(const std::vector<std::string>& words) override {
        std::string typed;
        for (const auto& word : words) typed.append(typed.empty() ? "" : " ").append(word);
        return find(typed, Effort::as_typed);
    }
    Answer prefix(const std::string& beginning) override {
        return find(beginning, Effort::as_typed);
    }
    std::string correct(const std::string& word) override {
        return find(word, Effort::with_typos).page.empty() ? "" : word;
    }

private:
    Answer find(const std::string& typed, Effort effort) {
        const std::shared_lock lock(shared_.mutex);
        const Interpretation interpretation(shared_.index, shared_.synonyms, typed);
        Plan plan;
        interpretation.apply(effort, plan);
        plan.sort = Sort::relevance;
        const auto matches = match(shared_.index, plan);
        Answer answer;
        for (const auto& hit : matches.page) answer.page.push_back(hit.document);
        answer.total = matches.total;
        for (const auto& facet : matches.facets) answer.facet_values += facet.values.size();
        return answer;
    }

    Shared& shared_;
};

class MemoryEngine final : public Engine {
public:
    void build(const Corpus& corpus, std::uint32_t products) override {
        for (std::uint32_t number = 0; number < products; ++number) {
            const auto goods = corpus.product(number);
            put(shared_.index, goods, goods.price);
        }
        shared_.index.settle();
        shared_.index.shrink();
    }
    std::uint64_t bytes_on_disk() override { return 0; }
    std::unique_ptr<Session> session() override { return std::make_unique<MemorySession>(shared_); }
    void reprice(const Goods& goods, std::int64_t price) override {
        const std::unique_lock lock(shared_.mutex);
        put(shared_.index, goods, price);
        shared_.index.settle();
    }

private:
    Shared shared_;
};

}  // namespace

std::unique_ptr<Engine> make_memory() {
    return std::make_unique<MemoryEngine>();
}

}  // namespace kontor::bench
