#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

namespace kontor::app {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class LineReader {
public:
    explicit LineReader(std::istream& file) : buffer_(*file.rdbuf()) {}

    // The next line with its ending, or as much of it as longest allows; empty at the end.
    void read(std::string& line, std::size_t longest) {
        line.clear();
        while (line.size() < longest) {
            const auto byte = buffer_.sbumpc();
            if (byte == std::char_traits<char>::eof()) break;
            line.push_back(static_cast<char>(byte));
            if (byte == '\n') break;
        }
        bytes_ += line.size();
    }

    // Read so far.
    std::uint64_t bytes() const { return bytes_; }

private:
    std::streambuf& buffer_;
    std::uint64_t bytes_ = 0;
};

}  // namespace kontor::app
