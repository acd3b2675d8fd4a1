// API keys of the shop that all tests share.
#pragma once

#include "members.hpp"

#include <boost/json.hpp>

namespace kontor::test {

struct Key {
    std::string id;
    std::string secret;
    HttpProbe probe;  // shows it
};

inline Headers bearing(const std::string& key) {
    return {{"authorization", "Bearer " + key}};
}

// kind: R"("secret","scopes":["orders.read"])"
inline Key new_key(const std::string& kind) {
    const auto made =
        open_shop().staff().post("/v1/admin/api-keys", R"({"name":"a robot","kind":)" + kind + "}");
    if (made.status != 201) throw std::runtime_error("no key: " + made.body);
    Key key{made.text("/key/id"), made.text("/secret"), open_shop().stranger()};
    key.probe.always_send("Authorization", "Bearer " + key.secret);
    return key;
}

}  // namespace kontor::test
