#include "connection.hpp"
#include "problem.hpp"
#include "request_id.hpp"
#include "route_metrics.hpp"
#include "standard_headers.hpp"
#include "wire.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <ctime>

namespace kontor::platform::http {
namespace {

using boost::system::error_code;

constexpr std::size_t discard_size = 16 * 1024;
constexpr int most_discarded_reads = 64;
constexpr std::size_t slice_size = 256 * 1024;

bool has_no_content(int status) {
    return status == 204 || status == 304;
}

template <std::size_t N>
void consume(std::array<asio::const_buffer, N>& buffers, std::size_t length) {
    for (auto& buffer : buffers) {
        const auto taken = std::min(length, buffer.size());
        buffer += taken;
        length -= taken;
    }
}

template <std::size_t N>
std::array<asio::const_buffer, N> first_slice(std::array<asio::const_buffer, N> buffers) {
    auto room = slice_size;
    for (auto& buffer : buffers) {
        buffer = asio::buffer(buffer, room);
        room -= buffer.size();
    }
    return buffers;
}

}  // namespace

std::string_view IoThread::date_line() {
    const auto now = std::time(nullptr);
    if (now != dated_) {
        dated_ = now;
        std::tm parts{};
        gmtime_r(&now, &parts);
        std::array<char, 64> text{};
        const auto length =
            std::strftime(text.data(), text.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
        date_line_.assign(text.data(), length);
    }
    return date_line_;
}

void Connection::append_tail(std::string& head) const {
    service_.cross_origin.append_lines(head, facts_.origin);
    if (tls_) head.append(service_.strict_transport);
    head.append(thread_.date_line());
    head.append(keeps_alive_ ? "\r\n" : "Connection: close\r\n\r\n");
}

Awaitable<> Connection::write_cached(std::shared_ptr<const ResponseCache::Entry> entry,
                                     TimePoint started) {
    const bool is_known =
        !facts_.if_none_match.empty() && names_etag(facts_.if_none_match, entry->etag);
    head_.assign("X-Request-Id: ");
    if (facts_.request_id.empty()) {
        const auto id = make_request_id();
        head_.append(id.data(), id.size());
    } else {
        head_.append(request_id_of({{"X-Request-Id", std::string(facts_.request_id)}}));
    }
    head_.append("\r\n");
    append_allowance(head_, request_.allowance);
    append_tail(head_);
    if (entry->metrics) {
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
        entry->metrics->record(is_known ? 304 : 200, taken.count());
    }
    const auto& wire = is_known ? entry->wire_not_modified : entry->wire;
    const auto body_size = is_known || is_head_ ? 0 : entry->body.size();
    const std::array<asio::const_buffer, 3> buffers{asio::buffer(wire), asio::buffer(head_),
                                                    asio::buffer(entry->body.data(), body_size)};
    co_await write_all(buffers);
}

Awaitable<> Connection::announce_continue() {
    constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
    const std::array<asio::const_buffer, 1> buffers{asio::buffer(interim)};
    co_await write_all(buffers);
}

Response Connection::refusal(int status, const Error& error) const {
    const auto request_id = facts_.request_id.empty()
                                ? new_request_id()
                                : request_id_of({{"X-Request-Id", std::string(facts_.request_id)}});
    auto response = problem_with_status(status, error, request_id);
    response.headers.emplace_back("X-Request-Id", request_id);
    set_standard_headers(response.headers);
    set_allowance(response.headers, request_.allowance);
    return response;
}

// OPTIONS, and the methods that no address takes.
Response Connection::answer_without_route(boost::beast::http::verb verb) const {
    const auto allowed = service_.router.allowed_methods(request_.target);
    if (allowed.empty()) return refusal(404, detail::no_such_path());
    if (verb != boost::beast::http::verb::options) {
        auto response = refusal(405, method_not_allowed(allowed));
        response.headers.emplace_back("Allow", allowed);
        return response;
    }
    Response response{
        204, {{"Allow", allowed}, {"X-Request-Id", request_id_of(request_.headers)}}, {}};
    set_standard_headers(response.headers);
    set_allowance(response.headers, request_.allowance);
    service_.cross_origin.permit(response.headers, facts_.origin, allowed);
    return response;
}

Awaitable<> Connection::write(Response response) {
    if (service_.is_stopping) keeps_alive_ = false;
    head_ = wire_head(response.status, response.headers);
    if (!has_no_content(response.status))
        head_.append("Content-Length: ")
            .append(std::to_string(response.body.size()))
            .append("\r\n");
    append_tail(head_);
    const bool has_content = !is_head_ && !has_no_content(response.status);
    const std::array<asio::const_buffer, 2> buffers{
        asio::buffer(head_),
        asio::buffer(response.body.data(), has_content ? response.body.size() : 0)};
    co_await write_all(buffers);
}

template <std::size_t N>
Awaitable<> Connection::write_all(std::array<asio::const_buffer, N> buffers) {
    error_code error;
    if (!tls_) {
        // Mostly all of it fits into the socket's buffer, and then nothing has to wait.
        consume(buffers, socket_.write_some(buffers, error));
        if (error == asio::error::would_block || error == asio::error::try_again) error = {};
    }
    is_sending_ = true;
    while (!error && asio::buffer_size(buffers) != 0) {
        allow(service_.options.request_deadline);
        const auto slice = first_slice(buffers);
        std::size_t written = 0;
        if (tls_)
            written =
                co_await asio::async_write(*tls_, slice, asio::redirect_error(awaited, error));
        else
            written =
                co_await asio::async_write(socket_, slice, asio::redirect_error(awaited, error));
        consume(buffers, written);
    }
    is_sending_ = false;
    if (error) close();
}

Awaitable<> Connection::refuse(int status, Error error) {
    keeps_alive_ = false;
    allow(service_.options.request_deadline);
    auto response = refusal(status, error);
    co_await write(std::move(response));
    if (tls_) co_await say_goodbye();
    co_await linger();
}

// So that nobody takes an end that somebody on the way made for ours.
Awaitable<> Connection::say_goodbye() {
    allow(std::chrono::seconds{1});
    error_code error;
    co_await tls_->async_shutdown(asio::redirect_error(awaited, error));
}

// A body would have to be read to go on, and it is not worth that.
Awaitable<> Connection::refuse_for_now() {
    auto error = too_many_requests(*request_.allowance);
    if (has_body(facts_)) {
        co_await refuse(429, std::move(error));
        co_return;
    }
    auto response = refusal(429, error);
    co_await write(std::move(response));
}

// Closing while unread bytes are left makes the kernel reset the connection, and the client may
// lose the answer that tells it why.
Awaitable<> Connection::linger() {
    allow(std::chrono::seconds{1});
    error_code error;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    for (int i = 0; i < most_discarded_reads && !error; ++i) {
        buffer_.clear();
        const auto space = buffer_.prepare(discard_size);
        co_await socket_.async_read_some(space, asio::redirect_error(awaited, error));
    }
    close();
}

}  // namespace kontor::platform::http
