#include "local_server.hpp"
#include "platform/client/client.hpp"

#include <doctest/doctest.h>

#include <future>
#include <vector>

using namespace kontor::platform;
using namespace std::chrono_literals;

namespace {

HttpClient client(ClientOptions options = {.name = "test"}) {
    return HttpClient(options);
}

LocalServer::Answer always(const std::string& answer) {
    return [answer](const std::string&) { return answer; };
}

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

}  // namespace

TEST_CASE("an answer comes with status, headers and body") {
    LocalServer server(
        always("HTTP/1.1 404 Not Found\r\nX-Reason:  none such \r\n"
               "Empty:\r\nContent-Length: 4\r\n\r\nbody"));
    const auto answer = client().send({.url = server.url()});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 404);
    CHECK(answer->body == "body");
    REQUIRE(answer->headers.size() == 3);
    CHECK(answer->headers[0] == std::pair<std::string, std::string>("X-Reason", "none such "));
    CHECK(answer->headers[1] == std::pair<std::string, std::string>("Empty", ""));
}

TEST_CASE("a request carries its method, headers and body as they are") {
    std::string seen;
    LocalServer server([&](const std::string& request) {
        seen = request;
        return ok;
    });
    const std::string body("{\"a\":\"\0\"}", 9);
    for (const auto* method : {"POST", "PUT", "PATCH", "DELETE"}) {
        const auto answer = client().send({.method = method,
                                           .url = server.url("/charge?x=1"),
                                           .headers = {{"Idempotency-Key", "k1"}, {"Empty", ""}},
                                           .body = body});
        REQUIRE(answer.has_value());
        CHECK(seen.starts_with(std::string(method) + " /charge?x=1 HTTP/1.1\r\n"));
        CHECK(seen.find("\r\nIdempotency-Key: k1\r\n") != std::string::npos);
        CHECK(seen.find("\r\nEmpty:\r\n") != std::string::npos);
        CHECK(seen.find("\r\nExpect") == std::string::npos);
        CHECK(seen.ends_with("\r\n\r\n" + body));
    }
}

// Comes to its end only where the stop is heard: the deadline is far away.
TEST_CASE("waiting for an answer that does not come ends when it is told to") {
    std::promise<void> over;
    LocalServer silent([end = over.get_future().share()](const std::string&) {
        end.wait();
        return ok;
    });
    std::stop_source stop;
    auto answer = std::async(std::launch::async, [&] {
        return client().send({.url = silent.url(), .deadline = 1h, .stop = stop.get_token()});
    });
    silent.wait_for_a_client();
    stop.request_stop();
    CHECK(answer.get().has_error());
    over.set_value();
}

TEST_CASE("HEAD does not wait for a body") {
    LocalServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
    const auto answer = client().send({.method = "HEAD", .url = server.url()});
    REQUIRE(answer.has_value());
    CHECK(answer->body.empty());
}

TEST_CASE("headers of an interim answer are not those of the answer") {
    LocalServer server(always("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok));
    const auto answer = client().send({.url = server.url()});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(answer->headers.size() == 1);
}

TEST_CASE("redirects are answers like any other") {
    LocalServer server(
        always("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n"
               "Content-Length: 0\r\n\r\n"));
    const auto answer = client().send({.url = server.url()});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 302);
    CHECK(server.requests() == 1);
}

TEST_CASE("a header cannot smuggle in another one") {
    auto sender = client();
    for (const auto& value :
         {std::string("a\r\nb: c"), std::string("a\nb"), std::string("a\0b", 3)}) {
        CHECK_THROWS_AS(sender.send({.url = closed_url(), .headers = {{"X", value}}}),
                        std::invalid_argument);
    }
}

TEST_CASE("only HTTP is spoken") {
    for (const auto* url :
         {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "nonsense://"}) {
        CHECK(client().send({.url = url}).error().code == "client.unreachable");
    }
}

TEST_CASE("when nobody listens nothing was sent") {
    const auto refused = client().send({.method = "POST", .url = closed_url(), .body = "x"});
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "client.unreachable");
    CHECK(refused.error().kind == ErrorKind::unavailable);
    CHECK(refused.error().message.find("'test'") != std::string::npos);
}

TEST_CASE("a request that was sent and not answered has an unknown outcome and is not repeated") {
    LocalServer server(always(""));
    for (const auto* method : {"POST", "GET"}) {
        const auto refused = client().send({.method = method, .url = server.url(), .body = "x"});
        CHECK(refused.error().code == "client.no_answer");
    }
    CHECK(server.requests() == 2);
}

