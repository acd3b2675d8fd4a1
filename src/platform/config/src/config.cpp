#include "platform/config/config.hpp"

#include "yaml.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace kontor::platform {

namespace {

std::string variable_of(std::string_view dotted) {
    std::string name = "KONTOR_";
    for (const char c : dotted)
        name += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

Error malformed(std::string_view where, const YamlError& error) {
    return {ErrorKind::malformed, "config.malformed",
            std::string(where) + ", line " + std::to_string(error.line()) + ", column " +
                std::to_string(error.column()) + ": " + error.what()};
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

// "en, de"
boost::json::array texts_of(std::string_view list) {
    boost::json::array texts;
    for (const auto& text : split(list, ',')) {
        const auto first = text.find_first_not_of(' ');
        if (first == text.npos) continue;
        texts.emplace_back(text.substr(first, text.find_last_not_of(' ') + 1 - first));
    }
    return texts;
}

boost::json::value value_of(ConfigKey::Kind kind, const std::string& variable) {
    if (kind == ConfigKey::Kind::text) return boost::json::value(variable);
    if (kind == ConfigKey::Kind::texts && !variable.starts_with('[')) return texts_of(variable);
    return parse_yaml(variable);
}

// Makes room for the key; nothing where the file has something else than a section.
boost::json::value* place_for(boost::json::value& tree, std::string_view dotted) {
    auto* place = &tree;
    for (const auto& name : split(dotted, '.')) {
        if (place->is_null()) place->emplace_object();
        if (!place->is_object()) return nullptr;
        place = &place->get_object()[name];
    }
    return place;
}

// "/payments/providers/0/name" is payments.providers.0.name in a file.
std::string dotted_key(std::string_view pointer) {
    std::string dotted;
    for (std::size_t i = 1; i < pointer.size(); ++i) {
        if (pointer[i] == '~' && i + 1 < pointer.size())
            dotted += pointer[++i] == '0' ? '~' : '/';
        else
            dotted += pointer[i] == '/' ? '.' : pointer[i];
    }
    return dotted;
}

// A key is to blame for its elements too.
bool is_within(std::string_view dotted, const ConfigKey& key) {
    return key.kind != ConfigKey::Kind::section && dotted.starts_with(key.dotted) &&
           (dotted.size() == key.dotted.size() || dotted[key.dotted.size()] == '.');
}

std::string source_of(std::string_view dotted, const std::filesystem::path& file,
                      const std::vector<ConfigKey>& keys, const Environment& environment) {
    for (const auto& key : keys) {
        const auto variable = variable_of(key.dotted);
        if (is_within(dotted, key) && environment.contains(variable)) return variable;
    }
    return file.string();
}

// Of a section, but of no key in it.
const std::string* unknown_variable(const std::vector<ConfigKey>& keys,
                                    const Environment& environment) {
    std::set<std::string> known;
    for (const auto& key : keys)
        if (key.kind != ConfigKey::Kind::section) known.insert(variable_of(key.dotted));
    for (const auto& key : keys) {
        if (key.kind != ConfigKey::Kind::section) continue;
        const auto section = variable_of(key.dotted) + '_';
        for (auto variable = environment.lower_bound(section);
             variable != environment.end() && variable->first.starts_with(section); ++variable)
            if (!known.contains(variable->first)) return &variable->first;
    }
    return nullptr;
}

}  // namespace

Environment process_environment() {
    Environment variables;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (equals == text.npos) continue;
        variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

Result<boost::json::value> load_yaml(const std::filesystem::path& file) {
    if (file.empty()) return boost::json::value(boost::json::object());
    std::ifstream stream(file, std::ios::binary);
    std::error_code unknown;
    if (!stream.is_open() || std::filesystem::is_directory(file, unknown))
        return Error{ErrorKind::not_found, "config.unreadable",
                     file.string() + " cannot be read; check the path and its permissions"};
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    try {
        auto tree = parse_yaml(text);
        if (tree.is_null()) tree.emplace_object();
        return tree;
    } catch (const YamlError& error) {
        return malformed(file.string(), error);
    }
}

Result<boost::json::value> override_from_environment(boost::json::value tree,
                                                     const std::vector<ConfigKey>& keys,
                                                     const Environment& environment) {
    using enum ConfigKey::Kind;
    if (const auto* unknown = unknown_variable(keys, environment))
        return Error{ErrorKind::invalid, "config.unknown_variable",
                     *unknown + " is the variable of no configuration key: see kontor.yaml"};
    for (const auto& key : keys) {
        const auto variable = environment.find(variable_of(key.dotted));
        const bool is_set = key.kind != section && variable != environment.end();
        if (key.kind != section && !is_set) continue;
        auto* place = place_for(tree, key.dotted);
        if (!place) continue;
        try {
            if (is_set)
                *place = value_of(key.kind, variable->second);
            else if (place->is_null())
                place->emplace_object();  // a section whose keys are all commented out
        } catch (const YamlError& error) {
            return malformed(variable->first, error);
        }
    }
    return tree;
}

Error config_error(const std::filesystem::path& file, const std::vector<ConfigKey>& keys,
                   const Environment& environment, const Error& reading) {
    Error error{ErrorKind::invalid, "config.invalid", "", reading.problems};
    for (const auto& problem : reading.problems) {
        const auto dotted = dotted_key(problem.pointer);
        if (!error.message.empty()) error.message += '\n';
        error.message += source_of(dotted, file, keys, environment) + ": " +
                         (dotted.empty() ? "the configuration" : dotted) + " " + problem.detail;
    }
    return error;
}

}  // namespace kontor::platform
