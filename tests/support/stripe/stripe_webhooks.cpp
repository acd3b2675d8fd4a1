#include "stripe_webhooks.hpp"

#include "platform/client/client.hpp"
#include "platform/security/random.hpp"

#include <algorithm>

namespace kontor::test {

using std::chrono::steady_clock;

namespace {

constexpr int most_attempts = 200;

}  // namespace

std::string stripe_signature(const std::string& secret, const std::string& body) {
    const auto seconds = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                                            std::chrono::system_clock::now().time_since_epoch())
                                            .count());
    return "t=" + seconds +
           ",v1=" + platform::to_hex(platform::hmac_sha256(secret, seconds + "." + body)) +
           ",v0=" + std::string(64, '0');
}

StripeWebhooks::StripeWebhooks(std::string secret, WebhookManners manners)
    : secret_(std::move(secret)), manners_(std::move(manners)), sender_([this] { run(); }) {}

StripeWebhooks::~StripeWebhooks() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    sender_.join();
}

void StripeWebhooks::behave(const WebhookManners& manners) {
    const std::lock_guard lock(mutex_);
    manners_ = manners;
    changed_.notify_all();
}

WebhookManners StripeWebhooks::manners() const {
    const std::lock_guard lock(mutex_);
    return manners_;
}

void StripeWebhooks::announce(const std::string& body) {
    std::string early_to;
    {
        const std::lock_guard lock(mutex_);
        if (!manners_.enabled) return;
        if (manners_.url.empty()) {
            kept_.push_back(body);
            return;
        }
        auto copies = manners_.copies;
        if (manners_.early && --copies >= 0) early_to = manners_.url;
        for (int copy = 0; copy < copies; ++copy)
            waiting_.push_back({body, 0, steady_clock::now() + manners_.delay});
    }
    changed_.notify_all();
    if (early_to.empty() || send(early_to, body)) return;
    const std::lock_guard lock(mutex_);
    waiting_.push_back({body, 1, steady_clock::now()});
    changed_.notify_all();
}

std::vector<SignedWebhook> StripeWebhooks::take() {
    const std::lock_guard lock(mutex_);
    std::vector<SignedWebhook> taken;
    for (auto& body : kept_) taken.push_back({stripe_signature(secret_, body), body});
    kept_.clear();
    return taken;
}

void StripeWebhooks::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        const auto is_due = [](const Message& message) {
            return message.due <= steady_clock::now();
        };
        if (manners_.permuted) std::ranges::shuffle(waiting_, random_);
        const auto next = std::ranges::find_if(waiting_, is_due);
        if (next == waiting_.end() || !manners_.enabled) {
            changed_.wait_for(lock, std::chrono::milliseconds(20));
            continue;
        }
        auto message = *next;
        waiting_.erase(next);
        const auto url = manners_.url;
        lock.unlock();
        const bool is_taken = send(url, message.body);
        lock.lock();
        if (is_taken || ++message.attempts >= most_attempts) continue;
        message.due =
            steady_clock::now() + std::min(std::chrono::milliseconds(50) * message.attempts,
                                           std::chrono::milliseconds(1000));
        waiting_.push_back(message);
    }
}

bool StripeWebhooks::send(const std::string& url, const std::string& body) const {
    static platform::HttpClient client({.name = "shop", .failures_to_open = 1'000'000'000});
    const auto answer =
        client.send({.method = "POST",
                     .url = url,
                     .headers = {{"Content-Type", "application/json"},
                                 {"Stripe-Signature", stripe_signature(secret_, body)}},
                     .body = body});
    return answer && answer->status >= 200 && answer->status < 300;
}

}  // namespace kontor::test
