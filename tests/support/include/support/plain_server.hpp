// The least of an HTTP server, that can also answer badly.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace kontor::test {

struct PlainRequest {
    std::string method;
    std::string path;                            // without the query
    std::string query;                           // as sent
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

struct PlainAnswer {
    int status = 200;
    std::map<std::string, std::string> headers{};
    std::string body{};
    enum class Manner { whole, cut, silent } manner = Manner::whole;  // silent: until it is closed
};

// One thread a connection.
class PlainServer {
public:
    using Handler = std::function<PlainAnswer(const PlainRequest&)>;

    PlainServer(std::uint16_t port, Handler handler);
    ~PlainServer();
    PlainServer(const PlainServer&) = delete;
    std::uint16_t port() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::test
