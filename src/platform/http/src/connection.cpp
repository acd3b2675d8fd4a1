#include "connection.hpp"

#include "content_coding.hpp"
#include "platform/telemetry/log.hpp"
#include "target.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <algorithm>

namespace kontor::platform::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::http::verb;

constexpr std::size_t read_size = 16 * 1024;
constexpr std::size_t usual_body = 1 << 20;
constexpr std::size_t slowest_bytes_a_second = 256 * 1024;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

Error malformed_request() {
    return {ErrorKind::malformed, "http.malformed_request", "This is not a request of HTTP/1.1."};
}

Error folded_header() {
    return {ErrorKind::malformed, "http.bad_framing", "A header must be on one line."};
}

Error headers_too_large() {
    return {ErrorKind::too_large, "http.headers_too_large",
            "The request line and headers are too long. Send fewer or shorter ones."};
}

Error body_too_large(std::size_t limit) {
    return {ErrorKind::too_large, "http.body_too_large",
            "The body must not be longer than " + std::to_string(limit) + " bytes."};
}

Error unknown_expectation() {
    return {ErrorKind::malformed, "http.unknown_expectation",
            "The only Expect taken here is: 100-continue."};
}

Error unknown_method() {
    return {ErrorKind::method_not_allowed, "http.unknown_method",
            "This method is not one that any address takes."};
}

Error overloaded() {
    return {ErrorKind::unavailable, "http.overloaded",
            "Too many requests are waiting. Send this one again in a moment."};
}

const Networks& this_machine() {
    static const Networks loopback{*Network::accept("127.0.0.0/8"), *Network::accept("::1")};
    return loopback;
}

// Room for one of the long bodies that the server holds at one time.
class LongBody {
public:
    LongBody(const Service& service, bool is_needed) {
        if (!is_needed) return;
        held_ = service.long_bodies;
        is_admitted_ = held_->fetch_add(1) < service.options.long_bodies;
    }
    ~LongBody() {
        if (held_) held_->fetch_sub(1);
    }
    LongBody(const LongBody&) = delete;

    bool is_admitted() const { return is_admitted_; }

private:
    std::shared_ptr<std::atomic<std::size_t>> held_;
    bool is_admitted_ = true;
};

}  // namespace

Connection::Connection(Service& service, IoThread& thread, Socket socket, std::string peer,
                       asio::ssl::context* tls)
    : service_(service),
      thread_(thread),
      socket_(std::move(socket)),
      buffer_(service.options.header_limit + read_size),
      peer_(std::move(peer)),
      is_trusted_(any_has(service.options.trusted_proxies, peer_)),
      is_local_(any_has(this_machine(), peer_)) {
    if (tls) tls_.emplace(socket_, *tls);
    request_.peer = peer_;
    if (service_.options.limits) client_ = service_.options.limits->at_address(peer_);
    thread_.connections.insert(this);
}

Connection::~Connection() {
    thread_.connections.erase(this);
}

void Connection::allow(std::chrono::milliseconds time) {
    deadline_ = std::chrono::steady_clock::now() + time;
}

void Connection::begin_request() {
    began_ = std::chrono::steady_clock::now();
    deadline_ = began_ + service_.options.header_deadline;
}

void Connection::close_if_late(TimePoint now) {
    if (now <= deadline_) return;
    // Otherwise the kernel keeps an answer that nobody takes for as long as the client likes.
    error_code ignored;
    if (is_sending_) socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
}

void Connection::close_if_idle() {
    if (is_idle_) close();
}

void Connection::close() {
    if (std::exchange(is_closed_, true)) return;
    error_code ignored;
    socket_.close(ignored);
}

Awaitable<bool> Connection::shake_hands() {
    error_code error;
    allow(service_.options.header_deadline);
    co_await tls_->async_handshake(asio::ssl::stream_base::server,
                                   asio::redirect_error(awaited, error));
    co_return !error;
}

Awaitable<> Connection::serve() {
    if (tls_) {
        const bool is_safe = co_await shake_hands();
        if (!is_safe) keeps_alive_ = false;
    }
    while (keeps_alive_ && !is_closed_) {
        const bool has_header = co_await read_header();
        if (!has_header) break;
        facts_ = facts_of(parser_->get());
        is_head_ = parser_->get().method() == verb::head;
        keeps_alive_ =
            parser_->keep_alive() && parser_->get().version() == 11 && !service_.is_stopping;
        auto wrong = framing_error(parser_->get(), facts_);
        if (wrong) {
            co_await refuse(400, *std::move(wrong));
            break;
        }
        if (is_trusted_)
            find_client();
        else if (is_local_ && facts_.has_forwarded_for)
            tell_of_unnamed_proxy();
        const auto started = std::chrono::steady_clock::now();
        auto entry = find_cached(facts_);
        if (!entry)
            co_await answer_request();
        else if (is_within_limit(RateClass::reading, started))
            co_await write_cached(std::move(entry), started);
        else
            co_await refuse_for_now();
    }
    if (tls_ && !is_closed_) co_await say_goodbye();
    close();
}

