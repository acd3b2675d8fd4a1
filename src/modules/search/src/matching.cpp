#include "matching.hpp"

#include "candidates.hpp"
#include "facet_counts.hpp"

#include <bit>
#include <charconv>

namespace kontor::search {

namespace {

bool is_descending(Sort sort) {
    return sort != Sort::price_asc && sort != Sort::title;
}

// Orders hits as a sort does: by its key, then by the product.
class Order {
public:
    Order(const Index& index, const Plan& plan) : index_(index), sort_(plan.sort) {
        if (!plan.after) return;
        after_ = *plan.after;
        const auto& text = after_->key;
        std::from_chars(text.data(), text.data() + text.size(), after_key_);
    }

    std::int64_t key(DocumentNumber document, std::int64_t score) const {
        const auto& figures = index_.figures(document);
        switch (sort_) {
            case Sort::relevance:
                return score;
            case Sort::price_asc:
                return figures.price;
            case Sort::price_desc:
                return figures.price == no_price ? -1 : figures.price;
            case Sort::rating:
                return figures.rating_milli;
            case Sort::popularity:
                return index_.columns(document).sold;
            case Sort::newest:
            case Sort::title:
                break;
        }
        return 0;
    }

    bool comes_first(const Hit& left, const Hit& right) const {
        auto order = sort_ == Sort::title
                         ? index_.title(left.document) <=> index_.title(right.document)
                         : left.key <=> right.key;
        if (order == 0)
            order =
                index_.columns(left.document).product <=> index_.columns(right.document).product;
        return is_descending(sort_) ? order > 0 : order < 0;
    }

    bool is_beyond(const Hit& hit) const {
        if (!after_) return true;
        const auto& product = index_.columns(hit.document).product;
        if (sort_ == Sort::title)
            return std::pair(index_.title(hit.document), product) >
                   std::pair(std::string_view(after_->key), after_->product);
        const auto here = std::pair(hit.key, product);
        const auto there = std::pair(after_key_, after_->product);
        return is_descending(sort_) ? here < there : here > there;
    }

private:
    const Index& index_;
    Sort sort_;
    std::optional<Place> after_;
    std::int64_t after_key_ = 0;
};

// Takes candidates, keeps the best and counts the rest.
class Collector {
public:
    Collector(const Index& index, const Plan& plan)
        : index_(index), plan_(plan), order_(index, plan), counts_(index, plan) {}

    void take(DocumentNumber document, std::uint32_t text_score, std::uint32_t in_title) {
        if (!index_.figures(document).alive) return;
        const auto verdict = counts_.judge(document);
        if (plan_.counting) counts_.count(document, verdict);
        if (verdict != FacetCounts::passed) return;
        ++total_;
        if (plan_.sort != Sort::relevance)
            keep({document, order_.key(document, 0)});
        else if (can_be_among_the_best(text_score, in_title))
            keep({document, order_.key(document, relevance(document, text_score, in_title))});
    }

    Matches matches() {
        std::ranges::sort_heap(best_, [this](const Hit& left, const Hit& right) {
            return order_.comes_first(left, right);
        });
        if (!plan_.counting) return {std::move(best_), total_, {}, {}, {}};
        return {std::move(best_), total_, counts_.facets(), counts_.prices(), counts_.ratings()};
    }

private:
    void keep(const Hit& hit) {
        const auto comes_first = [this](const Hit& left, const Hit& right) {
            return order_.comes_first(left, right);
        };
        if (!order_.is_beyond(hit)) return;
        if (best_.size() > plan_.limit) {
            if (!order_.comes_first(hit, best_.front())) return;
            std::ranges::pop_heap(best_, comes_first);
            best_.pop_back();
        }
        best_.push_back(hit);
        std::ranges::push_heap(best_, comes_first);
    }

    // Most hits are not: they are spared the look at their title.
    bool can_be_among_the_best(std::int64_t text, std::uint32_t in_title) const {
        if (best_.size() <= plan_.limit) return true;
        if (in_title > 0) text += text / 2;
        if (in_title == plan_.words.size()) text *= 3;
        return text * most_boost / 100 >= best_.front().key;
    }

    // The text counts most: a title that is all that was typed, then one that begins so, then one
    // with little else. Of what is alike, that which sells, is liked and can be had comes first.
    std::int64_t relevance(DocumentNumber document, std::int64_t text,
                           std::uint32_t in_title) const {
        const auto& row = index_.columns(document);
        if (row.title_words > 0)
            text += text / 2 * std::min<std::int64_t>(in_title, row.title_words) / row.title_words;
        if (in_title == plan_.words.size()) {
            const auto title = index_.title(document);
            if (title.starts_with(plan_.typed)) text *= title.size() == plan_.typed.size() ? 3 : 2;
        }
        std::int64_t boost = 100 + std::min<std::int64_t>(4 * std::bit_width(row.sold), 60);
        const auto& figures = index_.figures(document);
        if (figures.available) boost += 10;
        if (figures.rating_milli > 0)
            boost += (std::min<std::int64_t>(figures.rating_milli, 5000) - 3000) / 200;
        return text * boost / 100;
    }
    static constexpr std::int64_t most_boost = 100 + 60 + 10 + (5000 - 3000) / 200;

    const Index& index_;
    const Plan& plan_;
    Order order_;
    FacetCounts counts_;
    std::vector<Hit> best_;
    std::size_t total_ = 0;
};

}  // namespace

Matches match(const Index& index, const Plan& plan) {
    Collector collector(index, plan);
    if (plan.only) {
        for (const auto document : *plan.only) collector.take(document, 1000, 0);
    } else if (!plan.words.empty()) {
        Candidates(plan).for_each(
            [&](DocumentNumber document, std::uint32_t score, std::uint32_t in_title) {
                collector.take(document, score, in_title);
            });
    } else {
        // The newest, which most lists begin with, have the greatest numbers.
        for (auto document = index.end(); document-- > 0;) collector.take(document, 0, 0);
    }
    return collector.matches();
}

std::string key_text(const Index& index, Sort sort, const Hit& hit) {
    return sort == Sort::title ? std::string(index.title(hit.document)) : std::to_string(hit.key);
}

}  // namespace kontor::search
