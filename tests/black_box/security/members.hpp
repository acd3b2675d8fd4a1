// Customers with accounts, and what is tried with their credentials.
#pragma once

#include "open_shop.hpp"

#include <optional>

namespace kontor::test {

inline const std::string member_password = "a quiet canal";

struct Member {
    std::string email;
    std::string id;
    std::string access_token;
    std::string refresh_token;
    HttpProbe probe;  // signed in
};

// Of the open shop; no two tests may take one name.
Member new_member(const std::string& name, const std::string& password = member_password);
Answer log_in(const std::string& email, const std::string& password = member_password);
Answer refresh(const std::string& refresh_token);
Answer register_member(const std::string& email, const std::string& password);
// The account with this in the place of an access token.
Answer me_with(const std::string& token);

// A JSON Web Token of these parts; the signature over them is made with the shop's own key.
class Forger {
public:
    Forger();

    std::string header(const std::string& key_id = {}) const;
    // What the shop itself would say of the member, with one claim changed or added.
    static std::string claims(const Member& member, const std::string& name = {},
                              const boost::json::value& value = nullptr);
    std::string sign(const std::string& header, const std::string& claims) const;
    static std::string encode(const std::string& bytes);
    static std::string decode(const std::string& text);
    // Which is kept sealed.
    std::string seed() const { return encode(seed_); }
    // As JWKs and certificates have it: what an attacker knows too.
    std::string public_key() const;

private:
    std::string key_id_;
    std::string seed_;
};

std::int64_t unix_now();

// What an authenticator app shows, so many half minutes from now.
std::string app_code(const std::string& setup_key, std::int64_t steps_from_now = 0);

// With a second factor, confirmed by the code of a step ago.
struct CarefulMember : Member {
    explicit CarefulMember(const std::string& name);

    std::string code(std::int64_t steps_from_now = 0) const {
        return app_code(setup_key, steps_from_now);
    }
    // The mfa_token of a login.
    std::string challenge() const;

    std::string setup_key;
    std::string confirming_code;
    boost::json::array recovery_codes;
};
Answer meet(const std::string& challenge, const std::string& code);

}  // namespace kontor::test
