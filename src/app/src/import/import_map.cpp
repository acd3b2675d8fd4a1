#include "import/import_map.hpp"

#include "import/conversions.hpp"

#include "platform/config/config.hpp"

#include <algorithm>

namespace kontor::app {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

Error bad_map(const std::string& message) {
    return {ErrorKind::invalid, "import.bad_map", message};
}

Error bad_headings(const std::string& message) {
    return {ErrorKind::invalid, "import.bad_headings", message};
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

std::string text_of(const platform::json::Scalar& scalar) {
    if (const auto* text = std::get_if<std::string>(&scalar)) return *text;
    return platform::json::write(scalar);
}

bool may_be(const Target& target, As as) {
    if (target.kind == Kind::attribute) return as != As::minor_units;
    return target.kind == Kind::amount && (as == As::minor_units || as == As::decimal);
}

Result<Source> read_source(const Target& target, const boost::json::value& value) {
    if (value.is_string()) return Source{.column = std::string(value.as_string())};
    auto source = platform::json::from_value<Source>(value);
    if (!source) {
        const auto error = source.error();
        if (error.problems.empty()) return bad_map(error.message);
        const auto& problem = error.problems.front();
        return bad_map((problem.pointer.empty() ? "" : problem.pointer.substr(1) + " ") +
                       problem.detail);
    }
    const int given = int(source->column.has_value()) + int(source->constant.has_value()) +
                      int(source->format.has_value());
    if (given != 1) return bad_map("must give one of column, constant and format");
    if (source->as && !may_be(target, *source->as))
        return bad_map("cannot be given as " + std::string(platform::enum_name(*source->as)));
    if (source->split && (target.kind != Kind::list || source->split->empty()))
        return bad_map("cannot be split; only categories can, by one or more characters");
    return source;
}

// attributes: {name: ...} is the same as attributes.name: ...
boost::json::object flattened(const boost::json::object& tree) {
    boost::json::object flat;
    for (const auto& [key, value] : tree) {
        if (key != "attributes" || !value.is_object()) {
            flat.emplace(key, value);
            continue;
        }
        for (const auto& [name, source] : value.get_object())
            flat.emplace(std::string("attributes.").append(name), source);
    }
    return flat;
}

// Of the required ones that map does not speak of.
std::vector<std::string> missing_targets(Subject subject, const ImportMap& map) {
    const auto has = [&](const std::string& name) {
        const auto found = map.lower_bound(name);
        return found != map.end() &&
               (found->first == name || (name.ends_with('.') && found->first.starts_with(name)));
    };
    std::vector<std::string> missing;
    for (const auto& names : required_targets(subject))
        if (std::ranges::none_of(names, has)) missing.push_back(names.front());
    return missing;
}

Result<ImportMap> read_sources(Subject subject, const boost::json::object& tree) {
    ImportMap map;
    std::vector<std::string> unknown;
    for (const auto& [key, value] : flattened(tree)) {
        const auto target = find_target(subject, key);
        if (!target) {
            unknown.emplace_back(key);
            continue;
        }
        auto source = read_source(*target, value);
        if (!source) return bad_map(std::string(key) + ": " + source.error().message);
        map.emplace(key, *std::move(source));
    }
    if (!unknown.empty())
        return bad_map("unknown: " + joined(unknown) + "; a map may say what becomes " +
                       names_of_targets(subject));
    if (const auto missing = missing_targets(subject, map); !missing.empty())
        return bad_map("nothing is said about " + joined(missing));
    return map;
}

class Binder {
public:
    explicit Binder(const std::vector<std::string>& headings) : headings_(headings) {}

    Result<Binding> bind(Target target, const Source& source) {
        Binding binding{.target = std::move(target),
                        .otherwise = std::nullopt,
                        .as = std::nullopt,
                        .separator = source.split.value_or(",")};
        if (source.otherwise) binding.otherwise = text_of(*source.otherwise);
        binding.as = source.as ? source.as : binding.target.as;
        if (source.constant) binding.pieces.push_back({text_of(*source.constant), {}});
        auto bound = source.column   ? add_column(binding, *source.column)
                     : source.format ? add_format(binding, *source.format)
                                     : Result<>();
        if (!bound) return bound.error();
        return binding;
    }

private:
    Result<> add_column(Binding& binding, const std::string& name) {
        const auto found = std::ranges::find(headings_, name);
        if (found == headings_.end())
            return bad_headings(binding.target.name + " comes from the column '" + name +
                                "', which the file does not have; it has " + in_quotes(headings_));
        binding.pieces.push_back({{}, static_cast<std::size_t>(found - headings_.begin())});
        binding.label.append(binding.label.empty() ? "" : "+").append(name);
        return {};
    }

    Result<> add_format(Binding& binding, std::string_view format) {
        while (!format.empty()) {
            const auto open = std::min(format.find('{'), format.size());
            if (open > 0) binding.pieces.push_back({std::string(format.substr(0, open)), {}});
            format.remove_prefix(open);
            if (format.empty()) break;
            const auto close = format.find('}');
            if (close == format.npos)
                return bad_map(binding.target.name + ": a { of the format is not closed");
            if (auto added = add_column(binding, std::string(format.substr(1, close - 1))); !added)
                return added;
            format.remove_prefix(close + 1);
        }
        return {};
    }

    const std::vector<std::string>& headings_;
};

}  // namespace

Result<ImportMap> read_import_map(Subject subject, const std::filesystem::path& file) {
    const auto tree = platform::load_yaml(file);
    if (!tree) return tree.error();
    auto map = tree->is_object() ? read_sources(subject, tree->get_object())
                                 : bad_map("must be a list of targets, such as title: name");
    if (!map) return bad_map(file.string() + ": " + map.error().message);
    return map;
}

Result<ImportMap> map_of_headings(Subject subject, const std::vector<std::string>& headings) {
    ImportMap map;
    std::vector<std::string> unknown;
    for (const auto& heading : headings) {
        if (!find_target(subject, heading))
            unknown.push_back(heading);
        else if (!map.emplace(heading, Source{.column = heading}).second)
            return bad_headings("two columns are headed " + in_quotes(heading));
    }
    if (headings.size() == 1 && headings.front().find_first_of(";\t") != std::string::npos)
        return bad_headings("the columns must be separated by commas; the heading is " +
                            in_quotes(headings.front()));
    if (!unknown.empty())
        return bad_headings("the columns " + in_quotes(unknown) +
                            " mean nothing here: name a map with --map, or head them with one of " +
                            names_of_targets(subject));
    if (const auto missing = missing_targets(subject, map); !missing.empty())
        return bad_headings("there is no column " + joined(missing));
    return map;
}

Result<std::vector<Binding>> bind_columns(Subject subject, const ImportMap& map,
                                          const std::vector<std::string>& headings) {
    Binder binder(headings);
    std::vector<Binding> bindings;
    for (const auto& [name, source] : map) {
        auto binding = binder.bind(find_target(subject, name).value(), source);
        if (!binding) return binding.error();
        bindings.push_back(*std::move(binding));
    }
    return bindings;
}

}  // namespace kontor::app
