#include "rules.hpp"

#include <algorithm>
#include <iterator>
#include <regex>
#include <sstream>

namespace kontor::architecture {
namespace {

constexpr int longest_function = 70;
constexpr int longest_file = 500;

enum class Scope { container, function, other };

// Without what stands in parentheses and angle brackets: a parameter is no declaration.
std::string outermost(std::string text) {
    static const std::regex angles(R"(<[^<>()]*>)");
    static const std::regex parentheses(R"(\([^()]*\))");
    for (auto before = std::string(); before != text;) {
        before = text;
        text = std::regex_replace(text, parentheses, "@");
        text = std::regex_replace(text, angles, " ");
    }
    return text;
}

// What an opening brace begins, judged by the text since the last statement, where @ stands for
// anything in parentheses.
Scope scope_of(const std::string& introduction) {
    static const std::regex container(
        R"(\b(class|struct|union|enum|namespace)\b(?!\s*@)(\s*alignas@)?[^@]*$|\bextern\s*"")");
    const auto text = outermost(introduction);
    if (std::regex_search(text, container)) return Scope::container;
    return text.find('@') == std::string::npos ? Scope::other : Scope::function;
}

struct Function {
    int first = 0;
    int last = 0;
};

// Bodies that stand in namespaces and types; what is nested in a function belongs to it.
class FunctionFinder {
public:
    explicit FunctionFinder(const std::string& code) : code_(code) {}

    std::vector<Function> run() {
        for (at_ = 0; at_ < code_.size(); ++at_) {
            const char c = code_[at_];
            if (c == '\n') ++line_;
            if (c == '{') {
                open();
            } else if (c == '}' && !scopes_.empty()) {
                close();
            } else if (c == ';' && is_outside()) {
                introduction_.clear();
            } else if (is_outside()) {
                introduction_ += c;
            }
        }
        return std::move(functions_);
    }

private:
    bool is_outside() const {
        return std::ranges::all_of(
            scopes_, [](const auto& scope) { return scope.first == Scope::container; });
    }

    void open() {
        const bool outside = is_outside();
        const auto scope = outside ? scope_of(introduction_) : Scope::other;
        scopes_.emplace_back(scope, line_);
        if (scope == Scope::container) introduction_.clear();
    }

    void close() {
        const auto [scope, first] = scopes_.back();
        scopes_.pop_back();
        if (scope == Scope::function) functions_.push_back({first, line_});
        // A constructor goes on after the braces of an initialiser: a_{1}, b_{2} {
        const auto next = code_.find_first_not_of(" \t\n", at_ + 1);
        const bool goes_on = next < code_.size() && (code_[next] == ',' || code_[next] == '{');
        if (is_outside() && !goes_on) introduction_.clear();
    }

    const std::string& code_;
    std::size_t at_ = 0;
    int line_ = 1;
    std::string introduction_;
    std::vector<std::pair<Scope, int>> scopes_;
    std::vector<Function> functions_;
};

// All words of the CMakeLists.txt of a folder.
std::set<std::string> words_of(const Tree& tree, const std::string& folder) {
    const auto found = std::ranges::find(tree.sources, folder + "CMakeLists.txt", &Source::path);
    if (found == tree.sources.end()) return {};
    auto text = found->code;
    std::ranges::replace_if(text, [](char c) { return c == '(' || c == ')' || c == '"'; }, ' ');
    std::istringstream words(text);
    return {std::istream_iterator<std::string>(words), {}};
}

bool is_built(const Tree& tree, const std::string& path) {
    for (auto slash = path.rfind('/'); slash != std::string::npos && slash > 0;
         slash = path.rfind('/', slash - 1)) {
        if (words_of(tree, path.substr(0, slash + 1)).contains(path.substr(slash + 1))) return true;
    }
    return false;
}

}  // namespace

Violations check_function_length(const Tree& tree) {
    Violations violations;
    for (const auto& source : tree.sources) {
        if (!source.is_cpp()) continue;
        for (const auto& function : FunctionFinder(source.code).run()) {
            const int lines = function.last - function.first + 1;
            if (lines <= longest_function) continue;
            violations.push_back({source.path, function.first,
                                  "a function of " + std::to_string(lines) + " lines; split it, " +
                                      std::to_string(longest_function) + " is the limit"});
        }
    }
    return violations;
}

Violations check_file_length(const Tree& tree) {
    Violations violations;
    for (const auto& source : tree.sources) {
        const auto lines = line_at(source.text, source.text.size()) - 1;
        if (lines <= longest_file) continue;
        violations.push_back({source.path, lines,
                              "a file of " + std::to_string(lines) + " lines; split it, " +
                                  std::to_string(longest_file) + " is the limit"});
    }
    return violations;
}

Violations check_owned_todo(const Tree& tree) {
    static const std::regex unowned(R"(\b(TODO|FIXME)\b(?!\([a-z]))");
    Violations violations;
    for (const auto& source : tree.sources) {
        const auto& text = source.comments;
        for (std::sregex_iterator found(text.begin(), text.end(), unowned), end; found != end;
             ++found) {
            violations.push_back({source.path,
                                  line_at(text, static_cast<std::size_t>(found->position())),
                                  found->str() + " needs an owner: " + found->str() + "(name)"});
        }
    }
    return violations;
}

Violations check_pragma_once(const Tree& tree) {
    static const std::regex pragma(R"((^|\n)#pragma once\n)");
    Violations violations;
    for (const auto& source : tree.sources) {
        if (!source.is_header() || std::regex_search(source.text, pragma)) continue;
        violations.push_back({source.path, 1, "a header starts with #pragma once"});
    }
    return violations;
}

Violations check_built_sources(const Tree& tree) {
    Violations violations;
    for (const auto& source : tree.sources) {
        if (!source.path.ends_with(".cpp") || is_built(tree, source.path)) continue;
        violations.push_back(
            {source.path, 1, "no CMakeLists.txt lists this file; list or delete it"});
    }
    return violations;
}

}  // namespace kontor::architecture
