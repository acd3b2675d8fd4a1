#include "server_fixture.hpp"
#include "tls_client.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <future>

namespace {

class Directory {
public:
    Directory() {
        std::string name = (std::filesystem::temp_directory_path() / "kontor-tls-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Directory() { std::filesystem::remove_all(path_); }
    Directory(const Directory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

struct SafeShop {
    explicit SafeShop(ServerOptions options = {}) : shop(with(options, files)) {}

    static ServerOptions with(ServerOptions options, const TlsFiles& files) {
        options.certificate_file = files.certificate;
        options.key_file = files.key;
        return options;
    }

    Directory directory;
    TlsFiles files = write_certificate(directory.path(), "shop.example");
    Shop shop;
    std::uint16_t port = shop.server.port();
};

}  // namespace

TEST_CASE("requests are answered over TLS, one after the other, long ones too") {
    SafeShop safe;
    TlsClient client(safe.port);
    REQUIRE(client.is_connected());
    CHECK(client.server() == "shop.example");
    for (int i = 0; i < 3; ++i) {
        client.send(get(book));
        const auto answer = client.answer();
        CHECK(status_of(answer) == 200);
        CHECK(has(answer, "Strict-Transport-Security: max-age=31536000\r\n"));
    }
    CHECK(safe.shop.made == 1);
    const std::string body(1 << 20, 'x');
    client.send(post("/v1/written", "Content-Length: 1048576\r\nConnection: close\r\n", body));
    CHECK(has(client.until_closed(), body));
    CHECK(client.was_told_goodbye());
}

TEST_CASE("how long browsers come back over TLS alone is as it is set") {
    ServerOptions options;
    options.hsts = 0s;
    SafeShop safe(options);
    TlsClient client(safe.port);
    REQUIRE(client.is_connected());
    client.send(get(book));
    CHECK(has(client.answer(), "Strict-Transport-Security: max-age=0\r\n"));
}

TEST_CASE("only TLS 1.2 and 1.3 are spoken, with ciphers that are forward secret") {
    SafeShop safe;
    for (const auto& [version, name] :
         {std::pair(TLS1_3_VERSION, "TLSv1.3"), std::pair(TLS1_2_VERSION, "TLSv1.2")}) {
        TlsClient client(safe.port, {.least = version, .most = version});
        REQUIRE(client.is_connected());
        CHECK(client.version() == name);
        CHECK((has(client.cipher(), "GCM") || has(client.cipher(), "CHACHA20")));
    }
    for (const int version : {TLS1_1_VERSION, TLS1_VERSION})
        CHECK_FALSE(TlsClient(safe.port, {.least = version, .most = version}).is_connected());
    for (const auto* ciphers : {"ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA",
                                "AES128-GCM-SHA256", "AECDH-AES128-SHA", "eNULL"}) {
        CAPTURE(ciphers);
        const TlsOffer offer{.most = TLS1_2_VERSION, .ciphers = ciphers};
        CHECK_FALSE(TlsClient(safe.port, offer).is_connected());
    }
}

TEST_CASE("a client of another protocol is not taken for one of HTTP") {
    SafeShop safe;
    CHECK(TlsClient(safe.port, {.protocol = "http/1.1"}).is_connected());
    CHECK_FALSE(TlsClient(safe.port, {.protocol = "h2"}).is_connected());
    RawClient plain(safe.port);
    plain.send(get(book));
    CHECK_FALSE(has(plain.until_closed(), "HTTP/1.1"));
}

TEST_CASE("a certificate is renewed for those who come after, and a broken one is not taken") {
    SafeShop safe;
    TlsClient before(safe.port);
    CHECK_FALSE(safe.shop.server.has_new_certificate());
    std::ofstream(safe.files.certificate) << "nonsense";
    std::filesystem::last_write_time(safe.files.certificate,
                                     std::filesystem::file_time_type::clock::now() + 1s);
    CHECK(safe.shop.server.has_new_certificate());
    const auto refused = safe.shop.server.renew_certificate();
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "http.bad_certificate");
    CHECK(has(refused.error().message, safe.files.certificate));
    CHECK_FALSE(safe.shop.server.has_new_certificate());
    CHECK(TlsClient(safe.port).server() == "shop.example");

    write_certificate(safe.directory.path(), "renewed.example");
    CHECK(safe.shop.server.has_new_certificate());
    CHECK(safe.shop.server.renew_certificate().has_value());
    CHECK(TlsClient(safe.port).server() == "renewed.example");
    before.send(get(book));
    CHECK(status_of(before.answer()) == 200);
    CHECK(before.server() == "shop.example");
}

TEST_CASE("a server does not start with a certificate that it cannot use") {
    Directory directory;
    const auto files = write_certificate(directory.path(), "shop.example");
    const auto start = [](const std::string& certificate, const std::string& key) {
        Router router({.version = "1", .authenticate = {}});
        ServerOptions options;
        options.port = 0;
        options.certificate_file = certificate;
        options.key_file = key;
        Server server(router, options);
        return server.start();
    };
    CHECK(start(files.certificate, files.key).has_value());
    CHECK(start(files.certificate, "/nowhere").error().code == "http.bad_certificate");
    CHECK(start("/nowhere", files.key).error().code == "http.bad_certificate");
    Directory other;
    const auto foreign = write_certificate(other.path(), "other.example");
    CHECK(start(files.certificate, foreign.key).error().code == "http.bad_certificate");
    CHECK(start(files.certificate, "").error().code == "http.bad_certificate");
    std::ofstream(files.certificate, std::ios::app) << std::ifstream(files.key).rdbuf();
    CHECK(start(files.certificate, "").has_value());
}

TEST_CASE("who does not bring a handshake, or a request after it, to its end is cut off") {
    SafeShop safe({.header_deadline = 200ms, .request_deadline = 200ms, .idle_timeout = 200ms});
    RawClient silent(safe.port);
    CHECK(silent.until_closed().empty());
    RawClient half(safe.port);
    half.send("\x16\x03\x01\x02");
    CHECK(half.until_closed().empty());
    TlsClient client(safe.port);
    REQUIRE(client.is_connected());
    client.send("GET / HTTP/1.1\r\nHost:");
    CHECK(client.until_closed().empty());
}

TEST_CASE("many clients at one time speak TLS") {
    SafeShop safe;
    std::vector<std::future<bool>> clients;
    for (int i = 0; i < 8; ++i)
        clients.push_back(std::async(std::launch::async, [&] {
            bool ok = true;
            for (int turn = 0; turn < 10; ++turn) {
                TlsClient client(safe.port);
                for (int request = 0; request < 5; ++request) {
                    client.send(get("/v1/names/name" + std::to_string(request)));
                    ok = ok && status_of(client.answer()) == 200;
                }
            }
            return ok;
        }));
    for (auto& client : clients) CHECK(client.get());
}
