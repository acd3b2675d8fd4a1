#include "attributes.hpp"

#include "parts.hpp"

#include <algorithm>

namespace kontor::catalog {

using platform::Result;

namespace {

constexpr std::size_t most_choices = 1000;

bool fits(const Attribute& definition, const AttributeValue& value) {
    switch (definition.type) {
        case AttributeType::text:
            return std::holds_alternative<std::string>(value);
        case AttributeType::number:
            return std::holds_alternative<std::int64_t>(value) ||
                   std::holds_alternative<double>(value);
        case AttributeType::boolean:
            return std::holds_alternative<bool>(value);
        case AttributeType::choice:
            break;
    }
    const auto* text = std::get_if<std::string>(&value);
    return text &&
           std::ranges::find(definition.choices, *text, &Choice::value) != definition.choices.end();
}

std::string wanted_by(const Attribute& definition) {
    switch (definition.type) {
        case AttributeType::text:
            return "a text";
        case AttributeType::number:
            return "a number";
        case AttributeType::boolean:
            return "true or false";
        case AttributeType::choice:
            break;
    }
    constexpr std::size_t most_told = 20;
    std::string wanted = "one of ";
    for (std::size_t index = 0; index < std::min(most_told, definition.choices.size()); ++index)
        wanted.append(index == 0 ? "" : ", ").append(definition.choices[index].value);
    if (definition.choices.size() > most_told) wanted += ", ...";
    return wanted;
}

void check_choices(Findings& findings, const std::vector<NewChoice>& choices) {
    check_count(findings, choices.size(), most_choices, "/choices");
    std::set<std::string> seen;
    for (std::size_t index = 0; index < choices.size(); ++index) {
        const auto pointer = at("/choices", index);
        if (!seen.insert(choices[index].value).second)
            findings.add("catalog.bad_choices", "a choice is there twice",
                         {pointer + "/value", "twice", "each value once"});
        if (!choices[index].translations) continue;
        for (const auto& [language, label] : *choices[index].translations)
            check_language(findings, language, at(pointer + "/translations", language));
    }
}

// Those who choose need something to choose from.
void check_choices(Findings& findings, const std::optional<std::vector<NewChoice>>& choices,
                   AttributeType type, bool must_be_given) {
    const bool has_choices = choices && !choices->empty();
    const bool may_be_missing = !choices && !must_be_given;
    if (type == AttributeType::choice ? !has_choices && !may_be_missing : has_choices)
        findings.add("catalog.bad_choices", "choices belong to an attribute of type choice",
                     {"/choices", "length",
                      type == AttributeType::choice ? "at least one choice" : "no choices"});
    if (has_choices) check_choices(findings, *choices);
}

}  // namespace

Result<> check_values(const std::vector<Attribute>& definitions,
                      const std::map<std::string, AttributeValue>& attributes) {
    Findings findings;
    for (const auto& definition : definitions) {
        const auto value = attributes.find(definition.code);
        if (value == attributes.end() || fits(definition, value->second)) continue;
        findings.add(
            "catalog.bad_attribute_value",
            "the attribute '" + definition.code + "' is defined to be " + wanted_by(definition),
            {at("/attributes", definition.code), "not_one_of", wanted_by(definition)});
    }
    return findings.result();
}

Result<> check(const NewAttribute& request) {
    Findings findings;
    check_choices(findings, request.choices, request.type, true);
    if (request.translations) check_translations(findings, *request.translations);
    return findings.result();
}

Result<> check(const AttributeChange& change, AttributeType type) {
    Findings findings;
    check_choices(findings, change.choices, type, false);
    if (change.translations && change.translations->value)
        check_translations(findings, *change.translations->value);
    return findings.result();
}

std::vector<Choice> choices_of(const std::vector<NewChoice>& choices) {
    std::vector<Choice> made;
    for (const auto& choice : choices) {
        auto& kept = made.emplace_back(Choice{choice.value, choice.value, {}});
        if (choice.label) kept.label = *choice.label;
        if (choice.translations) kept.translations = translations_of<Label>(*choice.translations);
    }
    return made;
}

}  // namespace kontor::catalog
