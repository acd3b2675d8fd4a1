// How things get slugs of their own and keep the ones they had.
#pragma once

#include "slug_store.hpp"

namespace kontor::catalog {

using store::SlugKind;

platform::Error slug_taken(SlugKind kind, const PlacedSlug& slug);

// The slug that is free among those of this kind, made from base; of two who make it at the same
// time one gets a unique violation and has to try again.
std::string settle_slug(platform::Tx& tx, SlugKind kind, const std::string& base);

// Claims what after has and before has not, and retires what it has no more. before: nothing for
// something new. Refuses catalog.slug_taken.
platform::Result<> change_slugs(platform::Tx& tx, SlugKind kind, const platform::Uuid& owner,
                                const std::vector<PlacedSlug>& before,
                                const std::vector<PlacedSlug>& after);

// Several that take the same slug at the same time: each time one of them succeeds, and the others
// find it taken when they try again.
template <class Work>
auto again_when_taken(Work work) {
    constexpr int attempts = 16;
    for (int attempt = 1;; ++attempt) {
        try {
            return work();
        } catch (const platform::StatementError& error) {
            if (!error.unique_violation() || attempt == attempts) throw;
        }
    }
}

}  // namespace kontor::catalog
