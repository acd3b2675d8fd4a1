#include "attribute_store.hpp"

#include "columns.hpp"
#include "platform/db/column_of.hpp"

namespace kontor::catalog::store {

namespace {

const std::string attribute_sql =
    "select id, code, label, type, choices, filterable, unit, position, translations"
    " from catalog.attribute ";

// As jsonb_typeof() calls it.
std::string json_type(AttributeType type) {
    switch (type) {
        case AttributeType::number:
            return "number";
        case AttributeType::boolean:
            return "boolean";
        case AttributeType::text:
        case AttributeType::choice:
            break;
    }
    return "string";
}

}  // namespace

std::vector<Attribute> attributes(Reader& reader) {
    return reader.all<Attribute>(attribute_sql + "order by position, label, code");
}

std::optional<Attribute> attribute(Reader& reader, const AttributeId& id) {
    return reader.one<Attribute>(attribute_sql + "where id = $1", id);
}

std::optional<Attribute> attribute_for_update(Tx& tx, const AttributeId& id) {
    return tx.one<Attribute>(attribute_sql + "where id = $1 for update", id);
}

std::vector<ProductId> products_that_do_not_fit(Reader& reader, const Attribute& attribute,
                                                std::size_t limit) {
    return reader.all<ProductId>(
        "select id from catalog.product where jsonb_exists(attributes, $1)"
        " and (jsonb_typeof(attributes -> $1) <> $2"
        "  or $3 = 'choice' and attributes ->> $1 <> all($4::text[])) limit $5",
        attribute.code, json_type(attribute.type), attribute.type,
        platform::ColumnOf(attribute.choices, &Choice::value), limit);
}

void insert(Tx& tx, const Attribute& attribute) {
    tx.defer(
        "insert into catalog.attribute"
        " (id, code, label, type, choices, filterable, unit, position, translations)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        attribute.id, attribute.code, attribute.label, attribute.type, attribute.choices,
        attribute.filterable, attribute.unit, attribute.position, attribute.translations);
}

void update(Tx& tx, const Attribute& attribute) {
    tx.defer(
        "update catalog.attribute set label = $2, choices = $3, filterable = $4, unit = $5,"
        " position = $6, translations = $7 where id = $1",
        attribute.id, attribute.label, attribute.choices, attribute.filterable, attribute.unit,
        attribute.position, attribute.translations);
}

void remove(Tx& tx, const AttributeId& id) {
    tx.defer("delete from catalog.attribute where id = $1", id);
}

}  // namespace kontor::catalog::store
