#include "platform/security/passwords.hpp"

#include "platform/security/random.hpp"

#include <sodium.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace kontor::platform {
namespace {

constexpr std::size_t longest_password = 1024;

Error too_busy() {
    return {ErrorKind::unavailable, "security.busy",
            "Too many passwords are being checked at the moment. Try again in a second."};
}

Error wrong_length() {
    return {ErrorKind::invalid, "security.password_length",
            "A password has from 1 to 1024 bytes. Choose one within these limits."};
}

bool has_possible_length(const std::string& password) {
    return !password.empty() && password.size() <= longest_password;
}

std::string hash_now(const PasswordOptions& options, const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), options.passes,
                              options.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::runtime_error("hashing a password needs more memory than there is");
    }
    return hash.data();
}

// libsodium reads the hash as a C string: what follows a NUL would be ignored.
bool verify_now(const std::string& hash, const std::string& password) {
    return hash.find('\0') == std::string::npos && hash.size() < crypto_pwhash_STRBYTES &&
           crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

struct PasswordHasher::State {
    explicit State(const PasswordOptions& given) : options(given) {
        if (sodium_init() < 0) throw std::runtime_error("the system gives no random numbers");
        hash_of_nobody = hash_now(options, random_token());
        for (std::size_t i = 0; i < options.threads; ++i) threads.emplace_back([this] { work(); });
    }

    ~State() {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
        }
        arrived.notify_all();
        for (auto& thread : threads) thread.join();
    }

    // The answer of the task once a thread of the pool has run it; nothing when the queue is full.
    template <class Task>
    auto run(Task task) -> std::optional<decltype(task())> {
        // Shared, because the thread still holds it for a moment after the answer is there.
        auto packaged = std::make_shared<std::packaged_task<decltype(task())()>>(std::move(task));
        auto answer = packaged->get_future();
        {
            const std::lock_guard lock(mutex);
            if (queue.size() >= options.waiting) return std::nullopt;
            queue.emplace_back([packaged] { (*packaged)(); });
        }
        arrived.notify_one();
        return answer.get();
    }

    bool is_full() const {
        const std::lock_guard lock(mutex);
        return queue.size() >= options.waiting;
    }

    void work() {
        // Where the cores are busy, whoever signs in waits, and not whoever browses.
        setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10);
        while (true) {
            std::unique_lock lock(mutex);
            arrived.wait(lock, [this] { return stopping || !queue.empty(); });
            if (queue.empty()) return;
            const auto task = std::move(queue.front());
            queue.pop_front();
            lock.unlock();
            task();
        }
    }

    PasswordOptions options;
    std::string hash_of_nobody;
    mutable std::mutex mutex;
    std::condition_variable arrived;
    std::deque<std::function<void()>> queue;
    bool stopping = false;
    std::vector<std::thread> threads;
};

PasswordHasher::PasswordHasher(PasswordOptions options)
    : state_(std::make_unique<State>(options)) {}

PasswordHasher::~PasswordHasher() = default;

Result<> PasswordHasher::ready() const {
    if (state_->is_full()) return too_busy();
    return {};
}

Result<std::string> PasswordHasher::hash(const std::string& password) {
    if (!has_possible_length(password)) return wrong_length();
    auto hash = state_->run([&] { return hash_now(state_->options, password); });
    if (!hash) return too_busy();
    return *std::move(hash);
}

Result<bool> PasswordHasher::verify(const std::string& hash, const std::string& password) {
    if (!has_possible_length(password)) return false;
    const auto matches = state_->run([&] { return verify_now(hash, password); });
    if (!matches) return too_busy();
    return *matches;
}

Result<bool> PasswordHasher::verify_nothing(const std::string& password) {
    const auto verified = verify(state_->hash_of_nobody, password);
    if (!verified) return verified.error();
    return false;
}

}  // namespace kontor::platform
