#include "platform/client/client.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace kontor::platform {
namespace {

// No encoded text can contain "=_", so the boundary needs no check against the parts.
constexpr std::string_view boundary = "=_alternative";

bool is_printable_ascii(char c) {
    return c >= ' ' && c <= '~';
}

std::string without_controls(std::string text) {
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
    return text;
}

void append_hex(std::string& text, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    text += '=';
    text += digits[byte >> 4];
    text += digits[byte & 15];
}

// RFC 2047, 4.2, in the narrow alphabet that is allowed in a display name too.
std::string to_q_encoding(std::string_view character) {
    std::string encoded;
    for (const char c : character) {
        const bool is_literal = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                (c >= '0' && c <= '9') ||
                                std::string_view("!*+-/").find(c) != std::string_view::npos;
        if (is_literal) {
            encoded += c;
        } else if (c == ' ') {
            encoded += '_';
        } else {
            append_hex(encoded, c);
        }
    }
    return encoded;
}

std::size_t length_of_character(std::string_view utf8) {
    const auto is_continuation = [](char c) { return (static_cast<unsigned char>(c) >> 6) == 2; };
    std::size_t length = 1;
    while (length < utf8.size() && is_continuation(utf8[length])) ++length;
    return length;
}

// A line has at most 76 characters, with the header's name too, and a word must not split a
// character (RFC 2047, 2 and 5).
std::string to_encoded_words(std::string_view text) {
    constexpr std::string_view start = "=?UTF-8?Q?";
    constexpr std::size_t longest = 64 - start.size() - 2;
    std::string words(start);
    std::size_t length = 0;
    while (!text.empty()) {
        const auto size = length_of_character(text);
        const auto encoded = to_q_encoding(text.substr(0, size));
        if (length + encoded.size() > longest) {
            words.append("?=\r\n ").append(start);
            length = 0;
        }
        words += encoded;
        length += encoded.size();
        text.remove_prefix(size);
    }
    return words + "?=";
}

bool needs_encoding(const std::string& text) {
    constexpr std::size_t longest_line = 60;
    return text.size() > longest_line || text.find("=?") != std::string::npos ||
           !std::ranges::all_of(text, is_printable_ascii);
}

std::string to_header_text(const std::string& given) {
    const auto text = without_controls(given);
    return needs_encoding(text) ? to_encoded_words(text) : text;
}

// "address" or "Display name <address>".
std::string to_header_mailbox(const std::string& given) {
    auto mailbox = without_controls(given);
    const auto bracket = mailbox.rfind('<');
    if (bracket == std::string::npos || bracket == 0) return mailbox;
    auto name = mailbox.substr(0, bracket);
    while (name.ends_with(' ')) name.pop_back();
    const auto address = mailbox.substr(bracket);
    const bool is_atoms = name.find_first_of("()<>[]:;@\\,.\"") == std::string::npos;
    if (is_atoms && !needs_encoding(name)) return name + " " + address;
    return to_encoded_words(name) + "\r\n " + address;
}

// RFC 2045, 6.7: lines of at most 76 characters, no blank at the end of a line.
std::string to_quoted_printable_line(std::string_view line) {
    constexpr std::size_t longest = 75;
    std::string encoded;
    std::size_t length = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool is_last = i + 1 == line.size();
        const bool is_blank = c == ' ' || c == '\t';
        const bool is_literal = is_blank ? !is_last : is_printable_ascii(c) && c != '=';
        std::string piece;
        if (is_literal) {
            piece = c;
        } else {
            append_hex(piece, c);
        }
        if (length + piece.size() > longest) {
            encoded += "=\r\n";
            length = 0;
        }
        encoded += piece;
        length += piece.size();
    }
    return encoded;
}

std::string to_quoted_printable(std::string_view text) {
    std::string encoded;
    while (true) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        encoded += to_quoted_printable_line(line);
        if (end == std::string_view::npos) return encoded;
        encoded += "\r\n";
        text.remove_prefix(end + 1);
    }
}

std::string to_part(std::string_view type, std::string_view text) {
    std::string part = "--" + std::string(boundary) + "\r\n";
    part.append("Content-Type: ").append(type).append("; charset=utf-8\r\n");
    part += "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    return part + to_quoted_printable(text) + "\r\n";
}

std::string date_now() {
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    gmtime_r(&now, &utc);
    // By hand, because strftime's names of days and months follow the locale.
    constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char time[32];
    std::strftime(time, sizeof time, "%Y %H:%M:%S +0000", &utc);
    return std::string(days[utc.tm_wday]) + ", " + std::to_string(utc.tm_mday) + " " +
           months[utc.tm_mon] + " " + time;
}

}  // namespace

std::string to_rfc5322(const MailMessage& message) {
    std::string text;
    const auto header = [&](std::string_view name, std::string_view value) {
        text.append(name).append(": ").append(value).append("\r\n");
    };
    header("Date", date_now());
    header("From", to_header_mailbox(message.from));
    header("To", to_header_mailbox(message.to));
    header("Subject", to_header_text(message.subject));
    header("Message-ID", "<" + without_controls(message.message_id) + ">");
    header("Auto-Submitted", "auto-generated");
    // Folded after the name: a long address has no other place to break at.
    for (const auto& [name, value] : message.headers)
        header(name, (value.size() > 60 ? "\r\n " : "") + without_controls(value));
    header("MIME-Version", "1.0");
    header("Content-Type", "multipart/alternative; boundary=\"" + std::string(boundary) + "\"");
    text += "\r\n";
    text += to_part("text/plain", message.text);
    text += to_part("text/html", message.html);
    return text + "--" + std::string(boundary) + "--\r\n";
}

}  // namespace kontor::platform
