// Somebody with an account, and one of everything that a customer can have.
#pragma once

#include "open_shop.hpp"

#include <map>

namespace kontor::test {

struct Belongings {
    // Registers; owns nothing yet.
    explicit Belongings(const std::string& email);
    // A guest, who has bought the cart: there are no things but that, its checkout and its order.
    static Belongings of_guest(const OpenShop::Cart& cart);
    // One of everything.
    void acquire();

    HttpProbe probe;                         // signed in, or with the guest's token
    std::map<std::string, std::string> ids;  // by the prefix of their kind
    std::string invoice;                     // the name of its file

private:
    explicit Belongings(HttpProbe guest) : probe(std::move(guest)) {}
    std::string cart();
    std::string checkout(const std::string& cart);
    std::string bought();
    void note(const Answer& order);
    void deliver(const std::string& order);
};

}  // namespace kontor::test
