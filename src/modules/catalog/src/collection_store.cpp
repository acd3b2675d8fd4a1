#include "collection_store.hpp"

#include "columns.hpp"
#include "platform/db/row_count.hpp"

namespace kontor::catalog::store {

namespace {

struct CollectionRow {
    CollectionId id;
    std::string slug;
    std::string title;
    std::string description;
    bool published = true;
    Seo seo;
    CollectionTranslations translations;
    platform::Time created_at;
    bool by_rule = false;
    std::optional<std::vector<CategoryId>> rule_categories;
    std::optional<std::map<std::string, std::vector<AttributeValue>>> rule_attributes;
    std::optional<platform::Currency> rule_currency;
    std::optional<std::int64_t> rule_price_min;
    std::optional<std::int64_t> rule_price_max;
    std::optional<std::string> rule_title;
};
BOOST_DESCRIBE_STRUCT(CollectionRow, (),
                      (id, slug, title, description, published, seo, translations, created_at,
                       by_rule, rule_categories, rule_attributes, rule_currency, rule_price_min,
                       rule_price_max, rule_title))

const std::string collection_sql =
    "select id, slug, title, description, published, seo, translations, created_at, by_rule,"
    " rule_categories, rule_attributes, rule_currency, rule_price_min, rule_price_max, rule_title"
    " from catalog.collection ";

CollectionRule rule_of(CollectionRow& row) {
    CollectionRule rule;
    if (row.rule_categories) {
        auto& names = rule.categories.emplace();
        for (const auto& id : *row.rule_categories) names.push_back(id.text());
    }
    rule.attributes = std::move(row.rule_attributes);
    if (row.rule_price_min) rule.price_min = {*row.rule_price_min, row.rule_currency.value()};
    if (row.rule_price_max) rule.price_max = {*row.rule_price_max, row.rule_currency.value()};
    rule.title = std::move(row.rule_title);
    return rule;
}

Collection to_collection(CollectionRow row) {
    Collection collection{row.id, std::move(row.slug), std::move(row.title),
                          std::move(row.description), row.published};
    if (row.by_rule) collection.rule = rule_of(row);
    collection.seo = std::move(row.seo);
    collection.translations = std::move(row.translations);
    collection.created_at = row.created_at;
    return collection;
}

std::optional<Collection> to_collection(std::optional<CollectionRow> row) {
    if (!row) return std::nullopt;
    return to_collection(*std::move(row));
}

// As the rule's columns hold it.
struct RuleColumns {
    bool by_rule = false;
    std::optional<std::vector<CategoryId>> categories;
    std::optional<std::map<std::string, std::vector<AttributeValue>>> attributes;
    std::optional<platform::Currency> currency;
    std::optional<std::int64_t> price_min, price_max;
    std::optional<std::string> title;

