#include "own_shop.hpp"
#include "raw_client.hpp"

#include "platform/db/database.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <memory>
#include <vector>

namespace kontor::test {

namespace {

constexpr int crowd = 200;

// The most that the process ever had in memory.
long most_kilobytes(int process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    return 0;
}

// What the process has had of the processors, in seconds.
double work_of(int process) {
    clockid_t clock{};
    timespec work{};
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &work) != 0)
        throw std::runtime_error("cannot tell what a process has worked");
    return static_cast<double>(work.tv_sec) + static_cast<double>(work.tv_nsec) * 1e-9;
}

std::string login(int number) {
    const std::string body = R"({"email":"nobody)" + std::to_string(number) +
                             R"(@example.org","password":"a quiet canal"})";
    return "POST /v1/auth/login HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

using Crowd = std::vector<std::unique_ptr<RawClient>>;

// Everybody with an address of their own; nobody waits for an answer.
void add_logins(Crowd& clients, std::uint16_t port, int count) {
    static int number = 0;
    const auto first = clients.size();
    for (int i = 0; i < count; ++i) clients.push_back(std::make_unique<RawClient>(port));
    for (auto i = first; i < clients.size(); ++i) clients[i]->send(login(++number));
}

bool is_told_to_come_again(const std::string& answer) {
    const bool is_refused =
        answer.starts_with("HTTP/1.1 503 ") || answer.starts_with("HTTP/1.1 429 ");
    if (is_refused) CHECK(answer.find("\r\nRetry-After: 1\r\n") != std::string::npos);
    return is_refused;
}

// Those who have an answer, which is that.
void drop_refused(Crowd& clients) {
    std::erase_if(clients, [](const std::unique_ptr<RawClient>& client) {
        if (!client->is_answered()) return false;
        const auto answer = client->answer();
        CHECK_MESSAGE(is_told_to_come_again(answer), answer);
        return true;
    });
}

std::int64_t guesses(OwnShop& shop) {
    return shop.database().superuser().read([](platform::Reader& reader) {
        return reader
            .one<std::int64_t>("select coalesce(sum(guesses), 0) from auth.guessed_address")
            .value();
    });
}

}  // namespace

TEST_CASE(
    "21: of 200 logins at one time a few are looked at, and the others are told to come again") {
    OwnShop shop({{"KONTOR_HTTP_CACHE_MEBIBYTES", "0"}});
    const int process = shop.program().process();
    const HttpProbe honest(shop.address());
    REQUIRE(honest.get("/v1/products").status == 200);
    constexpr int alone = 5;
    const auto idle = work_of(process);
    for (int i = 0; i < alone; ++i)
        CHECK(honest
                  .post("/v1/auth/login",
                        R"({"email":"alone@example.org","password":"a quiet canal"})")
                  .status == 401);
    const auto work_of_one = (work_of(process) - idle) / alone;
    const auto before = most_kilobytes(process);
    const auto began = work_of(process);

    Crowd clients;
    add_logins(clients, shop.port(), crowd);
    int looked_at = 0;
    int refused = 0;
    for (const auto& client : clients) {
        const auto answer = client->answer();
        looked_at += answer.starts_with("HTTP/1.1 401 ") ? 1 : 0;
        refused += is_told_to_come_again(answer) ? 1 : 0;
    }
    CHECK(looked_at + refused == crowd);
    CHECK(looked_at > 0);
    CHECK(refused > 0);
    // A hash takes 19 MiB, and there is one at a time.
    CHECK(most_kilobytes(process) - before < 64 * 1024);
    // Nothing is hashed, and no guess counted, for those who are told to come again.
    const auto work = work_of(process) - began;
    MESSAGE(looked_at << " looked at: " << work << " s, of one alone " << work_of_one << " s");
    CHECK(work < work_of_one * (looked_at + refused / 4.0));
    CHECK(guesses(shop) == alone + looked_at);
}

TEST_CASE("21: others are served while nobody who signs in gets an answer") {
    // Each login has a connection of the database while it waits for the lock.
    constexpr int threads = 12;
    OwnShop shop({{"KONTOR_HTTP_CACHE_MEBIBYTES", "0"},
                  {"KONTOR_HTTP_REMOTE_WORKERS", std::to_string(threads)},
                  {"KONTOR_DATABASE_CONNECTIONS", std::to_string(2 * threads)}});
    const HttpProbe honest(shop.address());
    Crowd clients;
    shop.database().superuser().transact([&](platform::Tx& tx) {
        // Where a failure is written down, after the password was looked at.
        tx.run("lock table auth.failed_login in exclusive mode");
        const auto stuck = [&] {
            return tx
                .one<std::int64_t>(
                    "select count(*) from pg_locks where not granted"
                    " and relation = 'auth.failed_login'::regclass")
                .value();
        };
        const bool is_crowded = eventually([&] {
            drop_refused(clients);
            if (clients.size() < 2 * threads) add_logins(clients, shop.port(), threads);
            return stuck() >= threads;
        });
        REQUIRE(is_crowded);
        add_logins(clients, shop.port(), crowd);
        for (int i = 0; i < 10; ++i) {
            CHECK(honest.get("/v1/products").status == 200);
            CHECK(honest.get("/v1/search?q=coffee").status == 200);
            CHECK(honest.get("/.well-known/jwks.json").status == 200);
            CHECK(honest.post("/v1/carts", "{}").status == 201);
        }
        drop_refused(clients);
        CHECK(clients.size() >= crowd);
        CHECK(stuck() >= threads);
    });
    int looked_at = 0;
    for (const auto& client : clients) {
        const auto answer = client->answer();
        looked_at += answer.starts_with("HTTP/1.1 401 ") ? 1 : 0;
        CHECK((answer.starts_with("HTTP/1.1 401 ") || is_told_to_come_again(answer)));
    }
    CHECK(looked_at >= threads);
}

TEST_CASE("21: a login that was told to come again has not cost a guess") {
    const OwnShop shop({});
    const HttpProbe honest(shop.address());
    const std::string account = R"({"email":"grace@example.org","password":"tea at half four"})";
    REQUIRE(honest.post("/v1/auth/register", account).status == 201);
    int refused = 0;
    for (int round = 0; round < 3; ++round) {
        std::vector<std::unique_ptr<RawClient>> clients;
        const auto body = std::to_string(account.size()) + "\r\n\r\n" + account;
        for (int i = 0; i < 60; ++i) {
            clients.push_back(std::make_unique<RawClient>(shop.port()));
            clients.back()->send(
                "POST /v1/auth/login HTTP/1.1\r\nHost: shop\r\n"
                "Content-Type: application/json\r\nContent-Length: " +
                body);
        }
        for (const auto& client : clients)
            refused += client->answer().starts_with("HTTP/1.1 503 ") ? 1 : 0;
    }
    CHECK(refused > 0);
    CHECK(honest.post("/v1/auth/login", account).status == 200);
}

}  // namespace kontor::test
