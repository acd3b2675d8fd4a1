#include "slug_store.hpp"

namespace kontor::catalog::store {

namespace {

std::set<std::string> as_set(std::vector<std::string> values) {
    return {std::make_move_iterator(values.begin()), std::make_move_iterator(values.end())};
}

}  // namespace

std::set<std::string> taken_slugs(Reader& reader, SlugKind kind,
                                  const std::vector<std::string>& slugs) {
    return as_set(reader.all<std::string>(
        "select slug from catalog.slug where kind = $1 and slug = any($2) and current", kind,
        slugs));
}

std::set<std::string> numbered_slugs(Reader& reader, SlugKind kind,
                                     const std::vector<std::string>& bases) {
    return as_set(reader.all<std::string>(
        "select s.slug from unnest($2::text[]) base join catalog.slug s on s.kind = $1"
        // '.' is the character that follows '-'.
        " and s.slug >= base || '-' and s.slug < base || '.' and s.slug ~ ('^' || base || '-\\d+$')"
        " where s.current"
        " union select slug from catalog.slug where kind = $1 and slug = any($2) and current",
        kind, bases));
}

void claim_slugs(Tx& tx, SlugKind kind, const SlugColumns& claims) {
    if (claims.slugs.empty()) return;
    tx.defer("delete from catalog.slug where kind = $1 and slug = any($2) and not current", kind,
             claims.slugs);
    tx.defer(
        "insert into catalog.slug (kind, slug, owner, current)"
        " select $1, slug, owner, true from unnest($2::text[], $3::uuid[]) claim (slug, owner)",
        kind, claims.slugs, claims.owners);
}

void retire_slugs(Tx& tx, SlugKind kind, const std::vector<std::string>& slugs) {
    if (!slugs.empty())
        tx.defer("update catalog.slug set current = false where kind = $1 and slug = any($2)", kind,
                 slugs);
}

void forget_slugs(Tx& tx, const platform::Uuid& owner) {
    tx.defer("delete from catalog.slug where owner = $1", owner);
}

}  // namespace kontor::catalog::store
