// How a body of multipart/form-data becomes a described struct. Included by add_route.hpp only.
#pragma once

#include "platform/http/detail/parameters.hpp"
#include "platform/http/form.hpp"
#include "platform/http/request.hpp"
#include "platform/json/json.hpp"

#include <boost/json/array.hpp>

#include <vector>

namespace kontor::platform::http::detail {

template <class T>
inline constexpr bool is_form = false;
template <class Fields>
inline constexpr bool is_form<Form<Fields>> = true;

template <class T>
inline constexpr bool takes_file =
    std::is_same_v<T, File> || std::is_same_v<T, std::vector<File>> ||
    std::is_same_v<T, std::optional<File>>;

// Gives each member its parts and remembers what was wrong or never asked for.
class FormReader {
public:
    // malformed for a body that is no form, or for one of the route's file types what it holds.
    static Result<FormReader> open(const Request& request);

    template <class T>
    void read(std::string_view name, T& value) {
        if constexpr (takes_file<T>) {
            const auto files = take_files(name);
            if constexpr (std::is_same_v<T, std::vector<File>>) {
                value = files;
                if (files.empty()) complain(name, {"required", "a file"});
            } else {
                if (!files.empty()) value = files.front();
                if (files.size() > 1) complain(name, {"repeated", "a single file"});
                if (files.empty() && !IsOptional<T>::value) complain(name, {"required", "a file"});
            }
        } else if (const auto text = take_text(name)) {
            complain(name, read_text(*text, value));
        } else if constexpr (!IsOptional<T>::value) {
            complain(name, {"required", "given"});
        }
    }

    // invalid for parts that nothing asked for and for values that do not fit.
    Result<> finish() const;

private:
    struct Field {
        std::string name;
        bool is_file = false;
        bool is_taken = false;
        File content;
    };

    std::vector<File> take_files(std::string_view name);
    std::optional<std::string_view> take_text(std::string_view name);
    void complain(std::string_view name, Complaint complaint);

    std::vector<Field> fields_;
    bool is_bare_ = false;
    std::vector<Problem> problems_;
};

template <class Fields>
Result<Form<Fields>> read_form(const Request& request) {
    auto reader = FormReader::open(request);
    if (!reader) return reader.error();
    Form<Fields> form{};
    for_each_member<Fields>(
        [&](std::string_view name, auto member) { reader->read(name, form.fields.*member); });
    if (auto finished = reader->finish(); !finished) return finished.error();
    return form;
}

template <class T>
boost::json::object field_schema(boost::json::object& components) {
    const boost::json::object file{{"type", "string"}, {"format", "binary"}};
    if constexpr (std::is_same_v<T, std::vector<File>>)
        return {{"type", "array"}, {"items", file}, {"minItems", 1}};
    else if constexpr (takes_file<T>)
        return file;
    else if constexpr (IsOptional<T>::value)
        return field_schema<typename T::value_type>(components);
    else
        return json::schema<T>(components);
}

template <class Fields>
boost::json::object form_schema(boost::json::object& components) {
    boost::json::object properties;
    boost::json::array required;
    for_each_member<Fields>([&]<class Member>(std::string_view name, Member Fields::*) {
        properties[name] = field_schema<Member>(components);
        if constexpr (!IsOptional<Member>::value)
            required.emplace_back(boost::json::string_view(name.data(), name.size()));
    });
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)},
            {"additionalProperties", false}};
}

}  // namespace kontor::platform::http::detail
