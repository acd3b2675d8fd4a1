#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <memory>
#include <string>

namespace kontor::test {

using Headers = std::map<std::string, std::string>;  // names in lower case

struct Answer {
    int status = 0;
    Headers headers;
    std::string body;

    // Throws where the body is no JSON.
    boost::json::value json() const;
    // The text of a member of the body, down a path such as "/payments/0/id".
    std::string text(const std::string& pointer) const;
    std::int64_t number(const std::string& pointer) const;
};

// Talks to a server over a socket, as a client of the shop does. Throws std::runtime_error when
// there is no answer within ten seconds.
class HttpProbe {
public:
    explicit HttpProbe(std::string base_url) : base_url_(std::move(base_url)) {}

    // From now on one connection for all requests, shared with copies made later, as long as the
    // server keeps it. Then of one thread only.
    void keep_connection();
    // Sent with every request from now on; an empty value takes it back.
    void always_send(const std::string& header, const std::string& value);

    Answer get(const std::string& path, const Headers& headers = {}) const;
    // As JSON, unless a header gives another Content-Type.
    Answer post(const std::string& path, const std::string& json,
                const Headers& headers = {}) const;
    Answer patch(const std::string& path, const std::string& json,
                 const Headers& headers = {}) const;
    // As JSON where there is a body.
    Answer send(const std::string& method, const std::string& path, const std::string& json = {},
                const Headers& headers = {}) const;

private:
    Answer request(const std::string& method, const std::string& path, const std::string* body,
                   const Headers& headers) const;

    std::string base_url_;
    Headers always_;
    std::shared_ptr<void> connection_;
};

}  // namespace kontor::test
