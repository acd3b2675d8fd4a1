#include "category_store.hpp"

#include "columns.hpp"
#include "parts.hpp"
#include "slug_store.hpp"

namespace kontor::catalog::store {

namespace {

const std::string category_sql =
    "select id, slug, name, parent, path, position, seo, translations from catalog.category ";

}  // namespace

std::vector<NamedCategory> named_categories(Reader& reader, const std::vector<std::string>& slugs,
                                            const std::vector<CategoryId>& ids) {
    return reader.all<NamedCategory>(
        "select s.slug as asked, c.id as category_id, c.slug as category_slug,"
        " c.name as category_name from catalog.slug s join catalog.category c on c.id = s.owner"
        " where s.kind = 'category' and s.slug = any($1)"
        " union all select '', id, slug, name from catalog.category where id = any($2)",
        slugs, ids);
}

std::vector<CategoryReference> create_categories(Tx& tx, const std::vector<std::string>& slugs) {
    std::vector<CategoryReference> created;
    if (slugs.empty()) return created;
    std::vector<CategoryId> ids;
    std::vector<std::string> names;
    SlugColumns claims;
    for (const auto& slug : slugs) {
        created.push_back({CategoryId::make(), slug, name_of_slug(slug)});
        ids.push_back(created.back().id);
        names.push_back(created.back().name);
        claims.add(created.back().id.uuid(), slug);
    }
    tx.defer(
        "insert into catalog.category (id, slug, name, path)"
        " select id, slug, name, array[id] from unnest($1::uuid[], $2::text[], $3::text[])"
        "  new (id, slug, name)",
        ids, slugs, names);
    claim_slugs(tx, SlugKind::category, claims);
    return created;
}

std::vector<Category> categories(Reader& reader) {
    return reader.all<Category>(category_sql +
                                "order by array_length(path, 1), position, name, slug");
}

std::optional<Category> category(Reader& reader, const CategoryId& id) {
    return reader.one<Category>(category_sql + "where id = $1", id);
}

std::optional<Category> category_by_slug(Reader& reader, const std::string& slug) {
    return reader.one<Category>(
        category_sql +
            "where id = (select owner from catalog.slug where kind = 'category' and slug = $1)",
        slug);
}

void lock_tree(Tx& tx) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended('catalog.category', 0))");
}

void insert(Tx& tx, const Category& category) {
    tx.defer(
        "insert into catalog.category (id, slug, name, parent, path, position, seo, translations)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        category.id, category.slug, category.name, category.parent, category.path,
        category.position, category.seo, category.translations);
}

void update(Tx& tx, const Category& category) {
    tx.defer(
        "update catalog.category set slug = $2, name = $3, parent = $4, seo = $5,"
        " translations = $6 where id = $1",
        category.id, category.slug, category.name, category.parent, category.seo,
        category.translations);
}

void move(Tx& tx, const CategoryId& id, const std::vector<CategoryId>& former_path,
          const std::vector<CategoryId>& path) {
    tx.defer(
        "update catalog.category set path = $3::uuid[] || path[$2::integer + 1:]"
        " where path @> array[$1::uuid]",
        id, former_path.size(), path);
}

void arrange(Tx& tx, const std::vector<CategoryId>& siblings) {
    tx.defer(
        "update catalog.category c set position = new.place - 1"
        " from unnest($1::uuid[]) with ordinality new (id, place)"
        " where c.id = new.id and c.position <> new.place - 1",
        siblings);
}

CategoryContents contents_of(Reader& reader, const CategoryId& id) {
    return reader
        .one<CategoryContents>(
            "select exists (select from catalog.category where parent = $1) as has_children,"
            " exists (select from catalog.product_category where category = $1) as has_products,"
            " exists (select from catalog.collection where rule_categories @> array[$1::uuid])"
            "  as is_in_rule",
            id)
        .value();
}

std::vector<ProductId> release_products(Tx& tx, const CategoryId& id, platform::Time now) {
    return tx.all<ProductId>(
        "with gone as (delete from catalog.product_category where category = $1 returning product)"
        " update catalog.product p set updated_at = greatest($2, p.updated_at + interval '1 ms')"
        " from gone where p.id = gone.product returning p.id",
        id, now);
}

void remove(Tx& tx, const CategoryId& id) {
    tx.defer("delete from catalog.category where id = $1", id);
    forget_slugs(tx, id.uuid());
}

}  // namespace kontor::catalog::store
