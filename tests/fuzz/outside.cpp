#include "outside.hpp"

#include "platform/http/request.hpp"
#include "platform/json/json.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::fuzz {

void require(bool holds, const char* promise) {
    if (!holds) throw std::logic_error(promise);
}

void require_tellable(const platform::Error& error) {
    const auto answer = platform::http::problem_response(error, "0123456789abcdef");
    require(answer.status >= 400 && answer.status < 500, "bad input is answered with a 4xx");
    require(platform::json::read<boost::json::object>(answer.body).has_value(),
            "a refusal is strict JSON");
}

std::string_view take_line(std::string_view& input) {
    const auto line = input.substr(0, input.find('\n'));
    input.remove_prefix(std::min(input.size(), line.size() + 1));
    return line;
}

}  // namespace kontor::fuzz
