#include "source.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

namespace kontor::architecture {
namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// Walks once over C++ and sorts every character into code, comment or literal.
class Lexer {
public:
    explicit Lexer(Source& source) : source_(source), text_(source.text) {
        source_.code = text_;
        source_.comments.assign(text_.size(), ' ');
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (text_[i] == '\n') source_.comments[i] = '\n';
        }
    }

    void run() {
        while (at_ < text_.size()) {
            if (starts_with("//")) {
                take_comment(line_end());
            } else if (starts_with("/*")) {
                take_comment(after("*/", at_ + 2));
            } else if (starts_with("R\"") && (at_ == 0 || !is_word(text_[at_ - 1]))) {
                take_raw_literal();
            } else if (text_[at_] == '"') {
                take_literal('"');
            } else if (text_[at_] == '\'' && !is_digit_separator()) {
                take_literal('\'');
            } else {
                ++at_;
            }
        }
    }

private:
    bool starts_with(std::string_view start) const {
        return text_.compare(at_, start.size(), start) == 0;
    }
    std::size_t line_end() const { return std::min(text_.find('\n', at_), text_.size()); }
    std::size_t after(const std::string& end, std::size_t from) const {
        const auto found = text_.find(end, from);
        return found == std::string::npos ? text_.size() : found + end.size();
    }

    void blank(std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i) {
            if (text_[i] != '\n') source_.code[i] = ' ';
        }
    }

    void take_comment(std::size_t end) {
        std::copy(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                  text_.begin() + static_cast<std::ptrdiff_t>(end),
                  source_.comments.begin() + static_cast<std::ptrdiff_t>(at_));
        blank(at_, end);
        at_ = end;
    }

    // 1'000'000: the word before the quote starts with a digit.
    bool is_digit_separator() const {
        auto start = at_;
        while (start > 0 && (is_word(text_[start - 1]) || text_[start - 1] == '\'')) --start;
        return start < at_ && std::isdigit(static_cast<unsigned char>(text_[start]));
    }

    void take_literal(char quote) {
        auto end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
            end += text_[end] == '\\' ? 2 : 1;
        }
        end = std::min(end, text_.size());
        if (quote == '"') add_literal(at_ + 1, end, end + 1);
        blank(at_ + 1, end);
        at_ = std::min(end + 1, text_.size());
    }

    void take_raw_literal() {
        const auto open = std::min(text_.find('(', at_), text_.size());
        const auto closing = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
        const auto end = after(closing, open);
        add_literal(open + 1, end - std::min(end, closing.size()), end);
        blank(at_ + 2, end - 1);
        at_ = end;
    }

    void add_literal(std::size_t from, std::size_t to, std::size_t end) {
        const auto text = text_.substr(from, to - std::min(from, to));
        const auto gap = std::string_view(source_.code).substr(literal_end_, at_ - literal_end_);
        const bool joins = literal_end_ > 0 && std::ranges::all_of(gap, [](char c) {
                               return std::isspace(static_cast<unsigned char>(c));
                           });
        if (joins) {
            source_.literals.back().text += text;
        } else {
            source_.literals.push_back({line_at(text_, at_), text});
        }
        literal_end_ = std::min(end, text_.size());
    }

    Source& source_;
    const std::string& text_;
    std::size_t at_ = 0;
    std::size_t literal_end_ = 0;
};

// Calls visit(line number, start, end) for each line.
template <class Visit>
void for_each_line(const std::string& text, Visit visit) {
    int number = 1;
    for (std::size_t start = 0; start < text.size(); ++number) {
        const auto end = std::min(text.find('\n', start), text.size());
        visit(number, start, end);
        start = end + 1;
    }
}

void take_preprocessor_lines(Source& source) {
    static const std::regex include(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");
    bool continues = false;
    for_each_line(source.text, [&](int number, std::size_t start, std::size_t end) {
        const auto code = source.code.find_first_not_of(" \t", start);
        const bool is_directive = code < end && source.code[code] == '#';
        if (!is_directive && !continues) return;
        std::smatch found;
        const auto line = source.text.substr(start, end - start);
        if (std::regex_search(line, found, include)) source.includes.push_back({number, found[1]});
        continues = line.ends_with('\\');
        std::fill(source.code.begin() + static_cast<std::ptrdiff_t>(start),
                  source.code.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    });
}

void take_hash_comments(Source& source) {
    source.code = source.text;
    source.comments.assign(source.text.size(), ' ');
    for_each_line(source.text, [&](int, std::size_t start, std::size_t end) {
        for (auto i = source.text.find('#', start); i < end; ++i) {
            std::swap(source.code[i], source.comments[i]);
        }
        if (end < source.text.size()) source.comments[end] = '\n';
    });
}

}  // namespace

Source parse_source(std::string path, std::string text) {
    Source source;
    source.path = std::move(path);
    source.text = std::move(text);
    if (source.is_cpp()) {
        Lexer(source).run();
        take_preprocessor_lines(source);
    } else {
        take_hash_comments(source);
    }
    return source;
}

int line_at(const std::string& text, std::size_t position) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(position, text.size()));
    return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

}  // namespace kontor::architecture
