#include "tags.hpp"

#include "kinds.hpp"

#include <kainjow/mustache.hpp>

#include <algorithm>

namespace kontor::notifications {

namespace {

struct Tag {
    char sign = ' ';  // '#', '^', '/', '>', '!', '=', or ' ' for a value
    std::string_view name;
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<Tag> next_tag(std::string_view source, std::size_t from) {
    const auto begin = source.find("{{", from);
    if (begin == std::string_view::npos) return std::nullopt;
    const bool is_triple = source.substr(begin).starts_with("{{{");
    const std::string_view closing = is_triple ? "}}}" : "}}";
    const auto end = source.find(closing, begin);
    if (end == std::string_view::npos) return std::nullopt;
    const auto start = begin + (is_triple ? 3 : 2);
    auto content = trimmed(source.substr(start, end - start));
    Tag tag{' ', content, begin, end + closing.size()};
    if (is_triple || content.empty()) return tag;
    if (std::string_view("#^/>!=&").find(content.front()) == std::string_view::npos) return tag;
    tag.sign = content.front() == '&' ? ' ' : content.front();
    tag.name = trimmed(content.substr(1));
    return tag;
}

bool shows_nothing(const Tag& tag) {
    return std::string_view("#^/!").find(tag.sign) != std::string_view::npos;
}

// Where the break before the line of the tag is, if nothing else stands in that line. After an
// empty line there is none that could go: the tag would be alone again, and take the empty line
// with it.
std::optional<std::size_t> break_before(std::string_view source, const Tag& tag) {
    const auto before = source.substr(0, tag.begin).rfind('\n');
    const auto after = std::min(source.find('\n', tag.end), source.size());
    if (before == std::string_view::npos || before == 0) return std::nullopt;
    if (source[before - 1] == '\n') return std::nullopt;
    const bool is_alone = trimmed(source.substr(before, tag.begin - before)).empty() &&
                          trimmed(source.substr(tag.end, after - tag.end)).empty();
    return is_alone ? std::optional(before) : std::nullopt;
}

// Follows the sections of a template, so that a name is looked up where it stands.
class NameChecker {
public:
    NameChecker(const Values& values, bool may_include) : may_include_(may_include) {
        scopes_.push_back(&values);
    }

    std::vector<std::string> run(std::string_view source) {
        for (auto tag = next_tag(source, 0); tag; tag = next_tag(source, tag->end)) take(*tag);
        return std::move(complaints_);
    }

private:
    void take(const Tag& tag) {
        if (tag.sign == '!') return;
        if (tag.sign == '=') return complain("changes the delimiters, which is not possible here");
        if (tag.sign == '>') return include(tag.name);
        if (tag.sign == '/') return leave();
        const auto* value = find(tag.name);
        if (!value && !(tag.name == "." && scopes_.size() > 1)) unknown(tag.name);
        if (tag.sign == '#' || tag.sign == '^') enter(tag, value);
    }

    // Lists in lists would multiply, down to letters that no machine can write.
    void enter(const Tag& tag, const boost::json::value* value) {
        const bool repeats = tag.sign == '#' && value && value->is_array();
        if (repeats && !list_.empty())
            complain("repeats '" + std::string(tag.name) + "' inside '" + std::string(list_) +
                     "', where one list at a time is possible");
        if (repeats && list_.empty()) {
            list_ = tag.name;
            list_depth_ = scopes_.size();
        }
        scopes_.push_back(inside(value, tag.sign));
    }

    void leave() {
        if (scopes_.size() > 1) scopes_.pop_back();
        if (scopes_.size() == list_depth_) list_ = {};
    }

    void include(std::string_view name) {
        if (!may_include_)
            return complain("takes in '" + std::string(name) + "', which only text and html can");
        if (!is_layout(name))
            complain("takes in '" + std::string(name) +
                     "', where there are only header and footer");
        if (!list_.empty() || std::ranges::find(included_, name) != included_.end())
            complain("takes in '" + std::string(name) + "' more than once");
        included_.push_back(name);
    }

    const boost::json::value* find(std::string_view name) const {
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
            if (*scope)
                if (const auto* value = (*scope)->if_contains(name)) return value;
        return nullptr;
    }

    static const Values* inside(const boost::json::value* value, char sign) {
        if (!value || sign == '^') return nullptr;
        if (value->is_object()) return &value->get_object();
        const auto* list = value->if_array();
        return list && !list->empty() ? list->front().if_object() : nullptr;
    }

    void unknown(std::string_view name) {
        std::string known;
        for (const auto& value : value_names(*scopes_.front()))
            known.append(known.empty() ? "" : ", ").append(value);
        complain("names '" + std::string(name) + "', which does not exist here; there are " +
                 known);
    }

    void complain(std::string text) {
        if (std::ranges::find(complaints_, text) == complaints_.end())
            complaints_.push_back(std::move(text));
    }

    bool may_include_;
    std::vector<const Values*> scopes_;
    std::vector<std::string_view> included_;
    std::string_view list_{};  // the one that is being repeated
    std::size_t list_depth_ = 0;
    std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> complaints_about(const std::string& source, const Values& values,
                                          bool may_include) {
    const kainjow::mustache::mustache parsed(source);
    if (!parsed.is_valid()) return {"does not parse: " + parsed.error_message()};
    return NameChecker(values, may_include).run(source);
}

std::optional<Inclusion> next_inclusion(std::string_view source) {
    auto tag = next_tag(source, 0);
    while (tag && tag->sign != '>') tag = next_tag(source, tag->end);
    if (!tag) return std::nullopt;
    const bool ends_line = source.substr(tag->end).starts_with('\n');
    return Inclusion{tag->begin, tag->end + (ends_line ? 1 : 0), tag->name};
}

std::string without_lines_of_tags(std::string_view source) {
    std::string joined;
    std::size_t copied = 0;
    for (auto tag = next_tag(source, 0); tag; tag = next_tag(source, tag->end)) {
        const auto line_break = shows_nothing(*tag) ? break_before(source, *tag) : std::nullopt;
        if (!line_break) continue;
        joined.append(source.substr(copied, *line_break - copied));
        copied = tag->begin;
    }
    return joined.append(source.substr(copied));
}

}  // namespace kontor::notifications
