#include "interpretation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace kontor::search {

namespace {

constexpr std::size_t most_words = 24;
constexpr std::size_t most_beginnings = 200;
constexpr std::size_t most_mended = 40;

// Of a hundred.
constexpr std::uint32_t in_a_phrase = 130;
constexpr std::uint32_t exact = 100;
constexpr std::uint32_t inflected = 90;
constexpr std::uint32_t synonymous = 80;
constexpr std::uint32_t begun = 70;
constexpr std::uint32_t one_typo = 55;
constexpr std::uint32_t two_typos = 35;

int typos_allowed(std::size_t letters, Effort effort) {
    struct Least {
        std::size_t for_one;
        std::size_t for_two;
    };
    static constexpr std::array<Least, 3> letters_needed = {{{4, 8}, {3, 6}, {2, 4}}};
    const auto& [for_one, for_two] = letters_needed[static_cast<std::size_t>(effort)];
    return letters < for_one ? 0 : letters < for_two ? 1 : 2;
}

bool is_in(const Postings* postings, DocumentNumber document) {
    if (postings == nullptr) return false;
    PostingsCursor cursor(*postings);
    while (!cursor.done() && cursor.document() < document) cursor.next();
    return !cursor.done() && cursor.document() == document;
}

// The likeliest of what the document has; none where nothing had to be mended at all.
const Term* best_in(const Wanted& wanted, DocumentNumber document) {
    if (std::ranges::none_of(wanted.terms,
                             [](const Term& term) { return term.weight <= one_typo; }))
        return nullptr;
    const Term* best = nullptr;
    for (const auto& term : wanted.terms)
        if (best == nullptr || best->weight < term.weight)
            if (is_in(term.named, document) || is_in(term.described, document)) best = &term;
    return best;
}

}  // namespace

Interpretation::Interpretation(const Index& index, const Synonyms& synonyms, std::string_view typed)
    : index_(index), synonyms_(synonyms), typed_(typed) {
    while (!typed.empty() && words_.size() < most_words) {
        const auto end = std::min(typed.find(' '), typed.size());
        words_.emplace_back(typed.substr(0, end));
        typed.remove_prefix(std::min(end + 1, typed.size()));
    }
}

void Interpretation::apply(Effort effort, Plan& plan) const {
    plan.typed = typed_;
    plan.words.clear();
    for (std::size_t place = 0; place < words_.size(); ++place)
        plan.words.push_back(interpret(place, effort));
    plan.needed = words_.size();
    if (effort == Effort::most_of_it) plan.needed -= words_.size() / 3;
}

Wanted Interpretation::interpret(std::size_t place, Effort effort) const {
    const auto& word = words_[place];
    const bool is_last = place + 1 == words_.size();
    const std::size_t least_to_begin = !is_last ? 3 : words_.size() == 1 ? 2 : 1;
    const auto number = index_.vocabulary().find(word);
    const bool is_known = is_used(number);
    const bool is_doubtful = !is_known || effort != Effort::as_typed;
    Wanted wanted;
    if (is_known) add(number, exact, wanted);
    add_what_means_the_same(word, wanted);
    if (word.size() >= least_to_begin && (is_last || is_doubtful)) add_beginnings(word, wanted);
    const bool makes_sense = effort == Effort::as_typed && !wanted.terms.empty();
    if (is_doubtful && !makes_sense) add_mended(word, effort, wanted);
    weigh(word, wanted);
    if (is_last && place > 0) add_phrases(words_[place - 1] + " " + word, wanted);
    return wanted;
}

void Interpretation::add_phrases(std::string_view two_words, Wanted& wanted) const {
    std::size_t count = 0;
    index_.phrases().beginning_with(two_words, [&](WordNumber phrase) {
        const auto& postings = index_.phrase_postings(phrase);
        if (postings.size() > 0 && ++count <= most_beginnings)
            wanted.terms.push_back({Vocabulary::unknown, &postings, nullptr, in_a_phrase});
    });
}

