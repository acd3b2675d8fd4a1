#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kontor::bench {

struct Answer {
    int status = 0;
    std::string body;
};

// One kept-alive HTTP/1.1 connection to loopback, as lean as a load generator has to be. Not
// thread-safe. Throws std::runtime_error when the connection breaks.
class Client {
public:
    explicit Client(std::uint16_t port) : port_(port) {}
    ~Client();
    Client(const Client&) = delete;

    // headers: complete lines, each ended by CR LF.
    Answer send(std::string_view method, std::string_view target, std::string_view headers = {},
                std::string_view body = {});

private:
    void connect();
    void fill();

    std::uint16_t port_;
    int socket_ = -1;
    std::string buffer_;
};

// The text of the first string member of that name in a JSON document: enough for ids.
std::string member(std::string_view json, std::string_view name);

}  // namespace kontor::bench
