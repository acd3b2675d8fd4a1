#include "strict_reader.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace kontor::fuzz {
namespace {

constexpr std::string_view line_end = "\r\n";

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char letter) {
        return std::isalnum(letter) ||
               std::string_view("!#$%&'*+-.^_`|~").find(char(letter)) != std::string_view::npos;
    });
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() < 10 &&
           std::ranges::all_of(text, [](unsigned char digit) { return std::isdigit(digit); });
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char letter) {
        return (letter < 0x20 && letter != '\t') || letter == 0x7f;
    });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
    return result;
}

struct Framing {
    std::vector<std::string> hosts;
    std::vector<std::string> lengths;
    std::vector<std::string> codings;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    std::optional<StrictRequest> next() {
        const auto line = take_line();
        if (!line) return std::nullopt;
        const auto first = line->find(' ');
        const auto last = line->rfind(' ');
        if (first == line->npos || last == first) return std::nullopt;
        StrictRequest request{std::string(line->substr(0, first)),
                              std::string(line->substr(first + 1, last - first - 1)), ""};
        const auto version = line->substr(last + 1);
        const bool is_line = is_token(request.method) && !request.target.empty() &&
                             request.target.find(' ') == std::string::npos &&
                             (version == "HTTP/1.1" || version == "HTTP/1.0");
        const auto framing = is_line ? take_headers() : std::nullopt;
        if (!framing || framing->hosts.size() != 1) return std::nullopt;
        if (!take_body(*framing, version == "HTTP/1.1", request.body)) return std::nullopt;
        return request;
    }

private:
    // Without its end; nothing where it has none, or a control character in it.
    std::optional<std::string_view> take_line() {
        const auto end = rest_.find(line_end);
        if (end == rest_.npos || has_control(rest_.substr(0, end))) return std::nullopt;
        const auto line = rest_.substr(0, end);
        rest_.remove_prefix(end + line_end.size());
        return line;
    }

    std::optional<Framing> take_headers() {
        Framing framing;
        while (const auto line = take_line()) {
            if (line->empty()) return framing;
            const auto colon = line->find(':');
            if (colon == line->npos || !is_token(line->substr(0, colon))) return std::nullopt;
            const auto name = lower(line->substr(0, colon));
            const std::string value(trimmed(line->substr(colon + 1)));
            auto* values = name == "host"                ? &framing.hosts
                           : name == "content-length"    ? &framing.lengths
                           : name == "transfer-encoding" ? &framing.codings
                                                         : nullptr;
            if (values) values->push_back(value);
        }
        return std::nullopt;
    }

    bool take_body(const Framing& framing, bool may_be_chunked, std::string& body) {
        const auto ways = framing.lengths.size() + framing.codings.size();
        if (ways > 1) return false;
        if (ways == 0) return true;
        if (!framing.codings.empty())
            return may_be_chunked && lower(framing.codings.front()) == "chunked" &&
                   take_chunks(body);
        return is_number(framing.lengths.front()) &&
               take(std::stoul(framing.lengths.front()), body);
    }

    bool take(std::size_t length, std::string& into) {
        if (rest_.size() < length) return false;
        into.append(rest_.substr(0, length));
        rest_.remove_prefix(length);
        return true;
    }

    bool take_chunks(std::string& body) {
        while (const auto line = take_line()) {
            const auto digits = trimmed(line->substr(0, line->find(';')));
            const bool is_size =
                !digits.empty() && digits.size() < 8 &&
                std::ranges::all_of(digits, [](unsigned char c) { return std::isxdigit(c); });
            if (!is_size) return false;
            const auto length = std::stoul(std::string(digits), nullptr, 16);
            if (length == 0) return take_headers().has_value();
            if (!take(length, body) || take_line() != "") return false;
        }
        return false;
    }

    std::string_view rest_;
};

}  // namespace

std::vector<StrictRequest> read_strictly(std::string_view bytes) {
    std::vector<StrictRequest> requests;
    Reader reader(bytes);
    while (auto request = reader.next()) requests.push_back(*std::move(request));
    return requests;
}

}  // namespace kontor::fuzz
