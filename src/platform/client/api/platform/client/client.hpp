#pragma once

#include "platform/core/result.hpp"

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace kontor::platform {

struct OutgoingRequest {
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::chrono::milliseconds deadline{5000};
    std::size_t largest_answer = 16 << 20;  // a longer body is no answer
    std::stop_token stop{};                 // given up within a second, or the grace where sent
    std::chrono::milliseconds grace{5000};  // for the answer to what was sent before the stop
};

struct IncomingAnswer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
};

struct ClientOptions {
    std::string name;          // of the service behind it, for metrics and logs
    int failures_to_open = 5;  // consecutive, then the circuit opens
    std::chrono::milliseconds open_for{10000};
    double retry_budget = 0.1;  // retries per request, over time; safe methods only
};

// Outgoing HTTP(S) to one service: deadline, retry budget, circuit breaker; redirects are not
// followed. Blocks. Thread-safe. Never call it inside a transaction.
class HttpClient {
public:
    explicit HttpClient(ClientOptions options);
    ~HttpClient();

    // Refuses client.unreachable (nothing was sent), client.no_answer (sent, outcome unknown),
    // client.circuit_open (not tried) and client.interrupted (told to stop; outcome unknown only
    // where no answer came in the grace).
    Result<IncomingAnswer> send(const OutgoingRequest& request);

private:
    struct State;
    std::unique_ptr<State> state_;
};

struct MailMessage {
    std::string from;
    std::string to;
    std::string subject;
    std::string text;
    std::string html;
    std::string message_id;  // without angle brackets; the same on every try
    std::vector<std::pair<std::string, std::string>> headers{};  // besides, in ASCII
};

struct SmtpOptions {
    std::string url;  // smtp://host:port or smtps://host:port
    std::string username{};
    std::string password{};
    std::chrono::milliseconds deadline{15000};
    std::stop_token stop{};  // given up within a second, or the grace where the message was sent
    std::chrono::milliseconds grace{5000};  // for the reply to a message sent before the stop
};

// The message as RFC 5322 with text and HTML alternatives; header values cannot break out.
std::string to_rfc5322(const MailMessage& message);

// Refuses what the server said about this recipient or message, smtp.refused (for good, a 5xx) and
// smtp.deferred (for now, a 4xx); smtp.unavailable, where it would not take any other either; and
// smtp.interrupted, where it was told to stop: the server has not taken the message, or gave no
// reply in the grace.
Result<> send_mail(const SmtpOptions& options, const MailMessage& message);

}  // namespace kontor::platform
