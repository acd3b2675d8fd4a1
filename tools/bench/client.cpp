#include "client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <stdexcept>
#include <utility>

namespace kontor::bench {

Client::~Client() {
    if (socket_ >= 0) ::close(socket_);
}

void Client::connect() {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(std::exchange(socket_, -1));
        throw std::runtime_error("cannot connect to port " + std::to_string(port_));
    }
}

void Client::fill() {
    char chunk[16384];
    const auto count = ::recv(socket_, chunk, sizeof chunk, 0);
    if (count <= 0) {
        ::close(std::exchange(socket_, -1));
        throw std::runtime_error("the connection was closed");
    }
    buffer_.append(chunk, static_cast<std::size_t>(count));
}

Answer Client::send(std::string_view method, std::string_view target, std::string_view headers,
                    std::string_view body) {
    if (socket_ < 0) {
        buffer_.clear();
        connect();
    }
    std::string request;
    request.reserve(256 + headers.size() + body.size());
    request.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    request.append(headers);
    if (!body.empty())
        request.append("Content-Type: application/json\r\nContent-Length: ")
            .append(std::to_string(body.size()))
            .append("\r\n");
    request.append("\r\n").append(body);
    if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
        ::close(std::exchange(socket_, -1));
        throw std::runtime_error("the connection was closed");
    }

    std::size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) fill();
    Answer answer;
    std::from_chars(buffer_.data() + 9, buffer_.data() + 12, answer.status);
    std::size_t length = 0;
    constexpr std::string_view name = "\r\nContent-Length: ";
    if (const auto at = buffer_.find(name); at < end)
        std::from_chars(buffer_.data() + at + name.size(), buffer_.data() + end, length);
    const auto start = end + 4;
    while (buffer_.size() < start + length) fill();
    answer.body = buffer_.substr(start, length);
    buffer_.erase(0, start + length);
    return answer;
}

std::string member(std::string_view json, std::string_view name) {
    const auto key = "\"" + std::string(name) + "\":\"";
    const auto at = json.find(key);
    if (at == std::string_view::npos)
        throw std::runtime_error("no " + std::string(name) + " in " + std::string(json));
    const auto start = at + key.size();
    return std::string(json.substr(start, json.find('"', start) - start));
}

}  // namespace kontor::bench
