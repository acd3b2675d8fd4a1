#include "own_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <map>

namespace kontor::test {

namespace {

using Clock = std::chrono::steady_clock;
using Clients = std::vector<std::unique_ptr<RawClient>>;

constexpr int crowd = 1000;                  // of each kind
constexpr rlim_t usual_files = 1024;         // that a shell gives a program
constexpr std::chrono::seconds longest{11};  // ten, and what a busy machine adds

// Those who do the same again and again from an address of their own.
struct Kind {
    const char* from;
    std::string start;
    std::string drop;  // nothing: it never reads
    RawClient::Window window = RawClient::Window::usual;
};

const std::string post =
    "POST /v1/carts HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n";

const std::vector<Kind> kinds{
    {"127.0.0.2", "GET / HTTP/1.1\r\nHost: shop\r\nX-Slow: ", "x"},
    {"127.0.0.3", post + "Content-Length: 4096\r\n\r\n{", " "},
    {"127.0.0.4", "GET /openapi.json HTTP/1.1\r\nHost: shop\r\n\r\n", "",
     RawClient::Window::narrow},
};
const std::vector<Kind> chunked{
    {"127.0.0.5", post + "Transfer-Encoding: chunked\r\n\r\n1;", "x"},
    {"127.0.0.5", post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nX-Trailer: ", "x"},
};

// Of this process; what it starts begins with as many.
void allow_files(rlim_t files) {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    REQUIRE_MESSAGE(limit.rlim_max >= files, "ulimit -Hn must be " << files << " at least");
    limit.rlim_cur = files;
    setrlimit(RLIMIT_NOFILE, &limit);
}

std::size_t resident_kibibytes(int process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string word; status >> word;)
        if (std::size_t kibibytes = 0; word == "VmRSS:" && status >> kibibytes) return kibibytes;
    return 0;
}

// One of thousands.
struct Slow {
    Slow(std::uint16_t port, const Kind& given)
        : client(std::make_unique<RawClient>(port, given.from, given.window)), kind(&given) {
        client->send(kind->start);
    }

    bool is_cut() const { return client->is_hung_up(); }
    bool is_late() const { return Clock::now() - began > longest; }

    std::unique_ptr<RawClient> client;
    const Kind* kind;
    Clock::time_point began;
};

std::vector<Slow> crowd_at(std::uint16_t port) {
    std::vector<Slow> clients;
    for (const auto& kind : kinds)
        for (int i = 0; i < crowd; ++i) clients.emplace_back(port, kind);
    for (const auto& kind : chunked)
        for (int i = 0; i < crowd / 10; ++i) clients.emplace_back(port, kind);
    return clients;
}

// Waits for the next one that is cut off, or a moment.
void wait_for(const std::vector<Slow>& clients) {
    std::vector<pollfd> waiting;
    for (const auto& one : clients) waiting.push_back({one.client->descriptor(), POLLRDHUP, 0});
    ::poll(waiting.data(), waiting.size(), 100);
}

}  // namespace

TEST_CASE("45: a thousand of each kind of slow client are cut off while others are served") {
    allow_files(usual_files);
    const OwnShop shop({});
    allow_files(5'000);
    const HttpProbe honest(shop.address());
    const auto before = resident_kibibytes(shop.program().process());
    auto clients = crowd_at(shop.port());
    REQUIRE(clients.size() == 3200);

    // They are all there, and nobody waits for their end.
    for (int i = 0; i < 20; ++i) CHECK(honest.get("/v1/products").status == 200);
    CHECK(std::ranges::count_if(clients, &Slow::is_cut) == 0);
    CHECK(resident_kibibytes(shop.program().process()) < before + 128 * clients.size());
    for (auto& one : clients) one.began = Clock::now();

    std::map<std::string, int> late;
    while (!clients.empty()) {
        CHECK(honest.get("/v1/products").status == 200);
        std::erase_if(clients, [&](const Slow& one) {
            if (one.is_cut()) return true;
            if (!one.is_late()) return false;
            ++late[one.kind->start];
            return true;
        });
        for (const auto& one : clients) one.client->send(one.kind->drop);
        wait_for(clients);
    }
    for (const auto& [start, count] : late)
        FAIL_CHECK(count << " not cut off: " << start.substr(0, 200));
    CHECK(honest.post("/v1/carts", "{}").status == 201);
}

TEST_CASE("45: one address has only so many connections") {
    const OwnShop shop({{"KONTOR_HTTP_MAX_CONNECTIONS_PER_ADDRESS", "20"}});
    const auto ask = [](RawClient& client) {
        client.send("GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n");
        return client.answer().starts_with("HTTP/1.1 200 ");
    };
    Clients clients;
    int admitted = 0;
    for (int i = 0; i < 30; ++i) {
        clients.push_back(std::make_unique<RawClient>(shop.port(), "127.0.0.2"));
        if (ask(*clients.back())) ++admitted;
    }
    CHECK(admitted == 20);
    RawClient other(shop.port());
    CHECK(ask(other));
    clients.clear();
    CHECK(eventually([&] {
        RawClient client(shop.port(), "127.0.0.2");
        return ask(client);
    }));
}

TEST_CASE("45: an address has the connections that the configuration gives it by default") {
    const OwnShop shop({});
    allow_files(5'000);
    Clients clients;
    for (int i = 0; i < 1024 + 30; ++i)
        clients.push_back(std::make_unique<RawClient>(shop.port(), "127.0.0.2"));
    for (int i = 1024; i < 1024 + 30; ++i) CHECK(clients.at(i)->is_hung_up(10'000));
    CHECK_FALSE(std::ranges::any_of(clients.begin(), clients.begin() + 1024,
                                    [](const auto& client) { return client->is_hung_up(); }));
}

}  // namespace kontor::test
