#include "oidc/members.hpp"

#include "platform/json/json.hpp"

namespace kontor::auth::oidc {

std::optional<std::string> text_in(const boost::json::object& object, std::string_view member) {
    const auto* value = object.if_contains(member);
    if (!value || !value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

std::optional<std::vector<std::string>> texts_in(const boost::json::object& object,
                                                 std::string_view member) {
    const auto* value = object.if_contains(member);
    if (!value || !value->is_array()) return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& one : value->get_array()) {
        if (!one.is_string()) return std::nullopt;
        texts.emplace_back(one.get_string());
    }
    return texts;
}

bool is_true_in(const boost::json::object& object, std::string_view member) {
    const auto* value = object.if_contains(member);
    return value && value->is_bool() && value->get_bool();
}

std::optional<platform::Time> time_in(const boost::json::object& object, std::string_view member) {
    // Beyond what Time can hold in microseconds nothing is a sensible time.
    constexpr double latest = 1e12;
    const auto* value = object.if_contains(member);
    if (!value || !value->is_number()) return std::nullopt;
    const auto number = value->to_number<double>();
    if (!(number >= 0 && number <= latest)) return std::nullopt;
    return platform::Time(std::chrono::seconds(static_cast<std::int64_t>(number)));
}

std::optional<boost::json::object> object_of(std::string_view text) {
    auto read = platform::json::read<boost::json::object>(text);
    if (!read) return std::nullopt;
    return *std::move(read);
}

}  // namespace kontor::auth::oidc
