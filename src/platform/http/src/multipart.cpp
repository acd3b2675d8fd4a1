#include "multipart.hpp"

#include "platform/core/constrained.hpp"
#include "text.hpp"

#include <algorithm>
#include <optional>

namespace kontor::platform::http {
namespace {

constexpr std::size_t most_parts = 64;
constexpr std::size_t longest_headers = 4096;
constexpr std::size_t longest_boundary = 70;
constexpr std::size_t longest_name = 100;
constexpr std::string_view line_end = "\r\n";

Error malformed(const std::string& what) {
    return {ErrorKind::malformed, "http.malformed_form",
            "The body is not multipart/form-data as RFC 7578 has it: " + what + "."};
}

Error too_many_parts() {
    return {
        ErrorKind::malformed, "http.too_many_parts",
        "The form has more than " + std::to_string(most_parts) + " parts. Send several requests."};
}

bool is_token_letter(char letter) {
    return is_letter_or_digit(letter) ||
           std::string_view("!#$%&'*+-.^_`|~").find(letter) != std::string_view::npos;
}

bool is_boundary_letter(char letter) {
    return is_letter_or_digit(letter) ||
           std::string_view("'()+_,-./:=? ").find(letter) != std::string_view::npos;
}

// Reads "; name=value" parameters of a header one after the other.
class Parameters {
public:
    explicit Parameters(std::string_view text) : rest_(trimmed(text)) {}

    struct Parameter {
        std::string_view name;
        std::string value;
    };
    bool has_more() const { return !rest_.empty(); }
    // Nothing for what is no parameter; there is no sense in going on then.
    std::optional<Parameter> next() {
        if (!take(';')) return std::nullopt;
        const auto name = take_token();
        if (name.empty() || !take('=')) return std::nullopt;
        Parameter parameter{name, {}};
        if (!(rest_.starts_with('"') ? take_quoted(parameter.value) : take_bare(parameter.value)))
            return std::nullopt;
        return parameter;
    }

private:
    bool take(char letter) {
        rest_ = trimmed(rest_);
        if (!rest_.starts_with(letter)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::string_view take_token() {
        rest_ = trimmed(rest_);
        const auto end = std::ranges::find_if_not(rest_, is_token_letter);
        const auto token = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_.remove_prefix(token.size());
        return token;
    }

    bool take_bare(std::string& value) {
        value = take_token();
        rest_ = trimmed(rest_);
        return !value.empty();
    }

    bool take_quoted(std::string& value) {
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '"') {
                rest_ = trimmed(rest_.substr(i + 1));
                return true;
            }
            const bool is_escape = rest_[i] == '\\' && i + 1 < rest_.size() &&
                                   (rest_[i + 1] == '"' || rest_[i + 1] == '\\');
            if (is_escape) ++i;
            value.push_back(rest_[i]);
        }
        return false;
    }

    std::string_view rest_;
};

Result<std::string> boundary_of(std::string_view content_type) {
    const auto type_end = std::min(content_type.find(';'), content_type.size());
    Parameters parameters(content_type.substr(type_end));
    std::optional<std::string> boundary;
    while (parameters.has_more()) {
        auto parameter = parameters.next();
        if (!parameter) return malformed("the parameters of Content-Type cannot be read");
        if (!equal_ignoring_case(parameter->name, "boundary")) continue;
        if (boundary) return malformed("Content-Type has two boundaries");
        boundary = std::move(parameter->value);
    }
    if (!boundary) return malformed("Content-Type has no boundary");
    const bool is_good = !boundary->empty() && boundary->size() <= longest_boundary &&
                         !boundary->ends_with(' ') &&
                         std::ranges::all_of(*boundary, is_boundary_letter);
    if (!is_good) return malformed("the boundary in Content-Type is none");
    return *std::move(boundary);
}

Result<> read_disposition(std::string_view value, Part& part) {
    const auto type_end = std::min(value.find(';'), value.size());
    if (!equal_ignoring_case(trimmed(value.substr(0, type_end)), "form-data"))
        return malformed("the Content-Disposition of a part is not form-data");
    Parameters parameters(value.substr(type_end));
    bool has_name = false;
    while (parameters.has_more()) {
        auto parameter = parameters.next();
        if (!parameter) return malformed("the Content-Disposition of a part cannot be read");
        if (equal_ignoring_case(parameter->name, "name")) {
            if (std::exchange(has_name, true)) return malformed("a part has two names");
            part.name = std::move(parameter->value);
        }
        if (lower(parameter->name.front()) == 'f') part.is_file = true;
    }
    if (!is_plain_text(part.name, 1, longest_name))
        return malformed("a part has no name, or one that is none");
    return {};
}

bool is_identity(std::string_view encoding) {
    return std::ranges::any_of(std::initializer_list<std::string_view>{"binary", "8bit", "7bit"},
                               [&](auto known) { return equal_ignoring_case(encoding, known); });
}

Result<> read_header(std::string_view line, Part& part, bool& has_disposition) {
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    const auto value = colon == line.npos ? "" : trimmed(line.substr(colon + 1));
    const bool is_header = colon != line.npos && !name.empty() &&
                           std::ranges::all_of(name, is_token_letter) &&
                           value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos;
    if (!is_header) return malformed("a part has a header that is none");
    if (equal_ignoring_case(name, "Content-Disposition")) {
        if (std::exchange(has_disposition, true))
            return malformed("a part has two Content-Dispositions");
        return read_disposition(value, part);
    }
    if (equal_ignoring_case(name, "Content-Type")) part.content_type = value;
    if (equal_ignoring_case(name, "Content-Transfer-Encoding") && !is_identity(value))
        return malformed("a part has a Content-Transfer-Encoding; send its bytes as they are");
    return {};
}

// The headers of a part and its bytes, the two parted by an empty line.
Result<Part> read_part(std::string_view text) {
    const auto end = text.substr(0, longest_headers).find("\r\n\r\n");
    if (end == text.npos) return malformed("the headers of a part do not end, or are too long");
    Part part;
    part.bytes = text.substr(end + 4);
    bool has_disposition = false;
    auto headers = text.substr(0, end);
    while (!headers.empty()) {
        const auto line = headers.substr(0, headers.find(line_end));
        headers.remove_prefix(std::min(headers.size(), line.size() + line_end.size()));
        if (auto read = read_header(line, part, has_disposition); !read) return read.error();
    }
    if (!has_disposition) return malformed("a part has no Content-Disposition");
    return part;
}

}  // namespace

Result<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body) {
    auto boundary = boundary_of(content_type);
    if (!boundary) return boundary.error();
    const auto delimiter = "\r\n--" + *boundary;
    const auto first = std::string_view(delimiter).substr(line_end.size());
    if (!body.starts_with(first)) return malformed("it does not begin with the boundary");
    body.remove_prefix(first.size());

    std::vector<Part> parts;
    while (!body.starts_with("--")) {
        if (!body.starts_with(line_end)) return malformed("something follows a boundary");
        if (parts.size() == most_parts) return too_many_parts();
        body.remove_prefix(line_end.size());
        const auto end = body.find(delimiter);
        if (end == body.npos) return malformed("its last boundary is missing");
        auto part = read_part(body.substr(0, end));
        if (!part) return part.error();
        parts.push_back(*std::move(part));
        body.remove_prefix(end + delimiter.size());
    }
    if (body != "--" && body != "--\r\n") return malformed("something follows the last boundary");
    return parts;
}

}  // namespace kontor::platform::http