bool Interpretation::is_used(WordNumber word) const {
    return word != Vocabulary::unknown && index_.places(word).documents() > 0;
}

void Interpretation::add(WordNumber word, std::uint32_t weight, Wanted& wanted) const {
    if (!is_used(word)) return;
    const auto known = std::ranges::find(wanted.terms, word, &Term::word);
    if (known != wanted.terms.end()) return;
    const auto& [named, described] = index_.places(word);
    wanted.terms.push_back({word, &named, &described, weight});
}

void Interpretation::add_what_means_the_same(std::string_view word, Wanted& wanted) const {
    index_.vocabulary().inflections_of(word,
                                       [&](WordNumber other) { add(other, inflected, wanted); });
    if (const auto others = synonyms_.find(word); others != synonyms_.end())
        for (const auto& other : others->second) {
            add(index_.vocabulary().find(other), synonymous, wanted);
            index_.vocabulary().inflections_of(
                other, [&](WordNumber inflection) { add(inflection, synonymous, wanted); });
        }
}

void Interpretation::add_beginnings(std::string_view word, Wanted& wanted) const {
    std::vector<WordNumber> begun_so;
    index_.vocabulary().beginning_with(word, [&](WordNumber other) { begun_so.push_back(other); });
    const auto uses = [&](WordNumber other) { return index_.places(other).documents(); };
    if (begun_so.size() > most_beginnings) {
        std::ranges::nth_element(begun_so, begun_so.begin() + most_beginnings, std::greater{},
                                 uses);
        begun_so.resize(most_beginnings);
    }
    for (const auto other : begun_so) add(other, begun, wanted);
}

void Interpretation::add_mended(std::string_view word, Effort effort, Wanted& wanted) const {
    // A short word that stands alone could be anything.
    const auto boldness = words_.size() == 1 ? std::min(effort, Effort::with_typos) : effort;
    const auto allowed = typos_allowed(letters_of(word).size(), boldness);
    if (allowed == 0) return;
    struct Mended {
        int typos;
        std::uint32_t uses;
        WordNumber word;
    };
    std::vector<Mended> mended;
    index_.vocabulary().similar_to(word, allowed, [&](WordNumber other, int typos) {
        mended.push_back({typos, index_.places(other).documents(), other});
    });
    std::ranges::sort(mended, [](const Mended& left, const Mended& right) {
        return std::pair(left.typos, right.uses) < std::pair(right.typos, left.uses);
    });
    if (mended.size() > most_mended) mended.resize(most_mended);
    for (const auto& [typos, uses, other] : mended)
        add(other, typos < 2 ? one_typo : two_typos, wanted);
}

// By what it most likely means: a rare word that looks like it does not make it rare.
void Interpretation::weigh(std::string_view word, Wanted& wanted) const {
    std::uint32_t likeliest = 0;
    for (const auto& term : wanted.terms)
        if (term.weight >= inflected || wanted.terms.front().weight < inflected)
            likeliest = std::max(likeliest, term.documents());
    const auto share = static_cast<double>(index_.end() + 1) / (likeliest + 1.0);
    wanted.rarity = static_cast<std::uint32_t>(16 * std::log2(1 + share));
    if (word.size() < 2) wanted.rarity /= 2;
}

std::optional<std::string> Interpretation::corrected(const Plan& plan,
                                                     DocumentNumber document) const {
    std::string text;
    bool was_mended = false;
    for (std::size_t index = 0; index < words_.size(); ++index) {
        const auto* best = best_in(plan.words[index], document);
        const bool is_mended = best != nullptr && best->weight <= one_typo;
        was_mended = was_mended || is_mended;
        text.append(text.empty() ? "" : " ")
            .append(is_mended ? index_.vocabulary().text(best->word) : words_[index]);
    }
    return was_mended ? std::optional(text) : std::nullopt;
}

}  // namespace kontor::search
