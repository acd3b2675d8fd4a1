// What this process keeps in memory of the read model, brought up to date whenever it is asked.
#pragma once

#include "catalog/category.hpp"
#include "index.hpp"
#include "interpretation.hpp"
#include "store.hpp"

#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <stop_token>

namespace kontor::search {

class Categories {
public:
    Categories() = default;
    explicit Categories(const std::vector<store::CategoryRow>& rows);

    // The slug may be that of any language.
    const catalog::Category* find(const std::string& slug_or_id) const;
    const catalog::Category* find(const catalog::CategoryId& id) const;
    // The category, what contains it, what contains that.
    std::vector<const catalog::Category*> path(const catalog::CategoryId& id) const;
    const std::map<catalog::CategoryId, catalog::Category>& all() const { return categories_; }

private:
    std::map<catalog::CategoryId, catalog::Category> categories_;
    std::map<std::string, catalog::CategoryId> by_slug_;
};

struct Shelves {
    explicit Shelves(const std::vector<std::string>& languages) : index(languages) {}

    Index index;
    Categories categories;
    Synonyms synonyms;
    std::set<std::string> hidden_attributes;
};

// Thread-safe.
class ShopIndex {
public:
    ShopIndex(platform::Database& database, std::vector<std::string> languages)
        : database_(database), shelves_(languages) {}

    // Something was committed since, by whichever process.
    void touch() { ++touched_; }

    // Reads the whole read model; again after a second where that fails, until asked to stop.
    void make_ready(const std::stop_token& stop);
    // Whether it has been read once.
    bool is_ready() const { return known_ != 0; }

    // read(const Shelves&) sees what was committed before the last touch(). The first call reads
    // the whole read model: some seconds for a million products, during which others throw
    // DatabaseUnavailable.
    template <class Read>
    auto read(const Read& read) {
        bring_up_to_date();
        const std::shared_lock lock(mutex_);
        return read(std::as_const(shelves_));
    }

private:
    void bring_up_to_date();
    void load(const store::State& state);
    std::future<std::vector<store::SearchedRow>> page(const std::optional<platform::Uuid>& after);
    void load_dictionary(platform::Reader& reader);
    void apply_changes(platform::Reader& reader);
    void put(std::span<const store::SearchedRow> rows);
    void put(const store::SearchedRow& row);

    platform::Database& database_;
    std::atomic<std::uint64_t> touched_{1};
    std::atomic<std::uint64_t> known_{0};  // of those, what has been read
    std::atomic<bool> stopping_{false};
    std::timed_mutex turn_;  // whose it is to bring it up to date
    std::optional<std::int64_t> revision_;
    std::int64_t dictionary_ = 0;
    std::shared_mutex mutex_;
    Shelves shelves_;
};

}  // namespace kontor::search
