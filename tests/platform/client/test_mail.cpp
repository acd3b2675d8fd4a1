#include "local_server.hpp"
#include "platform/client/client.hpp"
#include "smtp_sink.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include <algorithm>
#include <future>

using namespace kontor::platform;
using namespace std::chrono_literals;

namespace {

MailMessage message() {
    return {.from = "Kontor <shop@example.org>",
            .to = "ada@example.org",
            .subject = "Your order",
            .text = "Thank you.\n",
            .html = "<p>Thank you.</p>\n",
            .message_id = "order-1@example.org"};
}

SmtpSink& sink() {
    static SmtpSink running;
    return running;
}

// What arrives at the other end.
boost::json::object deliver(const MailMessage& mail) {
    const auto sent = send_mail({.url = sink().url()}, mail);
    REQUIRE(sent.has_value());
    auto received = sink().next_message();
    CHECK(received.at("defects").as_array().empty());
    CHECK(received.at("longest_line").as_int64() <= 78);
    return received;
}

std::string header(const boost::json::object& received, std::string_view name) {
    std::string values;
    for (const auto& pair : received.at("headers").as_array()) {
        if (pair.at(0).as_string() == name) values += pair.at(1).as_string();
    }
    return values;
}

std::string text(const boost::json::object& received, std::string_view name) {
    return std::string(received.at(name).as_string());
}

}  // namespace

TEST_CASE("a mail arrives with both alternatives and all headers") {
    const auto received = deliver(message());
    CHECK(received.at("envelope") ==
          boost::json::parse(R"(["shop@example.org","ada@example.org"])"));
    CHECK(text(received, "type") == "multipart/alternative");
    CHECK(text(received, "text") == "Thank you.\n");
    CHECK(text(received, "html") == "<p>Thank you.</p>\n");
    CHECK(header(received, "From") == "Kontor <shop@example.org>");
    CHECK(header(received, "To") == "ada@example.org");
    CHECK(header(received, "Subject") == "Your order");
    CHECK(header(received, "Message-ID") == "<order-1@example.org>");
    CHECK(header(received, "Auto-Submitted") == "auto-generated");
    CHECK(header(received, "Date").ends_with(" +0000"));
}

TEST_CASE("any language arrives in the subject and in the body") {
    auto mail = message();
    mail.from = "Žluťoučký Krämer & Söhne, Kontor <shop@example.org>";
    mail.subject =
        "Ihre Bestellung für 19,99 € ist unterwegs — 御注文ありがとうございます 🎁 =?UTF-8?Q?x?=";
    mail.text = "Grüße = 100 % \t\n\nEnde 🎁 ohne Zeilenumbruch";
    mail.html = "<p style=\"a=b\">" + std::string(3000, 'x') + "ü</p>";
    const auto received = deliver(mail);
    CHECK(text(received, "from") == mail.from);
    CHECK(header(received, "Subject") == mail.subject);
    CHECK(text(received, "text") == mail.text);
    CHECK(text(received, "html") == mail.html);
}

TEST_CASE("a line of the text that is a single dot does not end the message") {
    auto mail = message();
    mail.text = "one\n.\n..two\r\n.three\n";
    CHECK(text(deliver(mail), "text") == "one\n.\n..two\n.three\n");
}

TEST_CASE("text that looks like a boundary stays text") {
    auto mail = message();
    mail.text = "--=_alternative--\n--=_alternative\n";
    const auto received = deliver(mail);
    CHECK(text(received, "text") == mail.text);
    CHECK(text(received, "html") == mail.html);
}

TEST_CASE("no header value can add a header or a recipient") {
    auto mail = message();
    mail.subject = "Hello\r\nBcc: eve@example.org\r\n\r\nbody";
    mail.to = std::string("ada@example.org\r\nBcc: eve@example.org\0", 38);
    mail.from = "Kontor\r\nBcc: eve@example.org\n <shop@example.org>\r\nRCPT TO:<eve@example.org>";
    mail.message_id = "a\r\nBcc: eve@example.org";
    const auto wire = to_rfc5322(mail);
    CHECK(wire.find("\nBcc") == std::string::npos);
    CHECK(wire.find('\0') == std::string::npos);

    mail.to = "ada@example.org\r\n";
    mail.from = "shop@example.org\r\n";
    const auto received = deliver(mail);
    CHECK(received.at("envelope").as_array().size() == 2);
    CHECK(header(received, "Bcc").empty());
    CHECK(header(received, "Subject") == "HelloBcc: eve@example.orgbody");
}

TEST_CASE("a long subject is folded and comes back whole") {
    auto mail = message();
    mail.subject = std::string(500, 'x') + " " + std::string(500, 'y');
    CHECK(header(deliver(mail), "Subject") == mail.subject);
}

