#pragma once

#include "platform/core/result.hpp"

#include <memory>
#include <string>

namespace kontor::platform {

struct PasswordOptions {
    std::size_t threads = 1;
    std::size_t waiting = 64;  // calls in the queue; beyond, they are refused
    std::size_t memory_bytes = 19456 * 1024;
    unsigned passes = 2;
};

// Argon2id on a small pool of its own, so that logins cannot take the machine: a hash costs about
// 20 ms of a core. Thread-safe.
class PasswordHasher {
public:
    explicit PasswordHasher(PasswordOptions options = {});
    ~PasswordHasher();

    // All block until done, and refuse security.busy (unavailable) when too many wait.

    // Refuses security.busy where a call would be refused now. Costs nothing.
    Result<> ready() const;

    // Refuses security.password_length (invalid) outside 1 to 1024 bytes.
    Result<std::string> hash(const std::string& password);
    Result<bool> verify(const std::string& hash, const std::string& password);
    // Always false, and takes as long as verify() of a real hash: for accounts that do not exist.
    Result<bool> verify_nothing(const std::string& password);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform
