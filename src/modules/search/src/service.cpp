#include "service.hpp"

#include "search/events.hpp"
#include "store.hpp"
#include "words.hpp"

#include <algorithm>

namespace kontor::search {

using platform::Reader;

namespace {

Summary to_summary(store::Row row, platform::Currency currency) {
    Summary summary{catalog::ProductId(row.product),
                    std::move(row.slug),
                    std::move(row.title),
                    std::nullopt,
                    std::nullopt,
                    row.available,
                    std::move(row.image_url)};
    if (row.price) summary.price = platform::Money{*row.price, currency};
    if (row.compare_at) summary.compare_at_price = platform::Money{*row.compare_at, currency};
    return summary;
}

struct Cut {
    std::vector<Summary> data;
    std::vector<std::string> next;
};

// rows: one more than limit when there is a next page.
Cut cut(std::vector<store::Row> rows, std::size_t limit, platform::Currency currency) {
    Cut page;
    if (rows.size() > limit) {
        rows.resize(limit);
        page.next = {rows.back().key, platform::to_string(rows.back().product)};
    }
    for (auto& row : rows) page.data.push_back(to_summary(std::move(row), currency));
    return page;
}

std::optional<store::After> after_of(const Query& query) {
    if (query.after.size() != 2) return std::nullopt;
    const auto product = platform::parse_uuid(query.after[1]);
    if (!product) return std::nullopt;
    return store::After{query.after[0], *product};
}

// Categories first; of each the values found most often.
std::vector<Facet> facets_of(std::vector<store::FacetCount> counts) {
    constexpr std::size_t most_values = 20;
    std::vector<Facet> facets;
    for (auto& [name, value, count] : counts) {
        auto facet = std::ranges::find(facets, name, &Facet::name);
        if (facet == facets.end()) facet = facets.insert(facet, Facet{name, {}});
        if (facet->values.size() < most_values) facet->values.push_back({std::move(value), count});
    }
    std::ranges::sort(facets, [](const Facet& left, const Facet& right) {
        return std::pair(left.name != category_facet, left.name) <
               std::pair(right.name != category_facet, right.name);
    });
    return facets;
}

// Nothing when words were typed and none of them can be searched for.
std::optional<store::Criteria> criteria_of(const Query& query) {
    store::Criteria criteria{{},
                             query.category,
                             query.attributes,
                             query.price_min,
                             query.price_max,
                             query.in_stock.value_or(false)};
    if (query.q && !query.q->empty()) {
        criteria.words = query_of(*query.q);
        if (criteria.words.empty()) return std::nullopt;
    }
    return criteria;
}

}  // namespace

Listing Service::list(const Query& query) {
    return database_.read([&](Reader& reader) -> Listing {
        auto page =
            cut(store::list(reader, query.sort, query.category, after_of(query), query.limit + 1),
                query.limit, currency_);
        return {std::move(page.data), std::move(page.next)};
    });
}

Found Service::search(const Query& query) {
    const auto criteria = criteria_of(query);
    if (!criteria) return {};
    auto hits = find(*criteria, query);
    auto page = cut(std::move(hits.page), query.limit, currency_);
    return {std::move(page.data), std::move(page.next), hits.counts.total,
            facets_of(std::move(hits.counts.facets))};
}

store::Hits Service::find(const store::Criteria& criteria, const Query& query) {
    const auto after = after_of(query);
    return database_.read([&](Reader& reader) -> store::Hits {
        if (auto counts = broad_counts_.find(criteria)) {
            auto page = store::page(reader, criteria, query.sort, after, query.limit + 1);
            if (page.revision == counts->revision)
                return {*std::move(counts), std::move(page.page)};
        }
        auto hits = store::search(reader, criteria, query.sort, after, query.limit + 1);
        broad_counts_.keep(criteria, hits.counts);
        return hits;
    });
}

std::vector<Suggestion> Service::suggest(const std::string& typed) {
    constexpr std::size_t limit = 8;
    const auto beginning = fold(typed);
    if (beginning.empty()) return {};
    return database_.read([&](Reader& reader) {
        auto found = store::suggest_by_title(reader, beginning, limit);
        const auto words = query_of(typed);
        if (found.size() >= limit || beginning.size() < 3) return found;
        for (auto& other : store::suggest_by_word(reader, words, limit)) {
            const auto known = std::ranges::find(found, other.slug, &Suggestion::slug);
            if (known == found.end() && found.size() < limit) found.push_back(std::move(other));
        }
        return found;
    });
}

std::size_t Service::rebuild(const std::function<void(std::size_t)>& progress) {
    constexpr std::size_t page_size = 500;
    std::optional<catalog::ProductId> after;
    std::size_t done = 0;
    const auto products = size();
    database_.transact([](platform::Tx& tx) {
        store::lock(tx);
        store::forget_unused_facets(tx);
    });
    do {
        after = database_.transact([&](platform::Tx& tx) {
            events_.publish(tx, ListingChanged{});
            return indexer_.rewrite_page(tx, after, page_size);
        });
        done += page_size;
        if (progress) progress(after ? done : products);
    } while (after);
    database_.transact([](platform::Tx& tx) {
        store::lock(tx);
        store::offer_facets_again(tx);
    });
    return size();
}

std::size_t Service::size() {
    return database_.read([](Reader& reader) { return store::size(reader); });
}

}  // namespace kontor::search
