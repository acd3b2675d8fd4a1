// Somebody with an account, and one of everything that a customer can have.
#pragma once

#include "open_shop.hpp"

#include <map>

namespace kontor::test {

struct Belongings {
    // Registers; owns nothing yet.
    explicit Belongings(const std::string& email);
    // One of everything.
    void acquire();

    HttpProbe probe;                         // signed in
    std::map<std::string, std::string> ids;  // by the prefix of their kind
    std::string invoice;                     // the name of its file

private:
    std::string cart();
    std::string bought();
    void deliver(const std::string& order);
};

}  // namespace kontor::test
