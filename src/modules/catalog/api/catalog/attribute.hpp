// What the attributes of products may be.
#pragma once

#include "catalog/product.hpp"
#include "catalog/unchanged.hpp"
#include "platform/core/result.hpp"

namespace kontor::catalog {

enum class AttributeType { text, number, boolean, choice };
BOOST_DESCRIBE_ENUM(AttributeType, text, number, boolean, choice)

struct Label {
    std::string label;
    friend bool operator==(const Label&, const Label&) = default;
};
BOOST_DESCRIBE_STRUCT(Label, (), (label))

using Labels = std::map<std::string, Label>;  // by language tag

struct Choice {
    std::string value;
    std::string label;
    Labels translations{};
    friend bool operator==(const Choice&, const Choice&) = default;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (value, label, translations))

// Of the attribute that products have under this code. An attribute that has none may hold any
// text, number or boolean, and can be filtered by.
struct Attribute {
    AttributeId id;
    std::string code;
    std::string label;
    AttributeType type = AttributeType::text;
    std::vector<Choice> choices{};  // of type choice
    bool filterable = true;
    std::optional<std::string> unit{};
    std::int64_t position = 0;
    Labels translations{};
    friend bool operator==(const Attribute&, const Attribute&) = default;
};
BOOST_DESCRIBE_STRUCT(Attribute, (),
                      (id, code, label, type, choices, filterable, unit, position, translations))

struct NewLabel {
    platform::Text<1, 200> label;
};
BOOST_DESCRIBE_STRUCT(NewLabel, (), (label))

using NewLabels = std::map<std::string, NewLabel>;

struct NewChoice {
    platform::Text<1, 200> value;
    std::optional<platform::Text<1, 200>> label;  // default: the value
    std::optional<NewLabels> translations;
};
BOOST_DESCRIBE_STRUCT(NewChoice, (), (value, label, translations))

struct NewAttribute {
    platform::Text<1, 100> code;
    std::optional<platform::Text<1, 200>> label;  // default: the code
    AttributeType type = AttributeType::text;
    std::optional<std::vector<NewChoice>> choices;
    std::optional<bool> filterable;  // default: true
    std::optional<platform::Text<1, 40>> unit;
    std::optional<platform::Whole<0, 1'000'000>> position;
    std::optional<NewLabels> translations;
};
BOOST_DESCRIBE_STRUCT(NewAttribute, (),
                      (code, label, type, choices, filterable, unit, position, translations))

// Absent members stay as they are; code and type stay for ever.
struct AttributeChange {
    std::optional<platform::Text<1, 200>> label;
    std::optional<std::vector<NewChoice>> choices;
    std::optional<bool> filterable;
    platform::Change<platform::Text<1, 40>> unit;
    std::optional<platform::Whole<0, 1'000'000>> position;
    platform::Change<NewLabels> translations;
};
BOOST_DESCRIBE_STRUCT(AttributeChange, (),
                      (label, choices, filterable, unit, position, translations))

// Definitions of attributes. Thread-safe.
class Attributes {
public:
    virtual ~Attributes() = default;

    // By position, then label.
    virtual std::vector<Attribute> all() = 0;
    // Refuses catalog.no_such_attribute.
    virtual platform::Result<Attribute> attribute(const AttributeId& id) = 0;
    // Refuses catalog.attribute_taken, catalog.values_do_not_fit (conflict) where a product has
    // another value under this code, catalog.bad_choices, catalog.bad_language (invalid).
    virtual platform::Result<Attribute> define(const NewAttribute& attribute) = 0;
    // Refuses catalog.no_such_attribute, and as define().
    virtual platform::Result<Attribute> change(const AttributeId& id, const AttributeChange& change,
                                               const Unchanged<Attribute>& unchanged = {}) = 0;
    // Products keep their values. Refuses catalog.no_such_attribute.
    virtual platform::Result<> remove(const AttributeId& id,
                                      const Unchanged<Attribute>& unchanged = {}) = 0;
};

}  // namespace kontor::catalog
