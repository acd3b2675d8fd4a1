#include "support/plain_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <list>
#include <mutex>
#include <thread>

namespace kontor::test {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;

namespace {

PlainRequest to_plain(const http::request<http::string_body>& request) {
    PlainRequest plain;
    plain.method = std::string(request.method_string());
    const std::string target(request.target());
    const auto question = target.find('?');
    plain.path = target.substr(0, question);
    if (question != target.npos) plain.query = target.substr(question + 1);
    for (const auto& header : request) {
        std::string name(header.name_string());
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        plain.headers[name] = std::string(header.value());
    }
    plain.body = request.body();
    return plain;
}

void reset(tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

}  // namespace

struct PlainServer::State {
    State(std::uint16_t port, Handler given)
        : acceptor(context, {boost::asio::ip::address_v4::loopback(), port}),
          handler(std::move(given)) {}

    void serve(tcp::socket& socket) {
        boost::beast::flat_buffer buffer;
        boost::system::error_code error;
        while (true) {
            http::request<http::string_body> request;
            http::read(socket, buffer, request, error);
            if (error) return;
            const auto answer = handler(to_plain(request));
            if (answer.manner == PlainAnswer::Manner::cut) return reset(socket);
            if (answer.manner == PlainAnswer::Manner::silent) {
                char byte = 0;
                socket.read_some(boost::asio::buffer(&byte, 1), error);
                return;
            }
            http::response<http::string_body> response(static_cast<http::status>(answer.status),
                                                       request.version());
            for (const auto& [name, value] : answer.headers) response.set(name, value);
            response.body() = answer.body;
            response.keep_alive(request.keep_alive());
            response.prepare_payload();
            http::write(socket, response, error);
            if (error || !request.keep_alive()) return;
        }
    }

    void accept() {
        while (true) {
            boost::system::error_code error;
            auto socket = std::make_shared<tcp::socket>(context);
            acceptor.accept(*socket, error);
            const std::lock_guard lock(mutex);
            if (error || stopping) return;
            sockets.push_back(socket);
            threads.emplace_back([this, socket] {
                serve(*socket);
                const std::lock_guard closing(mutex);
                boost::system::error_code ignored;
                socket->close(ignored);
                sockets.remove(socket);
            });
        }
    }

    void stop() {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
            ::shutdown(acceptor.native_handle(), SHUT_RDWR);
            for (const auto& socket : sockets) ::shutdown(socket->native_handle(), SHUT_RDWR);
        }
        acceptor_thread.join();
        for (auto& thread : threads) thread.join();
    }

    boost::asio::io_context context;
    tcp::acceptor acceptor;
    Handler handler;
    std::mutex mutex;
    bool stopping = false;
    std::list<std::shared_ptr<tcp::socket>> sockets;
    std::list<std::thread> threads;
    std::thread acceptor_thread;
};

PlainServer::PlainServer(std::uint16_t port, Handler handler)
    : state_(std::make_unique<State>(port, std::move(handler))) {
    state_->acceptor_thread = std::thread([this] { state_->accept(); });
}

PlainServer::~PlainServer() {
    state_->stop();
}

std::uint16_t PlainServer::port() const {
    return state_->acceptor.local_endpoint().port();
}

}  // namespace kontor::test
