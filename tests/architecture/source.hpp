// A file of C++ or CMake taken apart as far as the rules need it.
#pragma once

#include <string>
#include <vector>

namespace kontor::architecture {

struct Include {
    int line = 0;
    std::string path;
};

// A string literal; neighbours that the compiler would join are one.
struct Literal {
    int line = 0;
    std::string text;
};

// code and comments are as long as text, line by line; the rest is blank in each of them.
struct Source {
    std::string path;  // from the root of the tree
    std::string text;
    std::string code;  // without comments, contents of literals and preprocessor lines
    std::string comments;
    std::vector<Include> includes;
    std::vector<Literal> literals;

    bool is_header() const { return path.ends_with(".hpp"); }
    bool is_cpp() const { return path.ends_with(".cpp") || is_header(); }
    bool is_in(const std::string& folder) const { return path.starts_with(folder + "/"); }
};

Source parse_source(std::string path, std::string text);

// Line number, from 1, of a position.
int line_at(const std::string& text, std::size_t position);

}  // namespace kontor::architecture
