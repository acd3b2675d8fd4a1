// What the shop keeps of a person, to be handed over or given up on demand.
#pragma once

#include "platform/core/uuid.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kontor::platform {

// Somebody with an account. What is kept of a person names the account, or the address of mail:
// anybody can open an account with any address, and it is theirs once they have confirmed it.
struct Person {
    Uuid account;
    std::string email;                             // in lower case
    std::optional<std::string> confirmed_email{};  // the same, or nothing
    bool waives = false;                           // Obstacle::can_be_waived: they gave it up
};

struct PersonalRecords {
    std::string subject;  // "orders"
    std::string json;
};

// Why a person cannot be forgotten yet.
struct Obstacle {
    std::string code;            // "orders.under_way"
    std::string what_to_do;      // in words
    bool can_be_waived = false;  // it is the person's own to give up
};

// One module's part of what is kept of persons. Thread-safe; every call may join a transaction of
// the caller's.
class PersonalData {
public:
    virtual ~PersonalData() = default;

    // All that is theirs to know, each subject once.
    virtual std::vector<PersonalRecords> copy_of(const Person& person) = 0;
    virtual std::vector<Obstacle> obstacles(const Person&) { return {}; }
    // Leaves nothing that tells who it was, but what the law has a shop keep. Again, when the
    // account says nothing any more and email is empty: what was kept since, else no change.
    virtual void forget(const Person& person) = 0;
};

}  // namespace kontor::platform
