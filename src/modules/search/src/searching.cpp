#include "searching.hpp"

#include "catalog/localise.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace kontor::search {

using catalog::ProductId;
using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

// Fewer hits than this, and what was typed may have been meant otherwise.
constexpr std::size_t next_to_nothing = 3;

Error no_such_attribute(const std::string& name) {
    const auto pointer = "/query/attr." + name;
    return {ErrorKind::invalid,
            "search.no_such_attribute",
            "No product can be filtered by the attribute \"" + name +
                "\"; GET /v1/search without it names those that there are in facets.",
            {{pointer, "not_one_of", "No product has this attribute, or it is not filterable."}}};
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find(',', start), text.size());
        const auto first = text.find_first_not_of(' ', start);
        if (first < end)
            parts.push_back(text.substr(first, text.find_last_not_of(' ', end - 1) - first + 1));
        start = end + 1;
    }
    return parts;
}

// A value may have commas in it itself.
Filters::Choice choice_of(const Index& index, std::uint32_t name, const std::string& text) {
    Filters::Choice choice{name, {}};
    if (const auto value = index.find_value(name, text)) {
        choice.values.push_back(*value);
        return choice;
    }
    for (const auto& part : split(text))
        if (const auto value = index.find_value(name, part)) choice.values.push_back(*value);
    return choice;
}

Filters::Choice category_choice(const Shelves& shelves, const std::string& named) {
    const auto name = shelves.index.find_name(category_facet);
    Filters::Choice choice{name.value_or(0), {}};
    if (!name) return choice;
    for (const auto& part : split(named))
        if (const auto* category = shelves.categories.find(part))
            if (const auto value = shelves.index.find_value(*name, category->id.text()))
                choice.values.push_back(*value);
    return choice;
}

Result<Filters> filters_of(const Shelves& shelves, const Query& query) {
    Filters filters;
    filters.price_min = query.price_min;
    filters.price_max = query.price_max;
    filters.rating_min_milli = static_cast<std::uint32_t>(query.rating_min_milli.value_or(0));
    filters.in_stock = query.in_stock.value_or(false);
    if (query.category) filters.choices.push_back(category_choice(shelves, *query.category));
    for (const auto& [name, text] : query.attributes) {
        const auto known = shelves.index.find_name(name);
        if (!known || name == category_facet || shelves.hidden_attributes.contains(name))
            return no_such_attribute(name);
        filters.choices.push_back(choice_of(shelves.index, *known, text));
    }
    return filters;
}

std::optional<Place> place_of(const Query& query) {
    if (query.after.size() != 2) return std::nullopt;
    const auto product = platform::parse_uuid(query.after[1]);
    if (!product) return std::nullopt;
    return Place{query.after[0], *product};
}

Plan plan_of(const Query& query) {
    Plan plan;
    plan.sort = query.sort;
    plan.limit = query.limit;
    plan.after = place_of(query);
    return plan;
}

const std::string& name_of(const catalog::Category& category, const std::string& language) {
    const auto* name =
        catalog::translated(category.translations, language, &catalog::CategoryTranslation::name);
    return name != nullptr ? *name : category.name;
}

const std::string& slug_of(const catalog::Category& category, const std::string& language) {
    const auto* slug =
        catalog::translated(category.translations, language, &catalog::CategoryTranslation::slug);
    return slug != nullptr ? *slug : category.slug;
}

// Categories by the slug that they have now; of as many, in order of the name.
void name_categories(const Shelves& shelves, const std::string& language,
                     std::vector<Facet>& facets) {
    for (auto& facet : facets) {
        if (facet.name != category_facet) continue;
        for (auto& value : facet.values)
            if (const auto* category = shelves.categories.find(value.value)) {
                value.value = slug_of(*category, language);
                value.label = name_of(*category, language);
            }
        std::ranges::sort(facet.values, [](const FacetValue& left, const FacetValue& right) {
            return std::pair(right.count, left.value) < std::pair(left.count, right.value);
        });
    }
}

Answer answer_of(const Shelves& shelves, const Query& query, const Plan& plan, Matches matches) {
    Answer answer;
    answer.total = matches.total;
    answer.facets = std::move(matches.facets);
    answer.prices = matches.prices;
    answer.ratings = std::move(matches.ratings);
    name_categories(shelves, query.language, answer.facets);
    const bool has_more = matches.page.size() > plan.limit;
    if (has_more) matches.page.resize(plan.limit);
    for (const auto& hit : matches.page)
        answer.page.emplace_back(shelves.index.columns(hit.document).product);
    if (has_more)
        answer.next = {key_text(shelves.index, plan.sort, matches.page.back()),
                       platform::to_string(answer.page.back().uuid())};
    return answer;
}

