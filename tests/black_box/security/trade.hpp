// A customer and a member of staff who bring orders, parcels and returns into any state.
#pragma once

#include "belongings.hpp"
#include "contract.hpp"

#include <map>
#include <string>

namespace kontor::test {

// Of a thing and of what belongs to it, by their prefixes; "guest": the token of one.
using Ids = std::map<std::string, std::string>;

class Trade {
public:
    // In the open shop.
    explicit Trade(const std::string& email);

    const Contract& contract() const { return contract_; }
    const Operation& operation(const std::string& name) const;
    // Does it to the thing, as who may.
    Answer ask(const Operation& operation, const Ids& thing) const;
    // Throws std::runtime_error where it is refused.
    Answer ask_well(const std::string& name, const Ids& thing) const;
    Ids made(const std::string& name, const std::string& prefix, const Ids& of = {}) const;

    // "ord", "oli", "pay", "cart"
    Ids paid(int quantity = 1) const;
    Ids draft() const { return made("create_draft", "ord", {{"oli", unknown("oli")}}); }
    // Its shipment is pending: "ship".
    void pack(Ids& order) const;
    void ship(Ids& order) const;
    void deliver(const Ids& order) const;
    void cancel(const Ids& order) const;
    // One piece of what was delivered: "ret".
    Ids returned(const Ids& order) const;
    Ids transfer() const;
    Ids review() const;
    Ids checkout() const;
    Ids cart_bought_by_guest() const;
    // The id of the first in a list, once it has one.
    std::string first_in(const std::string& list) const;
    // Waits until the order says so.
    void until(const Ids& order, const std::string& member, const std::string& value) const;

private:
    static std::string unknown(const std::string& prefix) {
        return prefix + "_" + std::string(26, '0');
    }
    std::string body_of(const Operation& operation, const Ids& thing) const;
    std::string filled_cart(int quantity) const;

    Belongings customer_;
    Contract contract_;
};

}  // namespace kontor::test
