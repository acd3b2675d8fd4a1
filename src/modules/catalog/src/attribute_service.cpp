#include "attribute_service.hpp"

#include "attribute_store.hpp"
#include "attributes.hpp"
#include "catalog/events.hpp"
#include "parts.hpp"
#include "platform/audit/deed.hpp"

namespace kontor::catalog {

using namespace platform;

namespace {

Error no_such_attribute(const AttributeId& id) {
    return {ErrorKind::not_found, "catalog.no_such_attribute",
            "there is no attribute " + id.text()};
}

Error attribute_taken(const std::string& code) {
    return {ErrorKind::conflict,
            "catalog.attribute_taken",
            "the attribute '" + code + "' is defined already",
            {{"/code", "taken", "a code that is not defined yet"}}};
}

// Told of a few, which is enough to go and look.
Result<> check_products(Tx& tx, const Attribute& attribute) {
    constexpr std::size_t most_told = 10;
    const auto others = store::products_that_do_not_fit(tx, attribute, most_told);
    if (others.empty()) return {};
    std::string names;
    for (const auto& id : others) names.append(names.empty() ? "" : ", ").append(id.text());
    return Error{ErrorKind::conflict, "catalog.values_do_not_fit",
                 "products have other values of '" + attribute.code +
                     "': change these first, for instance " + names};
}

Attribute attribute_of(const NewAttribute& request) {
    Attribute attribute{AttributeId::make(), request.code, request.code, request.type};
    if (request.label) attribute.label = *request.label;
    if (request.choices) attribute.choices = choices_of(*request.choices);
    attribute.filterable = request.filterable.value_or(true);
    take(attribute.unit, request.unit);
    if (request.position) attribute.position = *request.position;
    if (request.translations)
        attribute.translations = translations_of<Label>(*request.translations);
    return attribute;
}

void apply(Attribute& attribute, const AttributeChange& change) {
    if (change.label) attribute.label = *change.label;
    if (change.choices) attribute.choices = choices_of(*change.choices);
    if (change.filterable) attribute.filterable = *change.filterable;
    if (change.position) attribute.position = *change.position;
    if (change.unit) {
        attribute.unit.reset();
        take(attribute.unit, change.unit->value);
    }
    if (change.translations)
        attribute.translations =
            translations_of<Label>(change.translations->value.value_or(NewLabels{}));
}

}  // namespace

std::vector<Attribute> AttributeService::all() {
    return database_.read([](Reader& reader) { return store::attributes(reader); });
}

Result<Attribute> AttributeService::attribute(const AttributeId& id) {
    auto found = database_.read([&](Reader& reader) { return store::attribute(reader, id); });
    if (!found) return no_such_attribute(id);
    return *std::move(found);
}

Result<Attribute> AttributeService::define(const NewAttribute& request) {
    if (auto checked = check(request); !checked) return checked.error();
    const auto attribute = attribute_of(request);
    try {
        return database_.transact([&](Tx& tx) -> Result<Attribute> {
            store::insert(tx, attribute);
            if (auto fits = check_products(tx, attribute); !fits) return fits.error();
            events_.publish(tx, AttributeChanged{attribute.id, attribute.code});
            return attribute;
        });
    } catch (const platform::StatementError& error) {
        if (error.unique_violation()) return attribute_taken(attribute.code);
        throw;
    }
}

Result<Attribute> AttributeService::change(const AttributeId& id, const AttributeChange& change,
                                           const Unchanged<Attribute>& unchanged) {
    return database_.transact([&](Tx& tx) -> Result<Attribute> {
        auto attribute = store::attribute_for_update(tx, id);
        if (!attribute) return no_such_attribute(id);
        if (auto same = catalog::check(unchanged, *attribute); !same) return same.error();
        if (auto checked = check(change, attribute->type); !checked) return checked.error();
        const auto before = *attribute;
        apply(*attribute, change);
        if (*attribute == before) return before;
        platform::audit::changed(before, *attribute);
        if (attribute->choices != before.choices)
            if (auto fits = check_products(tx, *attribute); !fits) return fits.error();
        store::update(tx, *attribute);
        events_.publish(tx, AttributeChanged{id, attribute->code});
        return *std::move(attribute);
    });
}

Result<> AttributeService::remove(const AttributeId& id, const Unchanged<Attribute>& unchanged) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto attribute = store::attribute_for_update(tx, id);
        if (!attribute) return no_such_attribute(id);
        if (auto same = catalog::check(unchanged, *attribute); !same) return same;
        platform::audit::removed(*attribute);
        store::remove(tx, id);
        events_.publish(tx, AttributeChanged{id, attribute->code});
        return {};
    });
}

}  // namespace kontor::catalog
