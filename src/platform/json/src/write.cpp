#include "platform/json/json.hpp"

#include <boost/json/serialize.hpp>

#include <charconv>
#include <cmath>
#include <stdexcept>

namespace kontor::platform::json::detail {

namespace {

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view hex_digits = "0123456789abcdef";
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out.append("\\u00").append({hex_digits[c >> 4 & 0xF], hex_digits[c & 0xF]});
    }
}

bool needs_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

}  // namespace

void write_members(std::string& out, const void* object, std::span<const WriteMember> members) {
    out += '{';
    bool first = true;
    for (const auto& member : members) {
        const auto before = out.size();
        if (!first) out += ',';
        out.append("\"").append(member.name).append("\":");
        const auto named = out.size();
        member.write(out, object);
        if (out.size() == named)
            out.resize(before);
        else
            first = false;
    }
    out += '}';
}

void write_text(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needs_escape(text[i])) continue;
        out.append(text.substr(plain, i - plain));
        append_escaped(out, text[i]);
        plain = i + 1;
    }
    out.append(text.substr(plain));
    out += '"';
}

void write_signed(std::string& out, std::int64_t number) {
    append_number(out, number);
}

void write_unsigned(std::string& out, std::uint64_t number) {
    append_number(out, number);
}

void write_double(std::string& out, double number) {
    if (!std::isfinite(number)) throw std::domain_error("JSON has no infinite numbers and no NaN");
    const auto before = out.size();
    append_number(out, number);
    // So that it is read back as a number with a fraction.
    if (out.find_first_of(".e", before) == out.npos) out += ".0";
}

void write_any(std::string& out, const boost::json::value& value) {
    out += boost::json::serialize(value);
}

}  // namespace kontor::platform::json::detail
