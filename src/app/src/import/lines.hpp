#pragma once

#include <istream>
#include <string>

namespace kontor::app {

// The next line with its ending, or as much of it as longest allows; empty at the end of the file.
inline void read_line(std::istream& file, std::string& line, std::size_t longest) {
    line.clear();
    auto& buffer = *file.rdbuf();
    while (line.size() < longest) {
        const auto byte = buffer.sbumpc();
        if (byte == std::char_traits<char>::eof()) return;
        line.push_back(static_cast<char>(byte));
        if (byte == '\n') return;
    }
}

}  // namespace kontor::app