    explicit RuleColumns(const std::optional<CollectionRule>& rule) : by_rule(rule.has_value()) {
        if (!rule) return;
        if (rule->categories) {
            categories.emplace();
            for (const auto& name : *rule->categories)
                categories->push_back(CategoryId::parse(name).value());
        }
        attributes = rule->attributes;
        for (const auto& price : {rule->price_min, rule->price_max})
            if (price) currency = price->currency;
        if (rule->price_min) price_min = rule->price_min->amount;
        if (rule->price_max) price_max = rule->price_max->amount;
        title = rule->title;
    }
};

// Whether product p is what collection c wants.
const std::string wanted_sql =
    " (c.rule_title is null or strpos(lower(p.title), lower(c.rule_title)) > 0)"
    " and (c.rule_categories is null or exists (select from catalog.product_category pc"
    "  join catalog.category k on k.id = pc.category"
    "  where pc.product = p.id and k.path && c.rule_categories))"
    " and (c.rule_currency is null or exists (select from catalog.variant v"
    "  join catalog.variant_price x on x.variant = v.id and x.currency = c.rule_currency"
    "  where v.product = p.id and x.amount >= coalesce(c.rule_price_min, 0)"
    "  and x.amount <= coalesce(c.rule_price_max, x.amount)))"
    " and (c.rule_attributes is null or not exists (select from jsonb_each(c.rule_attributes) want"
    "  where (want.value @> (p.attributes -> want.key)) is not true))";

}  // namespace

std::vector<Collection> collections(Reader& reader, const std::optional<CollectionId>& after,
                                    std::size_t limit, bool only_published) {
    std::vector<Collection> found;
    for (auto& row : platform::listed<CollectionRow>(
             reader,
             collection_sql +
                 "where ($1::uuid is null or id < $1) and (published or not $3::boolean)"
                 " order by id desc limit $2",
             after, limit, only_published))
        found.push_back(to_collection(std::move(row)));
    return found;
}

std::optional<Collection> collection(Reader& reader, const CollectionId& id) {
    return to_collection(reader.one<CollectionRow>(collection_sql + "where id = $1", id));
}

std::optional<Collection> collection_by_slug(Reader& reader, const std::string& slug) {
    return to_collection(reader.one<CollectionRow>(
        collection_sql +
            "where id = (select owner from catalog.slug where kind = 'collection' and slug = $1)",
        slug));
}

std::optional<Collection> collection_for_update(Tx& tx, const CollectionId& id) {
    return to_collection(tx.one<CollectionRow>(collection_sql + "where id = $1 for update", id));
}

void insert(Tx& tx, const Collection& collection) {
    const RuleColumns rule(collection.rule);
    tx.defer(
        "insert into catalog.collection (id, slug, title, description, published, seo,"
        " translations, created_at, by_rule, rule_categories, rule_attributes, rule_currency,"
        " rule_price_min, rule_price_max, rule_title)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        collection.id, collection.slug, collection.title, collection.description,
        collection.published, collection.seo, collection.translations, collection.created_at,
        rule.by_rule, rule.categories, rule.attributes, rule.currency, rule.price_min,
        rule.price_max, rule.title);
}

void update(Tx& tx, const Collection& collection) {
    const RuleColumns rule(collection.rule);
    tx.defer(
        "update catalog.collection set slug = $2, title = $3, description = $4, published = $5,"
        " seo = $6, translations = $7, by_rule = $8, rule_categories = $9, rule_attributes = $10,"
        " rule_currency = $11, rule_price_min = $12, rule_price_max = $13, rule_title = $14"
        " where id = $1",
        collection.id, collection.slug, collection.title, collection.description,
        collection.published, collection.seo, collection.translations, rule.by_rule,
        rule.categories, rule.attributes, rule.currency, rule.price_min, rule.price_max,
        rule.title);
}

void remove(Tx& tx, const CollectionId& id) {
    tx.defer("delete from catalog.collection where id = $1", id);
}

std::vector<CollectionPlace> places(Reader& reader, const CollectionId& id,
                                    const std::optional<CollectionPlace>& after,
                                    std::size_t limit) {
    const auto position = after ? after->position : -1;
    const auto product = after ? after->product : ProductId();
    return platform::listed<CollectionPlace>(
        reader,
        "select cp.position, cp.product from catalog.collection_product cp"
        " join catalog.product p on p.id = cp.product and p.status = 'published'"
        " where cp.collection = $1"
        "  and (cp.position > $2 or (cp.position = $2 and cp.product < $3))"
        " order by cp.position, cp.product desc limit $4",
        id, position, product, limit);
}

std::size_t choose(Tx& tx, const CollectionId& id, const std::vector<ProductId>& products) {
    tx.defer("delete from catalog.collection_product where collection = $1", id);
    return static_cast<std::size_t>(
        tx.run("insert into catalog.collection_product (collection, product, position)"
               " select $1, p.id, wanted.place"
               " from unnest($2::uuid[]) with ordinality wanted (id, place)"
               " join catalog.product p on p.id = wanted.id",
               id, products));
}

std::vector<ProductId> chosen(Reader& reader, const CollectionId& id) {
    return reader.all<ProductId>(
        "select product from catalog.collection_product where collection = $1"
        " order by position, product desc",
        id);
}

void follow_rule(Tx& tx, const CollectionId& id) {
    tx.defer(
        "delete from catalog.collection_product cp using catalog.collection c"
        " where c.id = $1 and c.by_rule and cp.collection = c.id",
        id);
    tx.defer(
        "insert into catalog.collection_product (collection, product, position)"
        " select c.id, p.id, 0 from catalog.collection c, catalog.product p"
        " where c.id = $1 and c.by_rule and" +
            wanted_sql,
        id);
}

std::vector<CollectionId> follow_rules(Tx& tx, const std::vector<ProductId>& products) {
    tx.defer("select from catalog.collection where by_rule order by id for share");
    return tx.all<CollectionId>(
        "with wanted as materialized ("
        "  select c.id as collection, p.id as product from catalog.collection c, catalog.product p"
        "  where c.by_rule and p.id = any($1) and" +
            wanted_sql +
            "), gone as ("
            "  delete from catalog.collection_product cp using catalog.collection c"
            "  where c.id = cp.collection and c.by_rule and cp.product = any($1)"
            "   and not exists (select from wanted w"
            "    where w.collection = cp.collection and w.product = cp.product)"
            "  returning cp.collection"
            "), come as ("
            "  insert into catalog.collection_product (collection, product, position)"
            "  select collection, product, 0 from wanted on conflict do nothing"
            "  returning collection"
            ") select collection from gone union select collection from come",
        products);
}

std::vector<CollectionId> collections_by_category(Reader& reader) {
    return reader.all<CollectionId>(
        "select id from catalog.collection where by_rule and rule_categories is not null"
        " order by id");
}

}  // namespace kontor::catalog::store
