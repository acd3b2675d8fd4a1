#include "shop_index.hpp"

#include "platform/json/json.hpp"
#include "platform/telemetry/log.hpp"
#include "words.hpp"

#include <malloc.h>

#include <algorithm>
#include <condition_variable>

namespace kontor::search {

using platform::Reader;

namespace {

constexpr std::size_t read_at_once = 5000;
constexpr std::size_t put_at_once = 250;  // while nobody can search

std::vector<std::string> names_of(const catalog::Category& category) {
    std::vector<std::string> names{category.name};
    for (const auto& [language, text] : category.translations)
        if (text.name) names.push_back(*text.name);
    return names;
}

}  // namespace

Categories::Categories(const std::vector<store::CategoryRow>& rows) {
    for (const auto& row : rows) {
        catalog::Category category{row.id, row.slug, row.name, row.parent};
        category.translations =
            platform::json::read<catalog::CategoryTranslations>(row.translations).value();
        by_slug_.emplace(row.slug, row.id);
        for (const auto& [language, text] : category.translations)
            if (text.slug) by_slug_.emplace(*text.slug, row.id);
        categories_.emplace(row.id, std::move(category));
    }
}

const catalog::Category* Categories::find(const catalog::CategoryId& id) const {
    const auto found = categories_.find(id);
    return found == categories_.end() ? nullptr : &found->second;
}

const catalog::Category* Categories::find(const std::string& slug_or_id) const {
    const auto slug = by_slug_.find(slug_or_id);
    if (slug != by_slug_.end()) return find(slug->second);
    const auto id = catalog::CategoryId::parse(slug_or_id);
    return id ? find(*id) : nullptr;
}

std::vector<const catalog::Category*> Categories::path(const catalog::CategoryId& id) const {
    constexpr std::size_t deepest = 32;
    std::vector<const catalog::Category*> path;
    const auto* category = find(id);
    while (category != nullptr && path.size() < deepest) {
        path.push_back(category);
        category = category->parent ? find(*category->parent) : nullptr;
    }
    return path;
}

void ShopIndex::make_ready(const std::stop_token& stop) {
    const std::stop_callback hurry(stop, [this] { stopping_ = true; });
    std::mutex mutex;
    std::condition_variable_any again;
    while (!stop.stop_requested() && !is_ready()) {
        try {
            bring_up_to_date();
        } catch (const std::exception& failure) {
            if (stop.stop_requested()) return;
            platform::log::warning("the search index could not be read; it is tried again",
                                   {{"error", std::string(failure.what())}});
            std::unique_lock lock(mutex);
            again.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
        }
    }
}

void ShopIndex::bring_up_to_date() {
    constexpr auto patience = std::chrono::seconds(2);
    if (known_ == touched_) return;
    const std::unique_lock turn(turn_, patience);
    if (!turn)
        throw platform::DatabaseUnavailable("the search index is still being read; try again soon");
    const auto touched = touched_.load();
    if (known_ == touched) return;
    const auto state = database_.read([](Reader& reader) { return store::state(reader); });
    if (!revision_ || *revision_ < state.log_start) load(state);
    database_.read([&](Reader& reader) {
        if (dictionary_ < state.dictionary) {
            load_dictionary(reader);
            dictionary_ = state.dictionary;
        }
        if (*revision_ < state.revision) apply_changes(reader);
        revision_ = state.revision;
    });
    known_ = touched;
}

std::future<std::vector<store::SearchedRow>> ShopIndex::page(
    const std::optional<platform::Uuid>& after) {
    return std::async(std::launch::async, [this, after] {
        return database_.read(
            [&](Reader& reader) { return store::searched(reader, after, read_at_once); });
    });
}

// The database reads the next page while this one is taken in. What changes meanwhile is in the log
// of changes, after the revision that is noted here.
void ShopIndex::load(const store::State& state) {
    database_.read([this](Reader& reader) { load_dictionary(reader); });
    const std::unique_lock lock(mutex_);
    shelves_.index.clear();
    for (auto next = page({}); next.valid();) {
        const auto rows = next.get();
        if (stopping_) throw platform::DatabaseUnavailable("the search index is given up");
        if (rows.size() == read_at_once) next = page(rows.back().product);
        for (const auto& row : rows) put(row);
    }
    shelves_.index.settle();
    shelves_.index.shrink();
    // The pages were read by threads that are gone: what they kept for themselves is given back.
    ::malloc_trim(0);
    revision_ = state.revision;
    dictionary_ = state.dictionary;
}

void ShopIndex::load_dictionary(Reader& reader) {
    Categories categories(store::categories(reader));
    const auto hidden = store::hidden_attributes(reader);
    std::map<std::int64_t, std::vector<std::string>> groups;
    for (const auto& row : store::synonyms(reader)) groups[row.group].push_back(row.word);
    Synonyms synonyms;
    for (const auto& [number, words] : groups)
        for (const auto& word : words)
            std::ranges::copy_if(words, std::back_inserter(synonyms[word]),
                                 [&](const std::string& other) { return other != word; });
    const std::unique_lock lock(mutex_);
    shelves_.categories = std::move(categories);
    shelves_.synonyms = std::move(synonyms);
    shelves_.hidden_attributes = {hidden.begin(), hidden.end()};
}

void ShopIndex::apply_changes(Reader& reader) {
    platform::Uuid after;
    after.bytes.fill(0xff);
    auto revision = *revision_;
    while (true) {
        const auto rows = store::changed(reader, revision, after, read_at_once);
        put(rows);
        if (rows.size() < read_at_once) return;
        revision = rows.back().revision;
        after = rows.back().product;
    }
}

void ShopIndex::put(std::span<const store::SearchedRow> rows) {
    while (!rows.empty()) {
        const auto some = rows.first(std::min(rows.size(), put_at_once));
        rows = rows.subspan(some.size());
        const std::unique_lock lock(mutex_);
        for (const auto& row : some) put(row);
        shelves_.index.settle();
    }
}

void ShopIndex::put(const store::SearchedRow& row) {
    if (!row.listed) return shelves_.index.remove(row.product);
    Indexed product;
    product.product = row.product;
    product.price = row.price.value_or(no_price);
    product.available = row.available;
    product.rating_milli = static_cast<std::uint32_t>(row.rating_milli);
    product.sold = static_cast<std::uint32_t>(std::min<std::int64_t>(row.sold, UINT32_MAX));
    product.title = row.title_key;
    product.title_words = row.title_words;
    product.description_words = row.description_words;
    auto attribute_words = row.attribute_words;
    std::set<std::string> categories;
    for (const auto& category : row.categories)
        for (const auto* above : shelves_.categories.path(category))
            if (categories.insert(above->id.text()).second)
                for (const auto& name : names_of(*above))
                    attribute_words.append(" ")
                        .append(end_of_phrase)
                        .append(" ")
                        .append(fold(name));
    product.attribute_words = attribute_words;
    for (const auto& category : categories) product.facets.push_back({category_facet, category});
    for (std::string_view rest = row.facets; !rest.empty();) {
        const auto name = rest.substr(0, rest.find(end_of_name));
        rest.remove_prefix(std::min(name.size() + 1, rest.size()));
        const auto value = rest.substr(0, rest.find(end_of_value));
        rest.remove_prefix(std::min(value.size() + 1, rest.size()));
        if (name != category_facet && !shelves_.hidden_attributes.contains(std::string(name)))
            product.facets.push_back({name, value});
    }
    shelves_.index.put(product);
}

}  // namespace kontor::search