// One step of the parser over what has been read; true when the part asked for is complete.
bool Connection::parse(error_code& error) {
    if (buffer_.size() == 0) {
        error = beast::http::error::need_more;
        return false;
    }
    const bool is_body = parser_->is_header_done();
    const auto length = parser_->put(buffer_.data(), error);
    const std::string_view taken(static_cast<const char*>(buffer_.data().data()), length);
    const bool is_read = !error || error == beast::http::error::need_more;
    if (is_read && !is_body && has_folded_line(taken)) error = beast::http::error::bad_obs_fold;
    buffer_.consume(length);
    const bool is_complete = parser_->eager() ? parser_->is_done() : parser_->is_header_done();
    return !error && is_complete;
}

Awaitable<bool> Connection::read_header() {
    facts_ = {};  // they look into the parser
    request_.allowance.reset();
    is_head_ = false;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(service_.options.header_limit));
    parser_->body_limit(boost::none);
    is_idle_ = buffer_.size() == 0;
    if (is_idle_)
        allow(std::exchange(is_new_, false) ? service_.options.header_deadline
                                            : service_.options.idle_timeout);
    else
        begin_request();
    while (true) {
        error_code error;
        if (parse(error)) co_return true;
        const bool is_long = error == beast::http::error::header_limit ||
                             buffer_.size() >= service_.options.header_limit;
        if (is_long) {
            co_await refuse(431, headers_too_large());
            co_return false;
        }
        if (error && error != beast::http::error::need_more) {
            const bool is_folded = error == beast::http::error::bad_obs_fold;
            co_await refuse(400, is_folded ? folded_header() : malformed_request());
            co_return false;
        }
        if (is_idle_ && service_.is_stopping) co_return false;
        const bool has_more = co_await read_more();
        if (!has_more) co_return false;
        if (std::exchange(is_idle_, false)) begin_request();
    }
}

Awaitable<bool> Connection::read_more() {
    const auto room = std::min(read_size, buffer_.max_size() - buffer_.size());
    if (room == 0) co_return false;
    error_code error;
    const auto space = buffer_.prepare(room);
    std::size_t length = 0;
    if (tls_)
        length = co_await tls_->async_read_some(space, asio::redirect_error(awaited, error));
    else
        length = co_await socket_.async_read_some(space, asio::redirect_error(awaited, error));
    buffer_.commit(length);
    co_return !error && length != 0;
}

// Each request of a proxy may be another client's.
void Connection::find_client() {
    std::string forwarded_for;
    const auto [first, last] = parser_->get().equal_range("X-Forwarded-For");
    for (auto header = first; header != last; ++header)
        forwarded_for.append(forwarded_for.empty() ? "" : ",").append(view(header->value()));
    request_.peer = client_behind(service_.options.trusted_proxies, peer_, forwarded_for);
    if (service_.options.limits) client_ = service_.options.limits->at_address(request_.peer);
}

// Once. All its clients are taken for this machine, which nothing is limited for.
void Connection::tell_of_unnamed_proxy() {
    if (service_.has_told_of_proxy.exchange(true)) return;
    log::warning(
        "a proxy on this machine is not named in http.trusted_proxies: all its clients are taken "
        "for one",
        {{"proxy", peer_}});
}

bool Connection::is_within_limit(RateClass of, TimePoint now) {
    auto* limits = service_.options.limits;
    if (limits) request_.allowance = limits->take(client_, of, now);
    return !request_.allowance || !request_.allowance->is_exceeded;
}

// Only plain requests: whatever is unusual takes the long way.
std::shared_ptr<const ResponseCache::Entry> Connection::find_cached(const HeaderFacts& facts) {
    const auto* cache = service_.router.cache();
    const auto method = parser_->get().method();
    if (!cache || (method != verb::get && method != verb::head)) return nullptr;
    if (facts.has_authorization || has_body(facts) || !facts.expect.empty()) return nullptr;
    if (!facts.accept.empty() && !accepts(facts.accept, "application/json")) return nullptr;
    const auto& languages = service_.router.languages();
    const auto key = languages.cache_key(view(parser_->get().target()),
                                         languages.negotiate(facts.accept_language), cache_key_);
    return cache->find(coded_key(key, negotiate_coding(facts.accept_encoding), coded_key_));
}

