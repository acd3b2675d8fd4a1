// What is in a document that somebody else wrote: a member that is missing, or is not what was
// promised, is nothing. A described struct would refuse the members that it does not know.
#pragma once

#include "platform/core/time.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::auth::oidc {

std::optional<std::string> text_in(const boost::json::object& object, std::string_view member);
std::optional<std::vector<std::string>> texts_in(const boost::json::object& object,
                                                 std::string_view member);
// Only where it is true, and not a text that says so.
bool is_true_in(const boost::json::object& object, std::string_view member);
// Seconds since 1970, perhaps with a fraction, which is left out.
std::optional<platform::Time> time_in(const boost::json::object& object, std::string_view member);
// Strict, as the shop reads everything: no member twice, no U+0000.
std::optional<boost::json::object> object_of(std::string_view text);

}  // namespace kontor::auth::oidc
