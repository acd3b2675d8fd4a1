#include "platform/http/detail/form.hpp"

#include "multipart.hpp"
#include "target.hpp"

namespace kontor::platform::http::detail {

Result<FormReader> FormReader::open(const Request& request) {
    const auto type = find_header(request.headers, "Content-Type").value_or("");
    FormReader reader;
    if (!is_media_type(type, "multipart/form-data")) {
        reader.is_bare_ = true;
        if (!request.body.empty())
            reader.fields_.push_back({"", true, false, {request.body, std::string(type)}});
        return reader;
    }
    const auto parts = parse_multipart(type, request.body);
    if (!parts) return parts.error();
    for (const auto& part : *parts)
        reader.fields_.push_back({part.name, part.is_file, false, {part.bytes, part.content_type}});
    return reader;
}

std::vector<File> FormReader::take_files(std::string_view name) {
    std::vector<File> files;
    for (auto& field : fields_) {
        const bool is_meant = is_bare_ ? !field.is_taken : field.name == name;
        if (!is_meant) continue;
        field.is_taken = true;
        if (field.is_file)
            files.push_back(field.content);
        else
            complain(name, {"type", "a file: give its part a filename"});
    }
    return files;
}

std::optional<std::string_view> FormReader::take_text(std::string_view name) {
    std::optional<std::string_view> text;
    for (auto& field : fields_) {
        if (is_bare_ || field.name != name) continue;
        field.is_taken = true;
        if (text) complain(name, {"repeated", "a single value"});
        text = field.content.bytes;
        if (!is_plain_text(*text, 0, text->size())) {
            complain(name, {"format", "text in UTF-8 without control characters"});
            text = "";
        }
    }
    return text;
}

void FormReader::complain(std::string_view name, Complaint complaint) {
    if (!complaint.any()) return;
    problems_.push_back(
        {"/" + std::string(name), std::move(complaint.code),
         "The field \"" + std::string(name) + "\" must be " + complaint.expected + "."});
}

Result<> FormReader::finish() const {
    auto problems = problems_;
    for (const auto& field : fields_)
        if (!field.is_taken)
            problems.push_back(
                {"/" + field.name, "unknown_field", "This form has no field of that name."});
    if (problems.empty()) return {};
    return Error{ErrorKind::invalid, "http.invalid_form",
                 "The form has fields that this address does not take.", std::move(problems)};
}

}  // namespace kontor::platform::http::detail
