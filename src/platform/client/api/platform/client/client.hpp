#pragma once

#include "platform/core/result.hpp"

#include <chrono>
#include <memory>
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

    // Refuses client.unreachable (nothing was sent), client.no_answer (sent, outcome unknown) and
    // client.circuit_open (not tried).
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
};

// The message as RFC 5322 with text and HTML alternatives; header values cannot break out.
std::string to_rfc5322(const MailMessage& message);

// Refuses smtp.refused (a permanent 5xx) and smtp.unavailable (worth a retry).
Result<> send_mail(const SmtpOptions& options, const MailMessage& message);

}  // namespace kontor::platform
