#pragma once

#include "auth/auth.hpp"

#include <set>
#include <stdexcept>

namespace kontor::test {

// Whoever is asked for has an account, unless told otherwise.
class Accounts final : public auth::Auth {
public:
    platform::Result<auth::User> user(const auth::UserId& id) override {
        if (strangers.contains(id))
            return platform::Error{platform::ErrorKind::not_found, "auth.no_such_user",
                                   "There is no such user."};
        auth::User user;
        user.id = id;
        return user;
    }
    platform::Result<> hold(const auth::UserId&) override { throw unasked(); }
    platform::Result<auth::SignedIn> register_customer(const auth::Registration&,
                                                       const auth::Client&) override {
        throw unasked();
    }
    platform::Result<auth::SignedIn> login(const auth::Credentials&, const auth::Client&) override {
        throw unasked();
    }
    platform::Result<auth::SignedIn> refresh(const std::string&) override { throw unasked(); }
    void logout(const std::string&) override { throw unasked(); }
    platform::Result<auth::Identity> identify(const std::string&) override { throw unasked(); }
    platform::Result<auth::User> create_user(const auth::Registration&, std::string_view) override {
        throw unasked();
    }
    void sessions_ended(const std::vector<auth::SessionId>&) override {}
    void look_for_ended_sessions() override {}
    std::string jwks() override { throw unasked(); }

    std::set<auth::UserId> strangers;

private:
    static std::logic_error unasked() {
        return std::logic_error("payments asks who there is only");
    }
};

}  // namespace kontor::test
