#include "platform/http/server.hpp"

#include "certificate.hpp"
#include "connection.hpp"
#include "platform/telemetry/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <netinet/tcp.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace kontor::platform::http {
namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

constexpr milliseconds shortest_tick{5};
constexpr milliseconds longest_tick{250};
constexpr milliseconds accept_pause{100};

// Who is connected, and whether somebody else may be.
class Guests {
public:
    explicit Guests(const ServerOptions& options)
        : most_(options.max_connections), most_per_peer_(options.max_connections_per_peer) {}

    bool admit(const std::string& peer, bool is_proxy) {
        const std::lock_guard lock(mutex_);
        if (count_ >= most_) return false;
        auto& of_peer = by_peer_[peer];
        if (of_peer >= most_per_peer_ && !is_proxy) return false;
        ++of_peer;
        ++count_;
        return true;
    }

    void leave(const std::string& peer) {
        {
            const std::lock_guard lock(mutex_);
            const auto found = by_peer_.find(peer);
            if (--found->second == 0) by_peer_.erase(found);
            --count_;
        }
        left_.notify_all();
    }

    bool wait_until_gone(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        return left_.wait_for(lock, time, [&] { return count_ == 0; });
    }

private:
    const std::size_t most_;
    const std::size_t most_per_peer_;
    std::mutex mutex_;
    std::condition_variable left_;
    std::size_t count_ = 0;
    std::map<std::string, std::size_t> by_peer_;
};

// Ends with the connection.
class Stay {
public:
    Stay(Guests& guests, std::string peer) : guests_(guests), peer_(std::move(peer)) {}
    ~Stay() { guests_.leave(peer_); }
    Stay(const Stay&) = delete;

private:
    Guests& guests_;
    const std::string peer_;
};

Error cannot_listen(const ServerOptions& options, const std::string& reason) {
    return {ErrorKind::conflict, "http.address_in_use",
            "Cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " +
                reason + ". Stop what listens there, or configure another address or port."};
}

}  // namespace

struct Server::State {
    State(const Router& router, ServerOptions server_options)
        : options(std::move(server_options)),
          guests(options),
          service{router,
                  options,
                  {options.workers, options.queue},
                  {options.remote_workers, options.queue}} {
        if (!options.certificate_file.empty())
            certificate.emplace(options.certificate_file, options.key_file);
        for (std::size_t i = 0; i < std::max<std::size_t>(options.io_threads, 1); ++i)
            io.push_back(std::make_unique<IoThread>());
    }

    Result<> listen();
    void run();
    Awaitable<> accept();
    Awaitable<> watch_deadlines(IoThread& thread);
    Awaitable<> attend(IoThread& thread, Socket socket, std::string peer,
                       std::unique_ptr<Stay> stay);
    void welcome(IoThread& thread, Socket socket);
    void each_connection(void (Connection::*act)());
    void stop_accepting();
    void stop(std::chrono::milliseconds grace);

    ServerOptions options;
    Guests guests;
    std::optional<Certificate> certificate;
    std::vector<std::unique_ptr<IoThread>> io;
    std::optional<Acceptor> acceptor;
    Service service;  // its queues may hold what belongs to the contexts: gone before them
    std::vector<std::thread> threads;
};

// What the kernel keeps of an answer beyond what is on its way; connections have it from where they
// are accepted. Otherwise it takes megabytes for each, and that a client does not take them is
// noticed when it is full at last.
void bound_unsent(Acceptor& acceptor) {
    constexpr int longest_unsent = 128 * 1024;
    ::setsockopt(acceptor.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &longest_unsent,
                 sizeof longest_unsent);
}

Result<> Server::State::listen() {
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return cannot_listen(options, error.message());
    const tcp::endpoint endpoint(address, options.port);
    acceptor.emplace(io.front()->context.get_executor());
    acceptor->open(endpoint.protocol(), error);
    if (!error) acceptor->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) bound_unsent(*acceptor);
    if (!error) acceptor->bind(endpoint, error);
    if (!error) acceptor->listen(tcp::acceptor::max_listen_connections, error);
    if (error) return cannot_listen(options, error.message());
    options.port = acceptor->local_endpoint().port();
    return {};
}

