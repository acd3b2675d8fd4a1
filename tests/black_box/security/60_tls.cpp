#include "own_shop.hpp"
#include "tls_client.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <fstream>

namespace kontor::test {

namespace {

constexpr auto request = "GET /v1/products HTTP/1.1\r\nHost: shop.example\r\n\r\n";

Environment with(const TlsFiles& files) {
    return {{"KONTOR_HTTP_TLS_CERTIFICATE", files.certificate}, {"KONTOR_HTTP_TLS_KEY", files.key}};
}

}  // namespace

TEST_CASE("60: TLS 1.2 and 1.3 are spoken and nothing else") {
    const TemporaryDirectory directory;
    const OwnShop shop(with(write_certificate(directory.path(), "shop.example")));
    CHECK(shop.address().starts_with("https://"));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient client(shop.port(), {.least = version, .most = version});
        REQUIRE(client.is_connected());
        client.send(request);
        const auto answer = client.answer();
        CHECK(answer.starts_with("HTTP/1.1 200 "));
        CHECK(answer.find("Strict-Transport-Security: max-age=") != answer.npos);
    }
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
        CHECK_FALSE(TlsClient(shop.port(), {.least = version, .most = version}).is_connected());
    for (const auto* weak : {"aNULL", "eNULL", "kRSA", "3DES", "AES128-SHA", "AES256-SHA256",
                             "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"}) {
        CAPTURE(weak);
        const TlsOffer offer{.most = TLS1_2_VERSION, .ciphers = weak};
        CHECK_FALSE(TlsClient(shop.port(), offer).is_connected());
    }
    RawClient plain(shop.port());
    plain.send(request);
    CHECK(plain.until_closed().find("HTTP/1.1") == std::string::npos);
}

TEST_CASE("60: a renewed certificate is taken without a restart, a broken one is not") {
    const TemporaryDirectory directory;
    const auto files = write_certificate(directory.path(), "first.example");
    const OwnShop shop(with(files));
    TlsClient before(shop.port());
    CHECK(before.server() == "first.example");
    const auto is_shown = [&](const std::string& name) {
        return eventually([&] { return TlsClient(shop.port()).server() == name; });
    };
    write_certificate(directory.path(), "second.example");
    CHECK(is_shown("second.example"));

    std::ofstream(files.certificate) << "nonsense";
    shop.program().signal(SIGHUP);
    CHECK(eventually([&] {
        return shop.program().err().find("certificate was not renewed") != std::string::npos;
    }));
    CHECK(TlsClient(shop.port()).server() == "second.example");

    write_certificate(directory.path(), "third.example");
    shop.program().signal(SIGHUP);
    CHECK(is_shown("third.example"));
    before.send(request);
    CHECK(before.answer().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("60: a shop whose certificate cannot be used does not open") {
    const TestDatabase database;
    const TemporaryDirectory data;
    const auto opened = run({"serve", "--port", "0", "--data", data.path().string()},
                            {{"KONTOR_DATABASE_DSN", database.dsn()},
                             {"KONTOR_HTTP_TLS_CERTIFICATE", "/nowhere/chain.pem"}});
    CHECK(opened.status == 1);
    CHECK(opened.err.find("/nowhere/chain.pem") != opened.err.npos);
}

}  // namespace kontor::test
