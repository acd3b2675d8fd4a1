#pragma once

#include "search/search.hpp"

#include <stdexcept>

namespace kontor::test {

// A search of which only a few things are asked: those that a test overrides.
class UnaskedSearch : public search::Search {
public:
    search::Listing list(const search::Query&) override { refuse(); }
    platform::Result<search::Found> search(const search::Query&) override { refuse(); }
    std::vector<search::Suggestion> suggest(const std::string&, const std::string&) override {
        refuse();
    }
    std::vector<search::Summary> summaries(const std::vector<catalog::ProductId>&,
                                           const std::string&) override {
        refuse();
    }
    search::SynonymGroups synonyms() override { refuse(); }
    platform::Result<search::SynonymGroups> set_synonyms(const search::SynonymGroups&) override {
        refuse();
    }
    platform::Result<std::size_t> rebuild(const std::function<void(std::size_t)>&) override {
        refuse();
    }
    std::size_t size() override { refuse(); }
    void make_ready(const std::stop_token&) override { refuse(); }
    bool is_ready() override { refuse(); }
    void look_again() override { refuse(); }
    void keep_up() override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw std::logic_error("search is not asked this here"); }
};

}  // namespace kontor::test
