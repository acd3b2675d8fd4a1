#pragma once

#include "cross_origin.hpp"
#include "framing.hpp"
#include "platform/http/cache.hpp"
#include "platform/http/server.hpp"
#include "workers.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace kontor::platform::http {

namespace asio = boost::asio;

// The context's own executor everywhere: the type-erased one costs an allocation here and there.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
template <class T = void>
using Awaitable = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> awaited;

// What the connections of a server share.
struct Service {
    const Router& router;
    const ServerOptions& options;
    Workers fast;
    Workers remote;
    const CrossOrigin cross_origin{options.allowed_origins};
    // Of answers over TLS.
    const std::string strict_transport =
        "Strict-Transport-Security: max-age=" + std::to_string(options.hsts.count()) + "\r\n";
    std::atomic<bool> is_stopping{false};
    std::atomic<bool> has_told_of_proxy{false};
    // A connection that is cut off may outlive the service.
    std::shared_ptr<std::atomic<std::size_t>> long_bodies =
        std::make_shared<std::atomic<std::size_t>>(0);
};

class Connection;

// One thread's part: its connections live and die on it.
struct IoThread {
    std::unordered_set<Connection*> connections;
    asio::io_context context{1};  // what it destroys last still leaves the set above

    // The header line, made anew once a second.
    std::string_view date_line();

private:
    std::time_t dated_ = 0;
    std::string date_line_;
};

// One client's connection: requests one after the other, answers in their order. Everything but
// handlers runs on its I/O thread.
class Connection {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // tls: none where it is not spoken.
    Connection(Service& service, IoThread& thread, Socket socket, std::string peer,
               asio::ssl::context* tls);
    ~Connection();
    Connection(const Connection&) = delete;

    // Until either side closes.
    Awaitable<> serve();

    void close_if_late(TimePoint now);
    void close_if_idle();
    void close();

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    Awaitable<bool> shake_hands();
    Awaitable<bool> read_header();
    Awaitable<bool> read_body();
    Awaitable<bool> read_more();
    Awaitable<> answer_request();
    Awaitable<Response> handled(Bulkhead bulkhead);
    Awaitable<> announce_continue();
    Awaitable<> write(Response response);
    Awaitable<> write_cached(std::shared_ptr<const ResponseCache::Entry> entry, TimePoint started);
    template <std::size_t N>
    Awaitable<> write_all(std::array<asio::const_buffer, N> buffers);
    Awaitable<> refuse(int status, Error error);
    Awaitable<> refuse_for_now();
    Awaitable<> say_goodbye();
    Awaitable<> linger();

    bool parse(boost::beast::error_code& error);
    std::shared_ptr<const ResponseCache::Entry> find_cached(const HeaderFacts& facts);
    std::optional<Method> method_of_request() const;
    void take_request();
    void find_client();
    void tell_of_unnamed_proxy();
    bool is_within_limit(RateClass of, TimePoint now);
    Response refusal(int status, const Error& error) const;
    Response answer_without_route(boost::beast::http::verb verb) const;
    void append_tail(std::string& head) const;
    void allow(std::chrono::milliseconds time);
    void begin_request();

    Service& service_;
    IoThread& thread_;
    Socket socket_;
    std::optional<asio::ssl::stream<Socket&>> tls_;
    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    Request request_;
    std::string head_;
    std::string cache_key_;
    std::string coded_key_;
    HeaderFacts facts_;
    const std::string peer_;  // behind which there may be a client
    const bool is_trusted_;
    const bool is_local_;
    RateLimits::Client client_;
    std::size_t body_limit_ = 0;
    bool is_head_ = false;
    bool keeps_alive_ = true;
    bool is_idle_ = true;
    bool is_new_ = true;
    bool is_closed_ = false;
    bool is_sending_ = false;  // what the client has yet to take
    TimePoint began_{};        // when the first byte of the request was seen
    TimePoint deadline_{};
};

}  // namespace kontor::platform::http
