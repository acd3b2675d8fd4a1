#include "matcher.hpp"

#include <stdexcept>

namespace kontor::platform::http {
namespace {

std::vector<std::string_view> template_segments(std::string_view path_template) {
    if (!path_template.starts_with('/'))
        throw std::logic_error("route template must begin with a slash");
    std::vector<std::string_view> segments;
    while (path_template.size() > 1) {
        path_template.remove_prefix(1);
        const auto segment = path_template.substr(0, path_template.find('/'));
        segments.push_back(segment);
        path_template.remove_prefix(segment.size());
    }
    return segments;
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

}  // namespace

std::vector<std::string> template_parameters(std::string_view path_template) {
    std::vector<std::string> names;
    for (const auto segment : template_segments(path_template))
        if (is_parameter(segment)) names.emplace_back(segment.substr(1, segment.size() - 2));
    return names;
}

bool Matcher::add(Method method, std::string_view path_template, int route) {
    auto* node = &root_;
    for (const auto segment : template_segments(path_template)) {
        auto& next = is_parameter(segment) ? node->parameter : node->literals[std::string(segment)];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    auto& index = node->methods[static_cast<std::size_t>(method)];
    if (index >= 0) return false;
    index = route;
    node->is_end = true;
    return true;
}

const Matcher::Methods* Matcher::find(const std::vector<PathSegment>& path,
                                      std::vector<std::string>& values) const {
    return find(root_, path, 0, values);
}

const Matcher::Methods* Matcher::find(const Node& node, const std::vector<PathSegment>& path,
                                      std::size_t depth, std::vector<std::string>& values) {
    if (depth == path.size()) return node.is_end ? &node.methods : nullptr;
    const auto literal = node.literals.find(path[depth].raw);
    if (literal != node.literals.end())
        if (const auto* found = find(*literal->second, path, depth + 1, values)) return found;
    if (!node.parameter) return nullptr;
    values.push_back(path[depth].decoded);
    if (const auto* found = find(*node.parameter, path, depth + 1, values)) return found;
    values.pop_back();
    return nullptr;
}

}  // namespace kontor::platform::http
