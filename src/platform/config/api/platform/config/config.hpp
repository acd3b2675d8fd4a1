// Configuration from YAML and the environment into described structs.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"
#include "platform/core/result.hpp"
#include "platform/json/json.hpp"

#include <concepts>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform {

using Environment = std::map<std::string, std::string>;

// The variables of this process.
Environment process_environment();

// The file's tree, with scalars typed as YAML 1.2's core schema types them: no is not false, 010
// is ten. An empty path or an empty file is an empty object. Refuses config.unreadable, and
// config.malformed with file, line and column.
Result<boost::json::value> load_yaml(const std::filesystem::path& file);

// One place of a configuration struct: "http", "http.port". Text takes a variable as it is, texts
// several of them with commas between; any other value is written in YAML, as texts may be: [a, b].
struct ConfigKey {
    enum class Kind { section, text, texts, other };
    std::string dotted;
    Kind kind;
};

template <Described T>
std::vector<ConfigKey> config_keys(const std::string& prefix = {});

// Puts variables into the tree: KONTOR_HTTP_PORT is http.port. Refuses KONTOR_HTTP_PROT, which
// names a section but no key of it (config.unknown_variable); other variables are left alone.
Result<boost::json::value> override_from_environment(boost::json::value tree,
                                                     const std::vector<ConfigKey>& keys,
                                                     const Environment& environment);

// What json::read complained about, in the words of the one who wrote the file: code
// config.invalid, naming file or variable and the dotted key.
Error config_error(const std::filesystem::path& file, const std::vector<ConfigKey>& keys,
                   const Environment& environment, const Error& reading);

// Absent keys keep the default member values of T; an unknown key or a wrong type is an error
// that names the file and the dotted key and says what is allowed. An empty path means no file.
template <Described T>
Result<T> read_config(const std::filesystem::path& file, const Environment& environment) {
    const auto keys = config_keys<T>();
    auto tree = load_yaml(file);
    if (!tree) return tree.error();
    tree = override_from_environment(*std::move(tree), keys, environment);
    if (!tree) return tree.error();
    auto config = json::from_value<T>(*tree, json::Absent::keeps_default);
    if (!config) return config_error(file, keys, environment, config.error());
    return config;
}

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

template <class T>
constexpr ConfigKey::Kind config_kind() {
    if constexpr (IsOptional<T>::value)
        return Described<typename T::value_type> ? ConfigKey::Kind::other
                                                 : config_kind<typename T::value_type>();
    else if constexpr (Constrained<T>)
        return config_kind<typename T::Base>();
    else if constexpr (Described<T>)
        return ConfigKey::Kind::section;
    else if constexpr (std::same_as<T, std::string> || std::same_as<T, Currency> ||
                       DescribedEnum<T>)
        return ConfigKey::Kind::text;
    else if constexpr (IsVector<T>::value)
        return config_kind<typename T::value_type>() == ConfigKey::Kind::text
                   ? ConfigKey::Kind::texts
                   : ConfigKey::Kind::other;
    else
        return ConfigKey::Kind::other;
}

template <Described T>
std::vector<ConfigKey> config_keys(const std::string& prefix) {
    std::vector<ConfigKey> keys;
    for_each_member<T>([&]<class Member>(std::string_view name, Member T::*) {
        const auto dotted = prefix.empty() ? std::string(name) : prefix + "." + std::string(name);
        keys.push_back({dotted, config_kind<Member>()});
        if constexpr (Described<Member>) {
            const auto inner = config_keys<Member>(dotted);
            keys.insert(keys.end(), inner.begin(), inner.end());
        }
    });
    return keys;
}

}  // namespace kontor::platform
