// Where requests end and begin: the server's own connection, over a pair of sockets.
#include "connection.hpp"
#include "outside.hpp"
#include "strict_reader.hpp"
#include "target.hpp"

#include <boost/asio/co_spawn.hpp>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

namespace {

using namespace kontor::platform;
using namespace kontor::platform::http;
using kontor::fuzz::require;
using kontor::fuzz::StrictRequest;
using namespace std::chrono_literals;

struct Conversation {
    // But of a refusal that ends it: cut into pieces, the same bytes may just seem unfinished.
    std::vector<int> statuses;
    std::vector<StrictRequest> executed;
    friend bool operator==(const Conversation&, const Conversation&) = default;
};

struct Shop {
    std::vector<StrictRequest> executed;
    ResponseCache cache{1 << 16};
    Router router{options_of(cache)};
    ServerOptions options{.trusted_proxies = {*Network::accept("192.0.2.0/24")},
                          .allowed_origins = {*Origin::accept("https://www.shop.example")},
                          .header_limit = 2048};
    Service service{router, options, {1, 16}, {1, 16}};
    IoThread thread;

    static RouterOptions options_of(ResponseCache& cache) {
        RouterOptions options;
        options.cache = &cache;
        return options;
    }

    Shop() {
        router.add(Route(Method::post, "/v1/echo", "echo", "Says it again").up_to(512),
                   [this](const Call<Nothing, RawBody>& call) -> Result<std::string> {
                       executed.push_back({"POST", "/v1/echo", call.body.bytes});
                       return std::string("said");
                   });
        router.add(Route(Method::get, "/v1/kept", "keep", "Is kept").cached(),
                   [](const Call<>&) -> Result<std::string> { return std::string("kept"); });
    }
};

class Client {
public:
    explicit Client(Shop& shop) : shop_(shop) {
        require(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()) == 0, "there are sockets");
        Socket socket(shop.thread.context.get_executor());
        socket.assign(asio::ip::tcp::v4(), ends_[0]);
        socket.non_blocking(true);
        connection_.emplace(shop.service, shop.thread, std::move(socket), "192.0.2.1", nullptr);
        shop.thread.context.restart();
        asio::co_spawn(shop.thread.context, connection_->serve(), [this](std::exception_ptr fault) {
            is_over_ = true;
            if (fault) std::rethrow_exception(fault);
        });
    }
    ~Client() { ::close(ends_[1]); }

    void send(std::string_view bytes) {
        std::ignore = ::send(ends_[1], bytes.data(), bytes.size(), MSG_NOSIGNAL);
        shop_.thread.context.poll();
        receive();
    }

    // What was answered, once the server has closed the connection too.
    std::string finish() {
        ::shutdown(ends_[1], SHUT_WR);
        const auto work = asio::make_work_guard(shop_.thread.context);
        while (!is_over_) {
            require(shop_.thread.context.run_one_for(5s) > 0, "a connection ends");
            receive();
        }
        receive();
        return std::move(answers_);
    }

private:
    void receive() {
        std::array<char, 4096> bytes{};
        while (true) {
            const auto length = ::recv(ends_[1], bytes.data(), bytes.size(), MSG_DONTWAIT);
            if (length <= 0) return;
            answers_.append(bytes.data(), static_cast<std::size_t>(length));
        }
    }

    Shop& shop_;
    std::array<int, 2> ends_{};
    std::optional<Connection> connection_;
    bool is_over_ = false;
    std::string answers_;
};

std::size_t length_of_body(std::string_view head) {
    constexpr std::string_view name = "\r\nContent-Length: ";
    const auto found = head.find(name);
    return found == head.npos ? 0 : std::stoul(std::string(head.substr(found + name.size(), 9)));
}

// Answers one after the other and nothing else. A body is JSON, so that an answer to HEAD, which
// has none, shows by what follows.
std::vector<int> statuses_of(std::string_view answers) {
    constexpr std::string_view start = "HTTP/1.1 ";
    std::vector<int> statuses;
    bool is_closed = false;
    while (!answers.empty()) {
        require(!is_closed, "nothing is answered after the end of a connection was announced");
        const auto end = answers.find("\r\n\r\n");
        require(answers.starts_with(start) && end != answers.npos, "an answer has a head");
        const auto head = answers.substr(0, end + 2);
        answers.remove_prefix(end + 4);
        const int status = std::stoi(std::string(head.substr(start.size(), 3)));
        if (status == 100) continue;
        is_closed = head.find("\r\nConnection: close\r\n") != head.npos;
        if (!is_closed || status < 400) statuses.push_back(status);
        require(status < 500 || status == 501, "no bytes are a failure of the shop");
        const bool has_body = !answers.empty() && !answers.starts_with(start);
        if (!has_body) continue;
        require(length_of_body(head) <= answers.size(), "an answer has a body of its length");
        answers.remove_prefix(length_of_body(head));
    }
    return statuses;
}

// next: how long each piece is.
Conversation converse(Shop& shop, std::string_view bytes,
                      const std::function<std::size_t()>& next) {
    shop.executed.clear();
    Client client(shop);
    while (!bytes.empty()) {
        const auto piece = bytes.substr(0, next());
        client.send(piece);
        bytes.remove_prefix(piece.size());
    }
    const auto statuses = statuses_of(client.finish());
    require(shop.executed.size() <= statuses.size(), "what is executed is answered");
    return {statuses, shop.executed};
}

// Each request that was executed is one that the strict reader found too, in their order.
void compare(const Conversation& conversation, std::string_view bytes) {
    const auto read = kontor::fuzz::read_strictly(bytes);
    auto next = read.begin();
    for (const auto& executed : conversation.executed) {
        next = std::find_if(next, read.end(), [&](const StrictRequest& request) {
            return request.method == executed.method && request.body == executed.body &&
                   origin_form(request.target) == executed.target;
        });
        require(next != read.end(), "what is executed was plainly sent");
        ++next;
    }
}

}  // namespace

void kontor::fuzz::try_bytes(std::string_view bytes) {
    static Shop shop;
    const auto at_once = converse(shop, bytes, [&] { return bytes.size(); });
    compare(at_once, bytes);
    std::size_t length = bytes.size();
    const auto in_pieces = converse(shop, bytes, [&] { return length = length * 31 % 61 + 1; });
    require(in_pieces == at_once, "how bytes are cut into packets makes no difference");
}
