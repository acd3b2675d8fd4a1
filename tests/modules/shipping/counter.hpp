// A warehouse that is asked over HTTP.
#pragma once

#include "carrier_house.hpp"

#include <boost/json/parse.hpp>

namespace kontor::shipping {

class Counter : public CarrierHouse {
public:
    Counter() {
        add_routes(router, backing, "secret");
        caller.kind = platform::http::Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = {"orders.read", "orders.write", "shipping.read", "shipping.write"};
    }

    platform::http::Response send(platform::http::Method method, const std::string& path,
                                  const std::string& body, platform::http::Headers headers = {}) {
        headers.emplace_back("Host", "shop.example");
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        return router.handle({method, path, headers, body, "127.0.0.1"});
    }
    boost::json::value ask(platform::http::Method method, const std::string& path,
                           const std::string& body = "") {
        const auto answer = send(method, "/v1/admin/" + path, body);
        status = answer.status;
        return answer.body.empty() ? boost::json::value() : boost::json::parse(answer.body);
    }

    platform::http::Caller caller;
    platform::http::Router router{
        {.version = "1", .authenticate = [this](const platform::http::Request&) {
             return platform::Result<platform::http::Caller>(caller);
         }}};
    int status = 0;
};

}  // namespace kontor::shipping
