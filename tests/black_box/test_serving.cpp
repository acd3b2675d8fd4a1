#include "program.hpp"

#include "support/http_probe.hpp"
#include "support/test_database.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

namespace kontor::test {

namespace {

// The process of the private PostgreSQL, or 0.
int postgres_of(const std::filesystem::path& data) {
    std::ifstream file(data / "postgresql" / "data" / "postmaster.pid");
    int process = 0;
    file >> process;
    return process;
}

// One that nobody listens on at this moment.
std::string free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(socket);
    return std::to_string(ntohs(address.sin_port));
}

bool alive(int process) {
    return process > 0 && kill(process, 0) == 0;
}

int child_of(int process) {
    const auto parent = std::to_string(process);
    std::ifstream file("/proc/" + parent + "/task/" + parent + "/children");
    int child = 0;
    file >> child;
    return child;
}

}  // namespace

TEST_CASE("serve answers once it says that it is open, and ends well when it is asked to") {
    const TestDatabase database;
    const TemporaryDirectory data;
    const Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()}};
    Program program({"serve", "--port", "0", "--data", data.path().string()}, environment);
    const HttpProbe probe(program.address());
    CHECK(probe.get("/healthz").status == 200);
    CHECK(probe.get("/readyz").status == 200);
    CHECK(probe.get("/openapi.json").json().at("openapi") == "3.1.0");
    CHECK(probe.get("/metrics").body.find("kontor_event_lag_events") != std::string::npos);

    const auto port = program.address().substr(program.address().rfind(':') + 1);
    const auto second = run({"serve", "--port", port, "--data", data.path().string()}, environment);
    CHECK(second.status == 1);
    CHECK(second.err.starts_with("kontor: "));
    CHECK(second.err.find("127.0.0.1:" + port) != std::string::npos);
    CHECK(std::ranges::count(second.err, '\n') == 1);

    program.signal(SIGTERM);
    const auto finished = program.wait();
    CHECK(finished.status == 0);
    CHECK(finished.err.empty());
}

TEST_CASE("a proxy on this machine that is not named is told of once, and one that is named not") {
    const TestDatabase database;
    const TemporaryDirectory data;
    const auto warnings_with = [&](const std::string& trusted) {
        Program program(
            {"serve", "--port", "0", "--data", data.path().string()},
            {{"KONTOR_DATABASE_DSN", database.dsn()}, {"KONTOR_HTTP_TRUSTED_PROXIES", trusted}});
        const HttpProbe probe(program.address());
        for (int i = 0; i < 3; ++i)
            CHECK(probe.get("/healthz", {{"X-Forwarded-For", "203.0.113.9"}}).status == 200);
        program.signal(SIGTERM);
        const auto log = program.wait().err;
        int count = 0;
        const std::string warning = "is not named in http.trusted_proxies";
        for (auto at = log.find(warning); at != log.npos; at = log.find(warning, at + 1)) ++count;
        return count;
    };
    REQUIRE(run({"migrate"}, {{"KONTOR_DATABASE_DSN", database.dsn()}}).status == 0);
    CHECK(warnings_with("10.0.0.1") == 1);
    CHECK(warnings_with("127.0.0.1") == 0);
}

TEST_CASE("what is for those who run the shop is on the admin port, where there is one") {
    const TestDatabase database;
    const TemporaryDirectory data;
    const auto port = free_port();
    const Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()},
                                  {"KONTOR_HTTP_ADMIN_PORT", port}};
    const std::vector<std::string> command{"serve", "--port", "0", "--data", data.path().string()};
    Program program(command, environment);
    const HttpProbe shop(program.address());
    const HttpProbe admin("http://127.0.0.1:" + port);
    CHECK(admin.get("/metrics").body.find("kontor_event_lag_events") != std::string::npos);
    CHECK(shop.get("/metrics").status == 404);
    for (const auto* path : {"/healthz", "/readyz"}) {
        CHECK(admin.get(path).status == 200);
        CHECK(shop.get(path).status == 200);
    }
    for (const auto* path : {"/v1/products", "/v1/auth/login", "/openapi.json", "/docs", "/"})
        CHECK(admin.get(path).status == 404);
    CHECK(shop.get("/openapi.json").body.find("/metrics") == std::string::npos);

    const auto second = run(command, environment);
    CHECK(second.status == 1);
    CHECK(second.err.find("127.0.0.1:" + port) != std::string::npos);
    program.signal(SIGTERM);
    CHECK(program.wait().status == 0);
}

TEST_CASE("up brings its own PostgreSQL, survives being killed, and takes it along when it ends") {
    const TemporaryDirectory directory;
    const auto data = directory.path() / "var";
    const std::vector<std::string> command{"up", "--demo", "--port", "0", "--data", data.string()};
    {
        Program killed(command);
        const HttpProbe probe(killed.address());
        CHECK(probe.get("/readyz").status == 200);
        CHECK(run({"doctor", "--data", data.string()}).status == 0);
        CHECK(alive(postgres_of(data)));
        CHECK(probe.get("/readyz").status == 200);
        killed.signal(SIGKILL);
        killed.wait();
    }

    Program program(command);
    const HttpProbe probe(program.address());
    const auto products = probe.get("/v1/products?limit=100").json();
    CHECK(products.at("data").as_array().size() == 24);

    const auto second = run(command);
    CHECK(second.status == 1);
    CHECK(second.err.find("another process") != std::string::npos);

    const auto postgres = postgres_of(data);
    program.signal(SIGTERM);
    CHECK(program.wait().status == 0);
    CHECK(eventually([&] { return !alive(postgres); }));
}

TEST_CASE("up starts its PostgreSQL again when that dies") {
    const TemporaryDirectory directory;
    const auto data = directory.path() / "var";
    Program program({"up", "--demo", "--port", "0", "--data", data.string()});
    const HttpProbe probe(program.address());
    const auto killed = postgres_of(data);
    REQUIRE(alive(killed));
    kill(killed, SIGKILL);
    CHECK(eventually([&] { return alive(postgres_of(data)) && postgres_of(data) != killed; }));
    CHECK(eventually([&] { return probe.get("/readyz").status == 200; }));
    CHECK(eventually([&] { return probe.get("/v1/search?q=tea").status == 200; }));
}

TEST_CASE("up starts again after kontor and its PostgreSQL were killed, once both have ended") {
    const TemporaryDirectory directory;
    const auto data = directory.path() / "var";
    const std::vector<std::string> command{"up", "--port", "0", "--data", data.string()};
    int lagging = 0;
    {
        Program killed(command);
        killed.address();
        killed.signal(SIGKILL);
        killed.wait();
        const auto postgres = postgres_of(data);
        lagging = child_of(postgres);
        REQUIRE(lagging > 0);
        kill(lagging, SIGSTOP);
        kill(postgres, SIGKILL);
        REQUIRE(eventually([&] { return !alive(postgres); }));
    }
    Program program(command);
    const bool waits =
        eventually([&] { return program.err().find("waited for") != std::string::npos; });
    kill(lagging, SIGCONT);
    REQUIRE(waits);
    CHECK(HttpProbe(program.address()).get("/readyz").status == 200);
    program.signal(SIGINT);
    CHECK(program.wait().status == 0);
}

}  // namespace kontor::test
