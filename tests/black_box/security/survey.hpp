// Every operation of the shop's contract, as one who may ask for it would: with ids of what there
// is, and bodies that fit.
#pragma once

#include "belongings.hpp"
#include "contract.hpp"

#include <map>
#include <string>

namespace kontor::test {

class Survey {
public:
    // Of the open shop, in which it makes one of everything that it can.
    Survey();
    static Survey& shared();

    const Contract& contract() const { return contract_; }
    const std::vector<Operation>& operations() const { return contract_.operations(); }

    // What there is, or an id that nobody has.
    std::string id_of(const std::string& prefix) const;
    // Of what there is, and of what there is not.
    std::string path_of(const Operation& operation) const;
    static std::string strange_path_of(const Operation& operation);
    // The least that is taken; nothing where nothing is.
    std::string body_of(const Operation& operation) const;

    const HttpProbe& admin() const { return open_shop().staff(); }
    const HttpProbe& other_admin() const { return other_admin_; }
    const HttpProbe& owner() const { return owner_.probe; }
    const HttpProbe& other() const { return other_.probe; }
    // Who may, and somebody else who may do the same with what is theirs.
    const HttpProbe& entitled(const Operation& operation) const {
        return operation.is_for_staff() ? admin() : owner();
    }
    const HttpProbe& likewise(const Operation& operation) const {
        return operation.is_for_staff() ? other_admin() : other();
    }
    // With a new Idempotency-Key where it takes one. Checks the members of what is answered.
    static Answer send(const HttpProbe& probe, const Operation& operation, const std::string& path,
                       const std::string& body, Headers headers = {});

private:
    void make_some();
    void look_around();
    void note(const std::string& answer);
    void learn(const std::string& name, const std::string& list, const std::string& pointer);

    Contract contract_;
    Belongings owner_;
    Belongings other_;
    HttpProbe other_admin_;
    std::map<std::string, std::string> ids_;    // by prefix
    std::map<std::string, std::string> texts_;  // by the name of a path's parameter
};

std::string new_key();

}  // namespace kontor::test