void Server::State::run() {
    asio::co_spawn(io.front()->context, accept(), asio::detached);
    for (auto& thread : io) {
        asio::co_spawn(thread->context, watch_deadlines(*thread), asio::detached);
        threads.emplace_back([&context = thread->context] { context.run(); });
    }
}

Awaitable<> Server::State::accept() {
    for (std::size_t turn = 0; acceptor->is_open(); turn = (turn + 1) % io.size()) {
        auto& thread = *io[turn];
        Socket socket(thread.context.get_executor());
        error_code error;
        co_await acceptor->async_accept(socket, asio::redirect_error(awaited, error));
        if (!error) {
            welcome(thread, std::move(socket));
        } else if (acceptor->is_open()) {
            // Out of descriptors, mostly: trying at once would only spin.
            log::warning("a connection could not be accepted", {{"reason", error.message()}});
            Timer pause(io.front()->context.get_executor());
            pause.expires_after(accept_pause);
            co_await pause.async_wait(asio::redirect_error(awaited, error));
        }
    }
}

void Server::State::welcome(IoThread& thread, Socket socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) return;
    const auto peer = NetworkAddress::parse(endpoint.address().to_string());
    if (!peer) return;
    auto client = peer->of_one_client().text();
    if (!guests.admit(client, any_has(options.trusted_proxies, *peer))) return;
    auto stay = std::make_unique<Stay>(guests, std::move(client));
    socket.non_blocking(true, error);
    socket.set_option(tcp::no_delay(true), error);
    asio::co_spawn(thread.context, attend(thread, std::move(socket), peer->text(), std::move(stay)),
                   asio::detached);
}

Awaitable<> Server::State::attend(IoThread& thread, Socket socket, std::string peer,
                                  std::unique_ptr<Stay>) {
    const auto tls = certificate ? certificate->context() : nullptr;
    Connection connection(service, thread, std::move(socket), std::move(peer), tls.get());
    try {
        co_await connection.serve();
    } catch (const std::exception& failure) {
        log::error("a connection failed", {{"reason", failure.what()}});
    }
}

// One timer a thread for all its connections: re-arming one for each request is what costs.
Awaitable<> Server::State::watch_deadlines(IoThread& thread) {
    const auto shortest =
        std::min({options.header_deadline, options.request_deadline, options.idle_timeout});
    const auto tick = std::clamp(shortest / 4, shortest_tick, longest_tick);
    Timer timer(thread.context.get_executor());
    while (true) {
        timer.expires_after(tick);
        co_await timer.async_wait(awaited);
        const auto now = std::chrono::steady_clock::now();
        for (auto* connection : thread.connections) connection->close_if_late(now);
    }
}

void Server::State::each_connection(void (Connection::*act)()) {
    for (auto& thread : io)
        asio::post(thread->context, [&thread = *thread, act] {
            for (auto* connection : thread.connections) (connection->*act)();
        });
}

void Server::State::stop_accepting() {
    asio::post(io.front()->context, [this] {
        error_code ignored;
        acceptor->close(ignored);
    });
}

void Server::State::stop(std::chrono::milliseconds grace) {
    if (threads.empty()) return;
    service.is_stopping = true;
    stop_accepting();
    each_connection(&Connection::close_if_idle);
    const bool all_left = guests.wait_until_gone(grace);
    if (!all_left && grace.count() > 0)
        log::warning("connections were cut off at the end of the grace period");
    each_connection(&Connection::close);
    service.fast.stop();
    service.remote.stop();
    for (auto& thread : io) thread->context.stop();
    for (auto& thread : threads) thread.join();
    threads.clear();
}

Server::Server(const Router& router, ServerOptions options)
    : state_(std::make_unique<State>(router, std::move(options))) {}

Server::~Server() {
    state_->stop(std::chrono::milliseconds{0});
}

Result<> Server::start() {
    if (state_->certificate)
        if (auto read = state_->certificate->read(); !read) return read;
    if (auto listening = state_->listen(); !listening) return listening;
    state_->run();
    return {};
}

std::uint16_t Server::port() const {
    return state_->options.port;
}

Result<> Server::renew_certificate() {
    if (!state_->certificate) return {};
    return state_->certificate->read();
}

bool Server::has_new_certificate() const {
    return state_->certificate && state_->certificate->is_renewed();
}

void Server::stop(std::chrono::milliseconds grace) {
    state_->stop(grace);
}

}  // namespace kontor::platform::http
