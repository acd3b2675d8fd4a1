#pragma once

#include "notifications/templates.hpp"

#include <string_view>

namespace kontor::notifications {

// What is wrong with a source in mustache for a template that may name these values, in sentences
// for a person; nothing when all is well. may_include: whether it may take in header and footer.
std::vector<std::string> complaints_about(const std::string& source, const Values& values,
                                          bool may_include);

// The source with {{> header}} and {{> footer}} replaced by what layout_of(name) gives.
template <class LayoutOf>
std::string with_layouts(std::string_view source, LayoutOf layout_of);

// The next {{> name}}: where it begins and ends, a line break after it included.
struct Inclusion {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view name;
};
std::optional<Inclusion> next_inclusion(std::string_view source);

// The source without the line breaks of lines that have nothing but a tag which shows nothing
// itself. The library means to leave them out, but keeps one where a section is not shown.
std::string without_lines_of_tags(std::string_view source);

template <class LayoutOf>
std::string with_layouts(std::string_view source, LayoutOf layout_of) {
    std::string whole;
    while (const auto inclusion = next_inclusion(source)) {
        whole.append(source.substr(0, inclusion->begin)).append(layout_of(inclusion->name));
        source.remove_prefix(inclusion->end);
    }
    return whole.append(source);
}

}  // namespace kontor::notifications
