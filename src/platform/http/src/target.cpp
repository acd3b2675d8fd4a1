#include "target.hpp"

#include "platform/http/detail/parameters.hpp"
#include "text.hpp"

#include <algorithm>
#include <optional>

namespace kontor::platform::http {
namespace {

Error malformed_target() {
    return {ErrorKind::malformed, "http.malformed_target",
            "The address is not well-formed: it must be UTF-8 without NUL, percent-encoded once."};
}

Error repeated_parameter(const std::string& name) {
    return {ErrorKind::malformed,
            "http.repeated_parameter",
            "The query has a parameter more than once.",
            {{"/query/" + name, "repeated_parameter", "Send this parameter once."}}};
}

int hex_digit(char digit) {
    if (is_digit(digit)) return digit - '0';
    if (lower(digit) >= 'a' && lower(digit) <= 'f') return lower(digit) - 'a' + 10;
    return -1;
}

// The length of the valid sequence that the text begins with (RFC 3629), or 0.
std::size_t utf8_sequence(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = first == 0xED && byte(1) > 0x9F;
        return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && byte(1) < 0x90;
        const bool beyond = first == 0xF4 && byte(1) > 0x8F;
        return continues(1) && continues(2) && continues(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = utf8_sequence(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            decoded.push_back(text[i] == '+' && plus_is_space ? ' ' : text[i]);
        }
    }
    if (decoded.find('\0') != decoded.npos || !is_utf8(decoded)) return std::nullopt;
    return decoded;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!query.empty()) {
        const auto piece = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), piece.size() + 1));
        if (piece.empty()) continue;
        const auto equals = piece.find('=');
        auto name = decode(piece.substr(0, equals), true);
        auto value = decode(equals == piece.npos ? "" : piece.substr(equals + 1), true);
        if (!name || !value) return malformed_target();
        for (const auto& [earlier, _] : parameters)
            if (earlier == *name) return repeated_parameter(*name);
        parameters.emplace_back(*std::move(name), *std::move(value));
    }
    return parameters;
}

bool has_no_quality(std::string_view parameters) {
    const auto quality = parameters.find("q=");
    if (quality == parameters.npos) return false;
    const auto number = trimmed(parameters.substr(quality + 2));
    return number.find_first_not_of("0.") == number.npos;
}

std::string_view without_scheme(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"})
        if (equal_ignoring_case(target.substr(0, scheme.size()), scheme))
            return target.substr(scheme.size());
    return {};
}

}  // namespace

std::string origin_form(std::string_view target) {
    const auto rest = without_scheme(target);
    const auto end = std::min(rest.find_first_of("/?"), rest.size());
    if (!is_host(rest.substr(0, end))) return std::string(target);
    const auto path = rest.substr(end);
    return path.starts_with('/') ? std::string(path) : "/" + std::string(path);
}

Result<std::vector<PathSegment>> parse_path(std::string_view target) {
    auto rest = target.substr(0, target.find('?'));
    if (!rest.starts_with('/') || !std::ranges::all_of(target, is_visible))
        return malformed_target();
    rest.remove_prefix(1);
    std::vector<PathSegment> segments;
    if (rest.empty()) return segments;
    while (true) {
        const auto slash = rest.find('/');
        const auto raw = rest.substr(0, slash);
        auto decoded = decode(raw, false);
        if (!decoded) return malformed_target();
        if (decoded->empty() || *decoded == "." || *decoded == "..") return detail::no_such_path();
        segments.push_back({raw, *std::move(decoded)});
        if (slash == rest.npos) return segments;
        rest.remove_prefix(slash + 1);
    }
}

Result<Target> parse_target(std::string_view target) {
    auto path = parse_path(target);
    if (!path) return path.error();
    const auto mark = target.find('?');
    auto query = parse_query(mark == target.npos ? "" : target.substr(mark + 1));
    if (!query) return query.error();
    return Target{*std::move(path), *std::move(query)};
}

bool accepts(std::string_view accept, std::string_view media_type) {
    const auto family = std::string(media_type.substr(0, media_type.find('/'))) + "/*";
    while (!accept.empty()) {
        const auto range = accept.substr(0, accept.find(','));
        accept.remove_prefix(std::min(accept.size(), range.size() + 1));
        const auto semicolon = range.find(';');
        const auto type = trimmed(range.substr(0, semicolon));
        if (semicolon != range.npos && has_no_quality(range.substr(semicolon))) continue;
        if (type == "*/*" || equal_ignoring_case(type, family) ||
            equal_ignoring_case(type, media_type))
            return true;
    }
    return false;
}

bool is_media_type(std::string_view content_type, std::string_view media_type) {
    return equal_ignoring_case(trimmed(content_type.substr(0, content_type.find(';'))),
                               trimmed(media_type.substr(0, media_type.find(';'))));
}

}  // namespace kontor::platform::http
