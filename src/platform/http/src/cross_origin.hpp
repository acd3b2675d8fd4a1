// What pages of other origins may do with the answers (the CORS protocol of the Fetch standard).
// Credentials of the browser's own are never let in: who is asking is said in Authorization and
// Guest-Token, which a page has to know.
#pragma once

#include "platform/http/origin.hpp"
#include "platform/http/request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform::http {

class CrossOrigin {
public:
    explicit CrossOrigin(std::vector<Origin> allowed) : allowed_(std::move(allowed)) {}

    // Of every answer: the lines that let the page at that origin read it, if it may.
    void append_lines(std::string& head, std::string_view origin) const;
    // Of the answer to OPTIONS before a request: what may be sent to an address that takes these
    // methods.
    void permit(Headers& headers, std::string_view origin, const std::string& methods) const;

private:
    bool allows(std::string_view origin) const;

    const std::vector<Origin> allowed_;
};

}  // namespace kontor::platform::http