TEST_CASE("a message built twice differs in nothing but its date") {
    const auto without_date = [](std::string text) { return text.erase(0, text.find('\n')); };
    CHECK(without_date(to_rfc5322(message())) == without_date(to_rfc5322(message())));
}

TEST_CASE("an address that does not exist is refused for good") {
    auto mail = message();
    mail.to = "nobody@example.org";
    const auto refused = send_mail({.url = sink().url()}, mail);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "smtp.refused");
    CHECK(refused.error().message.find("nobody@example.org") != std::string::npos);
}

TEST_CASE("further headers arrive as they were given, and cannot break out") {
    auto mail = message();
    mail.headers = {{"List-Unsubscribe", "<https://shop.example/" + std::string(50, 'a') + ">"},
                    {"X-Kind", "news\r\nBcc: all@example.org"}};
    const auto received = deliver(mail);
    CHECK(header(received, "List-Unsubscribe").ends_with(mail.headers[0].second));
    CHECK(header(received, "X-Kind") == "newsBcc: all@example.org");
    CHECK(header(received, "Bcc").empty());
}

TEST_CASE("a server with a certificate of its own is sent mail, encrypted, and no password") {
    SmtpSink own(SmtpSink::Tls::of_its_own);
    CHECK(send_mail({.url = own.url()}, message()).has_value());
    CHECK(own.next_message().at("is_encrypted") == true);
    CHECK(send_mail({.url = own.url(), .username = "shop", .password = "secret"}, message())
              .error()
              .code == "smtp.unavailable");
}

TEST_CASE("content that the server does not like is refused for good") {
    auto mail = message();
    mail.to = "picky@example.org";
    CHECK(send_mail({.url = sink().url()}, mail).error().code == "smtp.refused");
}

TEST_CASE("a recipient that is busy is put off") {
    auto mail = message();
    mail.to = "busy@example.org";
    const auto refused = send_mail({.url = sink().url()}, mail);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "smtp.deferred");
    CHECK(refused.error().message.find("451") != std::string::npos);
}

TEST_CASE("what no message would get past says nothing about this one") {
    for (const auto* to : {"locked@example.org", "ending@example.org"}) {
        auto mail = message();
        mail.to = to;
        CHECK(send_mail({.url = sink().url()}, mail).error().code == "smtp.unavailable");
    }
    auto mail = message();
    mail.from = "stranger@example.org";
    CHECK(send_mail({.url = sink().url()}, mail).error().code == "smtp.unavailable");
    CHECK(send_mail({.url = "smtp://127.0.0.1:1"}, message()).error().code == "smtp.unavailable");
}

TEST_CASE("a server that refuses its service refuses no message") {
    LocalServer server([](const std::string&) { return std::string(); },
                       LocalServer::After::hangs_up, "554 5.7.1 you are on a list\r\n");
    CHECK(send_mail({.url = server.url("", "smtp")}, message()).error().code == "smtp.unavailable");
}

// Comes to its end only where the stop is heard: the deadline is far away.
TEST_CASE("sending to a server that has fallen silent ends when it is told to") {
    for (const auto* greeting : {"", "220 mail.example\r\n"}) {
        LocalServer server([](const std::string&) { return std::string(); },
                           LocalServer::After::hangs_up, greeting);
        std::stop_source stop;
        auto sent = std::async(std::launch::async, [&] {
            return send_mail(
                {.url = server.url("", "smtp"), .deadline = 1h, .stop = stop.get_token()},
                message());
        });
        server.wait_for_a_client();
        stop.request_stop();
        CHECK(sent.get().error().code == "smtp.interrupted");
    }
}

TEST_CASE(
    "the reply to a message that the server has whole is waited for when it is told to stop") {
    SmtpSink server;
    auto mail = message();
    mail.to = "slow@example.org";
    std::stop_source stop;
    auto sent = std::async(std::launch::async, [&] {
        return send_mail({.url = server.url(), .stop = stop.get_token(), .grace = 1h}, mail);
    });
    server.next_message();
    stop.request_stop();
    server.release();
    CHECK(sent.get().has_value());
}

// Comes to its end only where the stop is heard: the deadline is far away.
TEST_CASE("a server that took the message and then falls silent holds up nobody who is to stop") {
    SmtpSink server;
    auto mail = message();
    mail.to = "mute@example.org";
    std::stop_source stop;
    auto sent = std::async(std::launch::async, [&] {
        return send_mail(
            {.url = server.url(), .deadline = 1h, .stop = stop.get_token(), .grace = 10ms}, mail);
    });
    server.next_message();
    REQUIRE(server.next_message().at("command") == "QUIT");
    stop.request_stop();
    CHECK(sent.get().has_value());
}

TEST_CASE("a password is not sent over a connection without encryption") {
    const auto refused =
        send_mail({.url = sink().url(), .username = "shop", .password = "secret"}, message());
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "smtp.unavailable");
}
