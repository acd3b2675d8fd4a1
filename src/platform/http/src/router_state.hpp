#pragma once

#include "idempotency.hpp"
#include "matcher.hpp"
#include "platform/http/router.hpp"
#include "route_metrics.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace kontor::platform::http {

struct Router::State {
    struct Entry {
        Route route;
        Handle handle;
        std::vector<std::string> parameters;
        mutable RouteMetrics metrics;
    };

    // What is known of a request once its path has been understood.
    struct Match {
        const Entry* entry = nullptr;
        Target target{};
        std::vector<std::string> values{};
        std::string allowed{};  // where the path has routes, but none for this method
    };

    explicit State(RouterOptions router_options);

    // A request on its way to its answer, and what became known of it.
    struct Exchange {
        const Request& request;
        std::string request_id;
        const Entry* entry = nullptr;
        std::optional<Allowance> allowance = request.allowance;
    };

    Result<Match> match(Method method, std::string_view target) const;
    Response answer(Exchange& exchange) const;
    Result<Response> serve(Exchange& exchange, Match& match) const;
    Result<Response> proceed(Exchange& exchange, const Match& match, const Caller& caller) const;
    Result<> count(Exchange& exchange, const Caller& caller) const;
    Result<Response> execute(const Request& request, const std::string& request_id,
                             const Entry& entry, const RawCall& call) const;
    Result<Caller> identify(const Request& request, const Access& access) const;
    Result<> admit(const Caller& caller, const Route& route) const;
    Response cached(const Request& request, const std::string& request_id, const Entry& entry,
                    const RawCall& call) const;

    const std::string& language_of(const Request& request) const;
    void complete(Response& response, const Route* route, std::string_view language) const;

    RouterOptions options;
    Languages languages;
    SystemClock system_clock;
    std::vector<std::unique_ptr<Entry>> entries;
    Matcher matcher;
    boost::json::object components;
    std::unique_ptr<KeyedRequests> keyed;
    mutable RouteMetrics unmatched;
};

}  // namespace kontor::platform::http
