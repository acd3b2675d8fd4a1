#include "engine.hpp"

#include <xapian.h>

#include <filesystem>

namespace kontor::bench {

namespace {

enum Slot : Xapian::valueno { category, brand, colour, price, rating, popularity };

Xapian::Document document_of(Xapian::TermGenerator& words, const Goods& goods) {
    Xapian::Document document;
    words.set_document(document);
    words.index_text_without_positions(goods.title, 5);
    for (const auto& value : goods.facets()) words.index_text_without_positions(value, 2);
    words.index_text_without_positions(goods.description);
    document.add_value(category, goods.category);
    document.add_value(brand, goods.brand);
    document.add_value(colour, goods.colour);
    document.add_value(price, Xapian::sortable_serialise(static_cast<double>(goods.price)));
    document.add_value(rating, Xapian::sortable_serialise(goods.rating));
    document.add_value(popularity, Xapian::sortable_serialise(goods.popularity));
    document.set_data(goods.title);
    return document;
}

class XapianSession final : public Session {
public:
    explicit XapianSession(const std::string& directory) : database_(directory) {}

    Answer search(const std::vector<std::string>& words) override {
        std::vector<Xapian::Query> terms;
        for (const auto& word : words) terms.emplace_back("Z" + stem_(word));
        return find(Xapian::Query(Xapian::Query::OP_AND, terms.begin(), terms.end()));
    }
    Answer prefix(const std::string& beginning) override {
        return find(Xapian::Query(Xapian::Query::OP_WILDCARD, beginning, 100,
                                  Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT));
    }
    std::string correct(const std::string& word) override {
        return database_.get_spelling_suggestion(word, 2);
    }

private:
    Answer find(const Xapian::Query& query) {
        Xapian::Enquire enquire(database_);
        enquire.set_query(query);
        Xapian::ValueCountMatchSpy categories(category), brands(brand), colours(colour);
        enquire.add_matchspy(&categories);
        enquire.add_matchspy(&brands);
        enquire.add_matchspy(&colours);
        const auto found = enquire.get_mset(0, 20, 10'000);
        Answer answer;
        for (auto hit = found.begin(); hit != found.end(); ++hit) answer.page.push_back(*hit - 1);
        answer.total = found.get_matches_estimated();
        for (auto* spy : {&categories, &brands, &colours})
            for (auto value = spy->top_values_begin(20); value != spy->top_values_end(20); ++value)
                ++answer.facet_values;
        return answer;
    }

    Xapian::Database database_;
    Xapian::Stem stem_{"english"};
};

class XapianEngine final : public Engine {
public:
    explicit XapianEngine(std::string directory) : directory_(std::move(directory)) {
        words_.set_stemmer(Xapian::Stem("english"));
        words_.set_flags(Xapian::TermGenerator::FLAG_SPELLING);
    }

    void build(const Corpus& corpus, std::uint32_t products) override {
        database_ = Xapian::WritableDatabase(directory_, Xapian::DB_CREATE_OR_OVERWRITE);
        words_.set_database(database_);
        for (std::uint32_t number = 0; number < products; ++number)
            database_.add_document(document_of(words_, corpus.product(number)));
        database_.commit();
    }

    std::uint64_t bytes_on_disk() override {
        std::uint64_t bytes = 0;
        for (const auto& file : std::filesystem::directory_iterator(directory_))
            bytes += file.file_size();
        return bytes;
    }

    std::unique_ptr<Session> session() override {
        return std::make_unique<XapianSession>(directory_);
    }

    void reprice(const Goods& goods, std::int64_t amount) override {
        auto changed = goods;
        changed.price = amount;
        database_.replace_document(goods.number + 1, document_of(words_, changed));
        database_.commit();
    }

private:
    std::string directory_;
    Xapian::WritableDatabase database_;
    Xapian::TermGenerator words_;
};

}  // namespace

std::unique_ptr<Engine> make_xapian(const std::string& directory) {
    return std::make_unique<XapianEngine>(directory);
}

}  // namespace kontor::bench