TEST_CASE("a payment is not sent twice when a kept connection turns out to be dead") {
    LocalServer server(
        [](const std::string& request) { return request.starts_with("GET") ? ok : ""; },
        LocalServer::After::waits_for_more);
    auto sender = client();
    REQUIRE(sender.send({.url = server.url()}).has_value());
    CHECK(sender.send({.method = "POST", .url = server.url()}).error().code == "client.no_answer");
    CHECK(server.requests() == 2);
}

TEST_CASE("an answer that breaks off is no answer") {
    LocalServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
    CHECK(client().send({.url = server.url()}).error().code == "client.no_answer");
}

TEST_CASE("an endless answer is no answer") {
    LocalServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n" +
                              std::string(20'000'000, 'x')));
    CHECK(client().send({.url = server.url()}).error().code == "client.no_answer");
}

TEST_CASE("a request gives up at its deadline") {
    std::promise<void> done;
    LocalServer server([&](const std::string&) {
        done.get_future().wait();
        return std::string();
    });
    const auto refused = client().send({.method = "POST", .url = server.url(), .deadline = 50ms});
    done.set_value();
    CHECK(refused.error().code == "client.no_answer");
}

TEST_CASE("the answer to what was sent is waited for when it is told to stop, within the grace") {
    for (const auto grace : {std::chrono::milliseconds(1h), 10ms}) {
        std::promise<void> asked, may_answer;
        LocalServer server([&](const std::string&) {
            asked.set_value();
            may_answer.get_future().wait();
            return ok;
        });
        std::stop_source stop;
        auto sent = std::async(std::launch::async, [&] {
            return client().send({.method = "POST",
                                  .url = server.url(),
                                  .deadline = 1h,
                                  .stop = stop.get_token(),
                                  .grace = grace});
        });
        asked.get_future().wait();
        stop.request_stop();
        if (grace > 1s) may_answer.set_value();
        const auto answer = sent.get();
        if (grace <= 1s) may_answer.set_value();
        CHECK(answer.has_value() == (grace > 1s));
        if (!answer) CHECK(answer.error().code == "client.interrupted");
    }
}

TEST_CASE("nothing is sent once it is told to stop, and the circuit stays closed") {
    LocalServer server(always(ok));
    auto sender = client({.name = "test", .failures_to_open = 1, .open_for = 1h});
    std::stop_source stop;
    stop.request_stop();
    const auto refused =
        sender.send({.method = "POST", .url = server.url(), .stop = stop.get_token()});
    CHECK(refused.error().code == "client.interrupted");
    CHECK(server.requests() == 0);
    CHECK(sender.send({.url = server.url()}).has_value());
}

TEST_CASE("the circuit opens after failures in a row and closes after a success") {
    auto sender = client({.name = "flaky", .failures_to_open = 3, .open_for = 1h});
    for (int i = 0; i < 3; ++i) {
        CHECK(sender.send({.url = closed_url()}).error().code == "client.unreachable");
    }
    LocalServer server(always(ok));
    CHECK(sender.send({.url = server.url()}).error().code == "client.circuit_open");
    CHECK(server.requests() == 0);

    auto impatient = client({.name = "flaky", .failures_to_open = 1, .open_for = 0ms});
    CHECK(impatient.send({.url = closed_url()}).has_error());
    CHECK(impatient.send({.url = server.url()}).has_value());
}

TEST_CASE("failures of the service count for the circuit, complaints about the request do not") {
    LocalServer broken(always("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"));
    LocalServer picky(always("HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n"));
    auto sender = client({.name = "flaky", .failures_to_open = 2, .open_for = 1h});
    for (int i = 0; i < 5; ++i) CHECK(sender.send({.url = picky.url()})->status == 422);
    for (int i = 0; i < 2; ++i) CHECK(sender.send({.url = broken.url()})->status == 500);
    CHECK(sender.send({.url = picky.url()}).error().code == "client.circuit_open");
}

TEST_CASE("many threads share one client") {
    LocalServer server([](const std::string& request) {
        const auto path = request.substr(4, request.find(' ', 4) - 4);
        return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(path.size()) + "\r\n\r\n" +
               path;
    });
    auto sender = client();
    std::vector<std::future<bool>> answers;
    for (int i = 0; i < 16; ++i) {
        answers.push_back(std::async(std::launch::async, [&, path = "/" + std::to_string(i)] {
            const auto answer = sender.send({.url = server.url(path)});
            return answer.has_value() && answer->body == path;
        }));
    }
    for (auto& answer : answers) CHECK(answer.get());
}
