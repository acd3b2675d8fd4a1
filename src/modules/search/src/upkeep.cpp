// How the read model is made anew and kept up.
#include "platform/audit/deed.hpp"
#include "search/events.hpp"
#include "service.hpp"
#include "words.hpp"

namespace kontor::search {

using platform::Commit;
using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::size_t page_size = 500;

Error rebuilt_elsewhere() {
    return {ErrorKind::conflict, "search.rebuilt_elsewhere",
            "Another reindexing has begun since; this one was given up, that one goes on."};
}

// In the audit log.
struct Dictionary {
    SynonymGroups groups;
};
BOOST_DESCRIBE_STRUCT(Dictionary, (), (groups))

Error bad_synonyms(std::size_t group, const std::string& detail) {
    const auto pointer = "/groups/" + std::to_string(group);
    return {ErrorKind::invalid,
            "search.bad_synonyms",
            "These synonyms cannot be used.",
            {{pointer, "format", detail}}};
}

}  // namespace

std::int64_t Service::begin_rebuild() {
    return database_.transact([&](Tx& tx) {
        const auto state = store::lock(tx);
        indexer_.refresh_dictionary(tx, state);
        return store::begin_shadow(tx, state);
    });
}

void Service::remove_leftovers() {
    while (database_.transact([](Tx& tx) { return store::remove_leftovers(tx, store::state(tx)); },
                              Commit::with_the_next)) {
    }
}

Result<std::size_t> Service::rebuild(const std::function<void(std::size_t)>& progress) {
    const auto shadow = begin_rebuild();
    remove_leftovers();
    std::optional<catalog::ProductId> after;
    std::size_t done = 0;
    do {
        const auto page = database_.transact(
            [&](Tx& tx) -> Result<std::optional<catalog::ProductId>> {
                const auto state = store::lock(tx);
                if (state.shadow != shadow) return rebuilt_elsewhere();
                return indexer_.write_page(tx, state, after, page_size);
            },
            Commit::with_the_next);
        if (!page) return page.error();
        after = *page;
        if (progress) progress(done += page_size);
    } while (after);
    const auto swapped = database_.transact([&](Tx& tx) -> Result<> {
        const auto state = store::lock(tx);
        if (state.shadow != shadow) return rebuilt_elsewhere();
        store::swap_in_shadow(tx, state);
        events_.publish(tx, ListingChanged{});
        return {};
    });
    if (!swapped) return swapped.error();
    index_.touch();
    remove_leftovers();
    return size();
}

void Service::keep_up() {
    constexpr std::size_t at_once = 500;
    if (database_.read([](platform::Reader& reader) { return store::state(reader); }).outdated)
        rebuild({}).value();
    while (database_.transact([&](Tx& tx) {
        const auto state = store::lock(tx);
        const auto products = store::publish_sold(tx, state, at_once);
        store::log_changes(tx, state, products);
        if (!products.empty()) events_.publish(tx, ListingChanged{});
        return !products.empty();
    })) {
    }
}

Result<SynonymGroups> Service::set_synonyms(const SynonymGroups& groups) {
    std::vector<store::SynonymRow> rows;
    for (std::size_t group = 0; group < groups.size(); ++group) {
        if (groups[group].size() < 2) return bad_synonyms(group, "A group has at least two words.");
        for (const auto& text : groups[group]) {
            auto word = fold(text);
            if (word.empty() || word.find(' ') != word.npos)
                return bad_synonyms(group, "\"" + text + "\" is not a single word.");
            rows.push_back({static_cast<std::int64_t>(group), std::move(word)});
        }
    }
    const Dictionary before{synonyms()};
    database_.transact([&](Tx& tx) {
        const auto state = store::lock(tx);
        store::write_synonyms(tx, rows);
        store::note_dictionary(tx, state);
        events_.publish(tx, ListingChanged{});
    });
    index_.touch();
    const Dictionary after{synonyms()};
    platform::audit::changed(before, after);
    return after.groups;
}

}  // namespace kontor::search
