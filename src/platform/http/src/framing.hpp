// Where one request ends and the next begins, read strictly (RFC 9112). Beast takes more than the
// standard allows, and a proxy in front that reads it differently could be made to pass a second
// request hidden in the first.
#pragma once

#include "platform/http/request.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <optional>
#include <string_view>

namespace kontor::platform::http {

using ReceivedRequest = boost::beast::http::request<boost::beast::http::string_body>;

// What the headers say, gathered in one pass.
struct HeaderFacts {
    int hosts = 0;
    int content_lengths = 0;
    int transfer_encodings = 0;
    bool has_authorization = false;
    bool has_forwarded_for = false;
    std::string_view host{};
    std::string_view content_length{};
    std::string_view transfer_encoding{};
    std::string_view accept{};
    int accept_languages = 0;
    std::string_view accept_language{};  // the first
    std::string_view accept_encoding{};
    std::string_view expect{};
    std::string_view if_none_match{};
    std::string_view origin{};
    std::string_view request_id{};
};

bool has_body(const HeaderFacts& facts);
HeaderFacts facts_of(const ReceivedRequest& request);

// Whether a header goes on in the next line (RFC 9112, 5.2), which Beast puts together. The parser
// takes a header with all its lines at once, so that lines of it says all.
bool has_folded_line(std::string_view lines);

// Why the request must be answered 400 and its connection closed, if it must.
std::optional<Error> framing_error(const ReceivedRequest& request, const HeaderFacts& facts);

}  // namespace kontor::platform::http
