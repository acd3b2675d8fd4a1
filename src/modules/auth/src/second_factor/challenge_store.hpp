#pragma once

#include "store.hpp"

namespace kontor::auth::store {

inline constexpr std::chrono::seconds challenge_lasts = std::chrono::minutes(5);

// Asked of somebody who has shown the password. Kept as a hash; it opens nothing but this.
std::string new_challenge_token();

struct NewChallenge {
    std::string token_hash;
    UserId account;
    platform::Time created_at;
    platform::Time expires_at;
};
// Deferred.
void insert_challenge(platform::Tx& tx, const NewChallenge& challenge);

struct Challenge {
    std::int64_t failures = 0;
    User user;
};
BOOST_DESCRIBE_STRUCT(Challenge, (), (failures, user))

// One that was not met yet and has not expired, locked until the commit.
std::optional<Challenge> lock_challenge(platform::Tx& tx, const std::string& token_hash,
                                        platform::Time now);
void count_wrong_code(platform::Tx& tx, const std::string& token_hash);
void meet_challenge(platform::Tx& tx, const std::string& token_hash, platform::Time now);

}  // namespace kontor::auth::store
