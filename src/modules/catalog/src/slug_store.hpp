// The slugs of products, categories and collections, of all languages, and those that were.
#pragma once

#include "parts.hpp"
#include "platform/db/database.hpp"

namespace kontor::catalog::store {

using platform::Reader;
using platform::Tx;

enum class SlugKind { product, category, collection };
BOOST_DESCRIBE_ENUM(SlugKind, product, category, collection)

// Which of them are in use.
std::set<std::string> taken_slugs(Reader& reader, SlugKind kind,
                                  const std::vector<std::string>& slugs);
// Of those in use base and base-<number>, for each base.
std::set<std::string> numbered_slugs(Reader& reader, SlugKind kind,
                                     const std::vector<std::string>& bases);

// Who gets which slug.
struct SlugColumns {
    std::vector<platform::Uuid> owners;
    std::vector<std::string> slugs;

    void add(const platform::Uuid& owner, const std::string& slug) {
        owners.push_back(owner);
        slugs.push_back(slug);
    }
};

// A slug that is only a redirect becomes its new owner's; one in use is a unique violation.
void claim_slugs(Tx& tx, SlugKind kind, const SlugColumns& claims);
// They lead to their owners by redirect from now on.
void retire_slugs(Tx& tx, SlugKind kind, const std::vector<std::string>& slugs);
void forget_slugs(Tx& tx, const platform::Uuid& owner);

}  // namespace kontor::catalog::store
