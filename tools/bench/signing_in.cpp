#include "signing_in.hpp"

#include "client.hpp"

#include <memory>
#include <random>
#include <stdexcept>
#include <thread>

namespace kontor::bench {

namespace {

const std::string account = R"({"email":"bench@example.org","password":"a quiet canal at noon"})";

Report visit(const Browsing& browsing) {
    const auto slug =
        member(Client(browsing.port).send("GET", "/v1/products?limit=1").body, "slug");
    return run_for(browsing.time, browsing.clients, [&](std::size_t thread) {
        const auto client = std::make_shared<Client>(browsing.port);
        const auto random = std::make_shared<std::minstd_rand>(static_cast<unsigned>(thread + 1));
        return [&browsing, client, random, slug] {
            const auto& query = browsing.queries[(*random)() % browsing.queries.size()];
            const bool is_page = (*random)() % 2 == 0;
            const auto target = is_page ? "/v1/products/" + slug : "/v1/search?q=" + query;
            const auto status = client->send("GET", target).status;
            return status == 200 ? std::string("ok") : std::to_string(status);
        };
    });
}

Report log_in(std::uint16_t port, std::chrono::seconds time, std::size_t clients) {
    return run_for(time, clients, [&](std::size_t) {
        const auto client = std::make_shared<Client>(port);
        return [client] {
            const auto status = client->send("POST", "/v1/auth/login", {}, account).status;
            if (status != 503) return status == 200 ? std::string("ok") : std::to_string(status);
            std::this_thread::sleep_for(std::chrono::seconds(1));
            return std::string("asked to come again");
        };
    });
}

}  // namespace

std::string BesideLogins::json() const {
    return "{\"quiet\": " + quiet.json() + ", \"beside\": " + beside.json() +
           ", \"logins\": " + logins.json() + "}";
}

BesideLogins browse_beside_logins(const Browsing& browsing, std::size_t logins) {
    const auto status = Client(browsing.port).send("POST", "/v1/auth/register", {}, account).status;
    if (status != 201 && status != 409)
        throw std::runtime_error("no account: " + std::to_string(status));
    BesideLogins reports;
    reports.quiet = visit(browsing);
    std::jthread crowd([&] { reports.logins = log_in(browsing.port, browsing.time, logins); });
    reports.beside = visit(browsing);
    crowd.join();
    return reports;
}

}  // namespace kontor::bench
