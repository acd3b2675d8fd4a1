#include "local_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace {

// A socket bound to a free port.
std::pair<int, int> bind_anywhere() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("no free port on this machine");
    }
    return {fd, ntohs(address.sin_port)};
}

std::size_t body_size(const std::string& head) {
    const std::string name = "Content-Length: ";
    const auto at = head.find(name);
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}

bool is_whole(const std::string& request) {
    const auto end = request.find("\r\n\r\n");
    return end != std::string::npos &&
           request.size() >= end + 4 + body_size(request.substr(0, end));
}

std::string receive_request(int connection) {
    std::string request;
    char buffer[4096];
    while (!is_whole(request)) {
        const auto size = recv(connection, buffer, sizeof buffer, 0);
        if (size <= 0) return {};
        request.append(buffer, static_cast<std::size_t>(size));
    }
    return request;
}

}  // namespace

LocalServer::LocalServer(Answer answer, After after, std::string greeting)
    : answer_(std::move(answer)), after_(after), greeting_(std::move(greeting)) {
    std::tie(listener_, port_) = bind_anywhere();
    listen(listener_, 16);
    acceptor_ = std::thread([this] {
        while (true) {
            const int connection = accept(listener_, nullptr, nullptr);
            if (connection < 0) return;
            connections_.push_back(connection);
            threads_.emplace_back([this, connection] { serve(connection); });
        }
    });
}

LocalServer::~LocalServer() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (const int connection : connections_) shutdown(connection, SHUT_RDWR);
    threads_.clear();
    for (const int connection : connections_) close(connection);
    close(listener_);
}

void LocalServer::serve(int connection) {
    send(connection, greeting_.data(), greeting_.size(), MSG_NOSIGNAL);
    ++clients_;
    clients_.notify_all();
    std::string answer;
    do {
        const auto request = receive_request(connection);
        if (request.empty()) break;
        ++requests_;
        answer = answer_(request);
        send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
    } while (after_ == After::waits_for_more && !answer.empty());
    shutdown(connection, SHUT_RDWR);
}

std::string LocalServer::url(const std::string& path, const std::string& scheme) const {
    return scheme + "://127.0.0.1:" + std::to_string(port_) + path;
}

std::string closed_url() {
    const auto [fd, port] = bind_anywhere();
    close(fd);
    return "http://127.0.0.1:" + std::to_string(port) + "/";
}
