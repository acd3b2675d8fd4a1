#include "yaml.hpp"

#include <yaml-cpp/yaml.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kontor::platform {

namespace {

constexpr int deepest_level = 32;

[[noreturn]] void fail(const std::string& what, const YAML::Mark& mark) {
    throw YamlError(what, mark.line + 1, mark.column + 1);
}

template <class Number>
std::optional<Number> parse_number(std::string_view text, auto... base_or_format) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number, base_or_format...);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
    if (text.starts_with("0o")) return parse_number<std::int64_t>(text.substr(2), 8);
    if (text.starts_with("0x")) return parse_number<std::int64_t>(text.substr(2), 16);
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    return parse_number<std::int64_t>(text, 10);
}

// std::from_chars would also take inf and nan, which begin with letters.
std::optional<double> parse_fraction(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.find_first_not_of("0123456789.eE+-") != text.npos) return std::nullopt;
    return parse_number<double>(text, std::chars_format::general);
}

boost::json::value plain_scalar(std::string_view text) {
    const auto is_one_of = [&](auto... words) { return ((text == words) || ...); };
    if (is_one_of("", "~", "null", "Null", "NULL")) return nullptr;
    if (is_one_of("true", "True", "TRUE")) return true;
    if (is_one_of("false", "False", "FALSE")) return false;
    if (const auto whole = parse_whole(text)) return *whole;
    // A whole number beyond 64 bits stays text rather than lose digits.
    const bool has_fraction = text.find_first_of(".eE") != text.npos;
    if (const auto fraction = parse_fraction(text); fraction && has_fraction) return *fraction;
    return boost::json::string(text);
}

boost::json::value convert(const YAML::Node& node, int level);

boost::json::value convert_scalar(const YAML::Node& node) {
    const auto& tag = node.Tag();
    if (node.Scalar().find('\0') != std::string::npos) fail("text contains NUL", node.Mark());
    if (tag == "?") return plain_scalar(node.Scalar());
    if (tag == "!" || tag == "tag:yaml.org,2002:str") return boost::json::string(node.Scalar());
    fail("the tag " + tag + " is not known here; leave it out", node.Mark());
}

boost::json::value convert_map(const YAML::Node& node, int level) {
    boost::json::object object;
    for (const auto& entry : node) {
        if (!entry.first.IsScalar()) fail("a key must be a word", entry.first.Mark());
        const auto& key = entry.first.Scalar();
        const bool is_new = object.emplace(key, convert(entry.second, level + 1)).second;
        if (!is_new) fail("the key " + key + " stands here a second time", entry.first.Mark());
    }
    return object;
}

boost::json::value convert_sequence(const YAML::Node& node, int level) {
    boost::json::array array;
    for (const auto& element : node) array.push_back(convert(element, level + 1));
    return array;
}

boost::json::value convert(const YAML::Node& node, int level) {
    if (level > deepest_level) fail("values are nested too deeply", node.Mark());
    if (node.IsMap()) return convert_map(node, level);
    if (node.IsSequence()) return convert_sequence(node, level);
    if (node.IsScalar()) return convert_scalar(node);
    return nullptr;
}

}  // namespace

boost::json::value parse_yaml(const std::string& text) try {
    const auto documents = YAML::LoadAll(text);
    if (documents.size() > 1) fail("a second document begins", documents[1].Mark());
    return documents.empty() ? boost::json::value() : convert(documents.front(), 1);
} catch (const YAML::Exception& error) {
    fail(error.msg, error.mark);
}

}  // namespace kontor::platform