std::optional<Method> Connection::method_of_request() const {
    switch (parser_->get().method()) {
        case verb::get:
        case verb::head:
            return Method::get;
        case verb::post:
            return Method::post;
        case verb::put:
            return Method::put;
        case verb::patch:
            return Method::patch;
        case verb::delete_:
            return Method::del;
        default:
            return std::nullopt;
    }
}

// Before the body is read, so that no trailer is ever taken for a header.
void Connection::take_request() {
    const auto& received = parser_->get();
    request_.target = view(received.target());
    if (!request_.target.starts_with('/')) request_.target = origin_form(request_.target);
    request_.headers.clear();
    for (const auto& header : received)
        request_.headers.emplace_back(view(header.name_string()), view(header.value()));
    request_.body.clear();
}

Awaitable<> Connection::answer_request() {
    take_request();
    const auto method = method_of_request();
    const auto verb = parser_->get().method();
    const auto needs = service_.router.needs(method.value_or(Method::get), request_.target);
    if (!is_within_limit(needs.rate, std::chrono::steady_clock::now())) {
        co_await refuse_for_now();
        co_return;
    }
    body_limit_ = needs.body_limit;
    const bool has_long_body = parser_->content_length().value_or(0) > body_limit_;
    const bool has_strange_expectation =
        !facts_.expect.empty() && !beast::iequals(facts_.expect, "100-continue");
    if (has_long_body) {
        co_await refuse(413, body_too_large(body_limit_));
        co_return;
    }
    if (has_strange_expectation) {
        co_await refuse(417, unknown_expectation());
        co_return;
    }
    const bool is_long = has_body(facts_) && body_limit_ > usual_body &&
                         parser_->content_length().value_or(body_limit_) > usual_body;
    const LongBody room(service_, is_long);
    if (!room.is_admitted()) {
        co_await refuse(503, overloaded());
        co_return;
    }
    const bool was_read = co_await read_body();
    if (!was_read) {
        keeps_alive_ = false;
        co_return;
    }
    if (!method) {
        // Beast does not know it yet.
        const bool is_query = parser_->get().method_string() == "QUERY";
        const bool is_unknown = verb == verb::unknown && !is_query;
        auto response = is_unknown ? refusal(501, unknown_method()) : answer_without_route(verb);
        co_await write(std::move(response));
        co_return;
    }
    request_.method = *method;
    auto response = co_await handled(needs.bulkhead);
    if (is_long) std::string().swap(request_.body);
    co_await write(std::move(response));
}

Awaitable<bool> Connection::read_body() {
    const auto length =
        std::min<std::uint64_t>(parser_->content_length().value_or(body_limit_), body_limit_);
    auto end = began_ + service_.options.request_deadline;
    if (length > usual_body) end += std::chrono::seconds(length / slowest_bytes_a_second);
    deadline_ = began_ + service_.options.request_deadline;
    std::size_t received = 0;
    parser_->body_limit(body_limit_);
    parser_->eager(true);
    const bool waits = !facts_.expect.empty() && parser_->get().version() == 11;
    if (waits && buffer_.size() == 0 && has_body(facts_)) co_await announce_continue();
    while (!parser_->is_done()) {
        error_code error;
        if (parse(error)) break;
        if (error == beast::http::error::body_limit) {
            co_await refuse(413, body_too_large(body_limit_));
            co_return false;
        }
        const bool is_stuck = buffer_.size() >= buffer_.max_size();
        if ((error && error != beast::http::error::need_more) || is_stuck) {
            co_await refuse(400, malformed_request());
            co_return false;
        }
        const auto left_over = buffer_.size();
        const bool has_more = co_await read_more();
        if (!has_more) co_return false;
        received += buffer_.size() - left_over;
        if (received >= slowest_bytes_a_second) {
            received = 0;
            allow(service_.options.request_deadline);
            deadline_ = std::min(deadline_, end);
        }
    }
    request_.body = std::move(parser_->get().body());
    co_return true;
}

Awaitable<Response> Connection::handled(Bulkhead bulkhead) {
    auto& workers = bulkhead == Bulkhead::remote ? service_.remote : service_.fast;
    deadline_ = TimePoint::max();
    auto submit = [this, &workers](auto handler) {
        auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
        const auto finish = [this, waiting](Response response) {
            asio::post(thread_.context, [waiting, answer = std::move(response)]() mutable {
                (*waiting)(std::move(answer));
            });
        };
        const bool is_taken =
            workers.submit([this, finish] { finish(service_.router.handle(request_)); });
        if (!is_taken) finish(refusal(503, overloaded()));
    };
    co_return co_await asio::async_initiate<decltype(awaited), void(Response)>(std::move(submit),
                                                                               awaited);
}

}  // namespace kontor::platform::http
