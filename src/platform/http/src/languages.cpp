#include "platform/http/languages.hpp"

#include "text.hpp"
#include "weighted_range.hpp"

#include <algorithm>
#include <array>

namespace kontor::platform::http {
namespace {

constexpr int unnamed = -1;
constexpr int no_quality = WeightedRange::no_quality;
constexpr int places = 1024;  // of ranges, told apart where their quality is the same

// Whether tag is part, or part and more: "de" begins "de-AT" but not "den".
bool begins(std::string_view part, std::string_view tag) {
    return tag.size() >= part.size() && equal_ignoring_case(part, tag.substr(0, part.size())) &&
           (tag.size() == part.size() || tag[part.size()] == '-');
}

// What the header wants of each language.
struct Wishes {
    std::array<int, LanguageList::most> of_languages;
    int of_others = unnamed;
};

int score(int quality, int place) {
    return quality == no_quality ? no_quality : quality * places + places - 1 - place;
}

}  // namespace

LanguageList::LanguageList() : value_{*LanguageTag::accept("en")} {}

std::optional<LanguageList> LanguageList::accept(std::vector<LanguageTag> languages) {
    if (languages.empty() || languages.size() > most) return std::nullopt;
    for (std::size_t i = 0; i < languages.size(); ++i)
        if (std::find(languages.begin(), languages.begin() + static_cast<std::ptrdiff_t>(i),
                      languages[i]) != languages.begin() + static_cast<std::ptrdiff_t>(i))
            return std::nullopt;
    LanguageList list;
    list.value_ = std::move(languages);
    return list;
}

// The language itself, else the longest that begins it, else the first that it begins.
std::size_t Languages::best_for(std::string_view range) const {
    std::size_t best = tags_.size();
    std::size_t longest = 0;
    for (std::size_t i = 0; i < tags_.size(); ++i) {
        const auto& tag = tags_[i].value();
        if (begins(tag, range) && tag.size() > longest) best = i, longest = tag.size();
    }
    for (std::size_t i = 0; best == tags_.size() && i < tags_.size(); ++i)
        if (begins(range, tags_[i].value())) return i;
    return best;
}

const std::string& Languages::negotiate(std::string_view accept_language) const {
    if (is_one() || accept_language.empty()) return fallback();
    Wishes wishes;
    wishes.of_languages.fill(unnamed);
    for (int place = 0; !accept_language.empty(); place = std::min(place + 1, places - 1)) {
        const auto range = take_range(accept_language);
        if (!range) return fallback();
        if (range->name.empty()) continue;
        const bool is_any = range->name == "*";
        const auto language = is_any ? 0 : best_for(range->name);
        if (language == tags_.size()) continue;
        auto& wish = is_any ? wishes.of_others : wishes.of_languages[language];
        wish = std::max(wish, score(range->quality, place));
    }
    int best = no_quality;
    const std::string* chosen = &fallback();
    for (std::size_t i = 0; i < tags_.size(); ++i) {
        const int named = wishes.of_languages[i];
        const int wish = named == unnamed ? wishes.of_others : named;
        if (wish > best) best = wish, chosen = &tags_[i].value();
    }
    return *chosen;
}

std::string_view Languages::cache_key(std::string_view target, std::string_view language,
                                      std::string& buffer) const {
    if (is_one() || language == fallback()) return target;
    buffer.assign(language).append(" ").append(target);
    return buffer;
}

}  // namespace kontor::platform::http
