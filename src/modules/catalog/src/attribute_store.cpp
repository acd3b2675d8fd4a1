#include "attribute_store.hpp"

#include "platform/db/json_column.hpp"

namespace kontor::catalog::store {

using platform::JsonColumn;

namespace {

struct AttributeRow {
    AttributeId id;
    std::string code;
    std::string label;
    AttributeType type{};
    JsonColumn<std::vector<Choice>> choices;
    bool filterable = true;
    std::optional<std::string> unit;
    std::int64_t position = 0;
    JsonColumn<Labels> translations;
};
BOOST_DESCRIBE_STRUCT(AttributeRow, (),
                      (id, code, label, type, choices, filterable, unit, position, translations))

const std::string attribute_sql =
    "select id, code, label, type, choices, filterable, unit, position, translations"
    " from catalog.attribute ";

Attribute to_attribute(AttributeRow row) {
    return {row.id,
            std::move(row.code),
            std::move(row.label),
            row.type,
            std::move(row.choices.value),
            row.filterable,
            std::move(row.unit),
            row.position,
            std::move(row.translations.value)};
}

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
    std::vector<Attribute> found;
    for (auto& row : reader.all<AttributeRow>(attribute_sql + "order by position, label, code"))
        found.push_back(to_attribute(std::move(row)));
    return found;
}

std::optional<Attribute> attribute(Reader& reader, const AttributeId& id) {
    auto row = reader.one<AttributeRow>(attribute_sql + "where id = $1", id);
    if (!row) return std::nullopt;
    return to_attribute(*std::move(row));
}

std::optional<Attribute> attribute_for_update(Tx& tx, const AttributeId& id) {
    auto row = tx.one<AttributeRow>(attribute_sql + "where id = $1 for update", id);
    if (!row) return std::nullopt;
    return to_attribute(*std::move(row));
}

std::vector<ProductId> products_that_do_not_fit(Reader& reader, const Attribute& attribute,
                                                std::size_t limit) {
    std::vector<std::string> choices;
    for (const auto& choice : attribute.choices) choices.push_back(choice.value);
    return reader.all<ProductId>(
        "select id from catalog.product where jsonb_exists(attributes, $1)"
        " and (jsonb_typeof(attributes -> $1) <> $2"
        "  or $3 = 'choice' and attributes ->> $1 <> all($4::text[])) limit $5",
        attribute.code, json_type(attribute.type), attribute.type, choices, limit);
}

void insert(Tx& tx, const Attribute& attribute) {
    tx.defer(
        "insert into catalog.attribute"
        " (id, code, label, type, choices, filterable, unit, position, translations)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        attribute.id, attribute.code, attribute.label, attribute.type,
        platform::json::write(attribute.choices), attribute.filterable, attribute.unit,
        attribute.position, platform::json::write(attribute.translations));
}

void update(Tx& tx, const Attribute& attribute) {
    tx.defer(
        "update catalog.attribute set label = $2, choices = $3, filterable = $4, unit = $5,"
        " position = $6, translations = $7 where id = $1",
        attribute.id, attribute.label, platform::json::write(attribute.choices),
        attribute.filterable, attribute.unit, attribute.position,
        platform::json::write(attribute.translations));
}

void remove(Tx& tx, const AttributeId& id) {
    tx.defer("delete from catalog.attribute where id = $1", id);
}

}  // namespace kontor::catalog::store
