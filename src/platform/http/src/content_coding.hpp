// Answers made shorter for clients that can make them long again (RFC 9110, 8.4). Nothing that is
// secret stands beside what strangers choose and can have sent again and again, because no browser
// shows credentials by itself here: so the length tells nobody anything.
#pragma once

#include "platform/http/request.hpp"

#include <string>
#include <string_view>

namespace kontor::platform::http {

enum class ContentCoding { none, gzip, brotli };

// The one that an Accept-Encoding wants most; none where it cannot be read.
ContentCoding negotiate_coding(std::string_view accept_encoding);

// What an answer is kept under in that coding: the key itself for none, else written into buffer.
std::string_view coded_key(std::string_view key, ContentCoding coding, std::string& buffer);

// Says in its headers that an answer depends on what the client takes, and that it is sent in that
// coding, where it is worth it and has not been said before. The coding that the body has to be
// brought into afterwards.
ContentCoding announce_coding(Response& response, ContentCoding wanted);
std::string encoded(std::string_view text, ContentCoding coding);

}  // namespace kontor::platform::http
