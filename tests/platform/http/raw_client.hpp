// A client that sends exactly the bytes it is given: a plain socket.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

// Takes what comes apart into answers, whatever it comes over.
class AnswerReader {
public:
    // One answer, head and body; "" when the server closes instead.
    std::string answer(bool has_body = true) {
        while (received_.find("\r\n\r\n") == received_.npos)
            if (!receive()) return std::exchange(received_, {});
        auto size = received_.find("\r\n\r\n") + 4;
        const auto length = received_.find("Content-Length: ");
        if (has_body && length < size) size += std::stoul(received_.substr(length + 16));
        while (received_.size() < size)
            if (!receive()) break;
        auto answer = received_.substr(0, size);
        received_.erase(0, size);
        return answer;
    }

    // Everything up to the server's end of the connection.
    std::string until_closed() {
        while (receive()) continue;
        return std::exchange(received_, {});
    }

protected:
    ~AnswerReader() = default;
    // How many bytes were put there; none at the end.
    virtual std::ptrdiff_t read(char* bytes, std::size_t most) = 0;

private:
    bool receive() {
        char bytes[16384];
        const auto count = read(bytes, sizeof bytes);
        if (count <= 0) return false;
        received_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    std::string received_;
};

class RawClient final : public AnswerReader {
public:
    // narrow: whoever sends has to wait soon when nobody reads.
    enum class Window { usual, narrow };

    // From that address of this machine.
    explicit RawClient(std::uint16_t port, const char* from = "127.0.0.1",
                       Window window = Window::usual)
        : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        if (window == Window::narrow) {
            constexpr int bytes = 4096, segment = 536;
            ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
            ::setsockopt(socket_, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
        }
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = ::inet_addr(from);
        if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot bind");
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        // A test that waits for ever tells less than one that fails.
        const timeval patience{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }
    ~RawClient() { ::close(socket_); }
    RawClient(const RawClient&) = delete;

    // False when the server has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // Whether an answer, or the end of the connection, is there to be read.
    bool is_answered() const {
        char byte = 0;
        return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
    }

    int descriptor() const { return socket_; }

    // Whether the server has hung up, or does so in that time.
    bool is_hung_up(int milliseconds = 0) const {
        pollfd waiting{socket_, POLLRDHUP, 0};
        return ::poll(&waiting, 1, milliseconds) > 0 &&
               (waiting.revents & (POLLRDHUP | POLLHUP | POLLERR));
    }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

private:
    std::ptrdiff_t read(char* bytes, std::size_t most) override {
        const auto count = ::recv(socket_, bytes, most, 0);
        if (count < 0 && errno == EAGAIN)
            throw std::runtime_error("the server neither answers nor closes");
        return count;
    }

    int socket_;
};
