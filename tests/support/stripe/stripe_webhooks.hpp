// Signed messages about what happened, to a URL, again until they are taken.
#pragma once

#include "stripe_double.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace kontor::test {

struct WebhookManners {
    std::string url{};  // empty: kept for take()
    bool enabled = true;
    bool early = false;     // before the answer
    bool permuted = false;  // those that wait at the same time, in any order
    int copies = 1;
    std::chrono::milliseconds delay{0};
};

// "t=...,v1=...", of now.
std::string stripe_signature(const std::string& secret, const std::string& body);

class StripeWebhooks {
public:
    StripeWebhooks(std::string secret, WebhookManners manners);
    ~StripeWebhooks();

    void behave(const WebhookManners& manners);
    WebhookManners manners() const;
    void announce(const std::string& body);
    std::vector<SignedWebhook> take();

private:
    struct Message {
        std::string body;
        int attempts = 0;
        std::chrono::steady_clock::time_point due;
    };

    void run();
    bool send(const std::string& url, const std::string& body) const;

    std::string secret_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    WebhookManners manners_;
    std::deque<Message> waiting_;
    std::vector<std::string> kept_;
    std::mt19937_64 random_{1};
    bool stopping_ = false;
    std::thread sender_;
};

}  // namespace kontor::test
