#pragma once

#include "corpus.hpp"

#include <memory>

namespace kontor::bench {

struct Answer {
    std::vector<std::uint32_t> page;  // twenty numbers of products, best first
    std::size_t total = 0;
    std::size_t facet_values = 0;
};

// One thread's way into an engine.
class Session {
public:
    virtual ~Session() = default;
    // Every word, by relevance, with the counts of category, brand and colour.
    virtual Answer search(const std::vector<std::string>& words) = 0;
    virtual Answer prefix(const std::string& beginning) = 0;
    virtual std::string correct(const std::string& word) = 0;
};

class Engine {
public:
    virtual ~Engine() = default;
    virtual void build(const Corpus& corpus, std::uint32_t products) = 0;
    virtual std::uint64_t bytes_on_disk() = 0;
    virtual std::unique_ptr<Session> session() = 0;
    // Returns when a session would see it.
    virtual void reprice(const Goods& goods, std::int64_t price) = 0;
};

enum class Facets { counted_in_sql, counted_in_memory };
std::unique_ptr<Engine> make_postgresql(const std::string& dsn, Facets facets);
// The index of the module itself, without the documents that it keeps in PostgreSQL.
std::unique_ptr<Engine> make_memory();
std::unique_ptr<Engine> make_xapian(const std::string& directory);

}  // namespace kontor::bench
