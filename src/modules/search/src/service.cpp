#include "service.hpp"

#include "search/events.hpp"
#include "searching.hpp"
#include "words.hpp"

#include "catalog/localise.hpp"

namespace kontor::search {

using catalog::ProductId;
using platform::Reader;
using platform::Result;

namespace {

Summary to_summary(const store::Row& row, platform::Currency currency,
                   const std::string& language) {
    const auto& translations = row.translations.value;
    const auto* title = catalog::translated(translations, language, &LocalText::title);
    const auto* slug = catalog::translated(translations, language, &LocalText::slug);
    Summary summary;
    summary.id = row.product;
    summary.slug = slug != nullptr ? *slug : row.slug;
    summary.title = title != nullptr ? *title : row.title;
    summary.available = row.available;
    summary.image_url = row.image_url;
    if (row.price) summary.price = platform::Money{*row.price, currency};
    if (row.compare_at) summary.compare_at_price = platform::Money{*row.compare_at, currency};
    summary.rating = reviews::stars_of(row.rating_milli, row.rating_count);
    return summary;
}

}  // namespace

std::vector<Summary> Service::summaries(const std::vector<ProductId>& products,
                                        const std::string& language) {
    std::vector<Summary> summaries;
    if (products.empty()) return summaries;
    for (const auto& row :
         database_.read([&](Reader& reader) { return store::listed(reader, products); }))
        summaries.push_back(to_summary(row, currency_, language));
    return summaries;
}

Listing Service::list(const Query& query) {
    auto answer = index_.read([&](const Shelves& shelves) { return search::list(shelves, query); });
    return {summaries(answer.page, query.language), std::move(answer.next), answer.total};
}

std::vector<platform::Uuid> Service::products_with_codes(const std::string& typed) {
    const auto codes = codes_in(fold(typed));
    if (codes.empty()) return {};
    return database_.read([&](Reader& reader) { return store::with_codes(reader, codes); });
}

Result<Found> Service::search(const Query& query) {
    const auto coded = products_with_codes(query.q.value_or(""));
    auto answer =
        index_.read([&](const Shelves& shelves) { return search::search(shelves, query, coded); });
    if (!answer) return answer.error();
    Found found{summaries(answer->page, query.language), std::move(answer->next),
                static_cast<std::int64_t>(answer->total), std::move(answer->facets)};
    if (const auto& prices = answer->prices)
        found.price = PriceRange{{prices->least, currency_}, {prices->most, currency_}};
    found.ratings = std::move(answer->ratings);
    found.did_you_mean = std::move(answer->did_you_mean);
    return found;
}

std::vector<Suggestion> Service::suggest(const std::string& typed, const std::string& language) {
    constexpr std::size_t limit = 8;
    const auto folded = fold(typed);
    auto found = index_.read(
        [&](const Shelves& shelves) { return search::suggest(shelves, folded, language, limit); });
    std::vector<Suggestion> suggestions;
    if (found.did_you_mean)
        suggestions.push_back({SuggestionKind::query, *std::move(found.did_you_mean), {}});
    for (auto& category : found.categories) suggestions.push_back(std::move(category));
    for (auto& summary : summaries(found.products, language))
        if (suggestions.size() < limit)
            suggestions.push_back(
                {SuggestionKind::product, std::move(summary.title), std::move(summary.slug)});
    return suggestions;
}

std::size_t Service::size() {
    return database_.read([](Reader& reader) { return store::size(reader); });
}

SynonymGroups Service::synonyms() {
    SynonymGroups groups;
    std::optional<std::int64_t> last;
    for (auto& row : database_.read([](Reader& reader) { return store::synonyms(reader); })) {
        if (last != row.group) groups.emplace_back();
        last = row.group;
        groups.back().push_back(std::move(row.word));
    }
    return groups;
}

}  // namespace kontor::search
