#include "slugs.hpp"

namespace kontor::catalog {

using namespace platform;

namespace {

std::set<std::string> names_of(const std::vector<PlacedSlug>& slugs) {
    std::set<std::string> names;
    for (const auto& slug : slugs) names.insert(slug.slug);
    return names;
}

}  // namespace

Error slug_taken(SlugKind kind, const PlacedSlug& slug) {
    const std::string name(platform::enum_name(kind));
    return {ErrorKind::conflict,
            "catalog.slug_taken",
            "another " + name + " has the slug '" + slug.slug + "'",
            {{slug.pointer, "taken", "a slug that no other " + name + " has"}}};
}

std::string settle_slug(Tx& tx, SlugKind kind, const std::string& base) {
    return free_slug(base, store::numbered_slugs(tx, kind, {base}));
}

Result<> change_slugs(Tx& tx, SlugKind kind, const platform::Uuid& owner,
                      const std::vector<PlacedSlug>& before, const std::vector<PlacedSlug>& after) {
    const auto had = names_of(before);
    const auto has = names_of(after);
    store::SlugColumns claims;
    for (const auto& slug : has)
        if (!had.contains(slug)) claims.add(owner, slug);
    std::vector<std::string> retired;
    for (const auto& slug : had)
        if (!has.contains(slug)) retired.push_back(slug);

    if (!claims.slugs.empty()) {
        const auto taken = store::taken_slugs(tx, kind, claims.slugs);
        for (const auto& slug : after)
            if (taken.contains(slug.slug)) return slug_taken(kind, slug);
    }
    store::retire_slugs(tx, kind, retired);
    store::claim_slugs(tx, kind, claims);
    return {};
}

}  // namespace kontor::catalog