std::vector<DocumentNumber> documents_of(const Index& index,
                                         const std::vector<platform::Uuid>& products) {
    std::vector<DocumentNumber> documents;
    for (const auto& product : products)
        if (const auto document = index.find(product)) documents.push_back(*document);
    std::ranges::sort(documents);
    return documents;
}

struct Attempt {
    Effort effort;
    bool in_descriptions;
};
constexpr std::array searching{Attempt{Effort::as_typed, true}, Attempt{Effort::with_typos, true},
                               Attempt{Effort::most_of_it, true}};
// Every key pressed asks for a few: a description is only looked at for want of a name.
constexpr std::array suggesting{Attempt{Effort::as_typed, false}, Attempt{Effort::as_typed, true},
                                Attempt{Effort::with_typos, false},
                                Attempt{Effort::with_typos, true}};

// Tries harder as long as not enough is found.
Matches match_words(const Shelves& shelves, const Interpretation& typed,
                    std::span<const Attempt> attempts, std::size_t enough, Plan& plan) {
    Matches matches;
    for (const auto& [effort, in_descriptions] : attempts) {
        typed.apply(effort, plan);
        plan.in_descriptions = in_descriptions;
        matches = match(shelves.index, plan);
        if (matches.total >= enough) break;
    }
    return matches;
}

}  // namespace

Answer list(const Shelves& shelves, const Query& query) {
    auto plan = plan_of(query);
    plan.counting = false;
    if (plan.sort == Sort::relevance) plan.sort = Sort::newest;
    if (query.category) {
        Wanted wanted;
        for (const auto value : category_choice(shelves, *query.category).values)
            if (const auto* postings = shelves.index.of_category(value))
                wanted.terms.push_back({Vocabulary::unknown, postings, nullptr, 0});
        plan.words.push_back(std::move(wanted));
        plan.needed = 1;
    }
    return answer_of(shelves, query, plan, match(shelves.index, plan));
}

Result<Answer> search(const Shelves& shelves, const Query& query,
                      const std::vector<platform::Uuid>& coded) {
    auto filters = filters_of(shelves, query);
    if (!filters) return filters.error();
    auto plan = plan_of(query);
    plan.filters = *std::move(filters);
    if (!query.q || query.q->empty()) {
        if (plan.sort == Sort::relevance) plan.sort = Sort::newest;
        return answer_of(shelves, query, plan, match(shelves.index, plan));
    }
    if (!coded.empty()) {
        plan.only = documents_of(shelves.index, coded);
        return answer_of(shelves, query, plan, match(shelves.index, plan));
    }
    const Interpretation typed(shelves.index, shelves.synonyms, fold(*query.q));
    if (typed.empty()) return Answer{};
    auto matches = match_words(shelves, typed, searching, next_to_nothing, plan);
    const auto best = matches.page.empty() ? std::nullopt : std::optional(matches.page.front());
    auto answer = answer_of(shelves, query, plan, std::move(matches));
    if (best && !plan.after) answer.did_you_mean = typed.corrected(plan, best->document);
    return answer;
}

Suggested suggest(const Shelves& shelves, const std::string& typed, const std::string& language,
                  std::size_t limit) {
    Suggested suggested;
    const Interpretation interpretation(shelves.index, shelves.synonyms, typed);
    if (interpretation.empty()) return suggested;
    const auto begins_a_word = [&](const std::string& name) {
        return (" " + fold(name)).find(" " + typed) != std::string::npos;
    };
    for (const auto& [id, category] : shelves.categories.all())
        if (const auto& name = name_of(category, language);
            suggested.categories.size() < 2 && begins_a_word(name))
            suggested.categories.push_back(
                {SuggestionKind::category, name, slug_of(category, language)});
    Plan plan;
    plan.sort = Sort::relevance;
    plan.limit = limit;
    plan.counting = false;
    const auto matches = match_words(shelves, interpretation, suggesting, 1, plan);
    for (const auto& hit : matches.page)
        if (suggested.products.size() < limit)
            suggested.products.emplace_back(shelves.index.columns(hit.document).product);
    if (!matches.page.empty())
        suggested.did_you_mean = interpretation.corrected(plan, matches.page.front().document);
    return suggested;
}

std::vector<std::string> codes_in(const std::string& folded) {
    constexpr std::size_t shortest = 3;
    std::vector<std::string> codes;
    for_each_word(folded, [&](std::string_view word) {
        if (is_code(word)) codes.emplace_back(word);
    });
    auto whole = squeeze(folded);
    const bool has_digit = std::ranges::any_of(whole, [](char c) { return c >= '0' && c <= '9'; });
    if (has_digit && whole.size() >= shortest) codes.push_back(std::move(whole));
    return codes;
}

}  // namespace kontor::search
