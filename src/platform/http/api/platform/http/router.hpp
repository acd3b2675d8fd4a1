#pragma once

#include "platform/core/time.hpp"
#include "platform/http/call.hpp"
#include "platform/http/languages.hpp"
#include "platform/http/route.hpp"

#include <functional>
#include <memory>
#include <string>

namespace kontor::platform {
class AuditLog;
class Database;
class Metrics;
}  // namespace kontor::platform

namespace kontor::platform::http {

class RateLimits;
class ResponseCache;

// Turns credentials into a caller. Refusals are answered as they are (401).
using Authenticate = std::function<Result<Caller>(const Request&)>;

struct RouterOptions {
    std::string title = "Kontor";
    std::string version;
    Authenticate authenticate;  // without one, everybody is anonymous
    // Keeps the answers of keyed requests, in role kontor_platform; without one, keys are checked
    // for their form only.
    Database* idempotency = nullptr;
    const Clock* clock = nullptr;
    ResponseCache* cache = nullptr;
    Metrics* metrics = nullptr;
    // What accounts may ask for; the server bounds what addresses may.
    RateLimits* limits = nullptr;
    // Told of deeds that are audited, and of every refusal for want of a permission.
    AuditLog* audit = nullptr;
    LanguageList languages{};
    // Whether shoppers' routes are for known shop fronts only: see Caller::shop_front.
    bool needs_shop_front = false;
};

// Knows every route; handles a request from its bytes to the answer's, without a socket. Add
// routes first, then handle from any number of threads.
class Router {
public:
    explicit Router(RouterOptions options);
    ~Router();
    Router(const Router&) = delete;

    // Handler: Outcome(const Call<Path, Body, Query>&). Outcome is Result<T> for 200, Result<> for
    // 204, Result<Answer<201, T>>, Result<Answer<204>>, Result<std::variant<Answer<..>, ..>>, or
    // Result<Response> where the route produces() something else than JSON.
    // Throws std::logic_error for a route that contradicts itself: a path parameter that Path
    // lacks, a method and template that exist already, a cached POST.
    template <class Handler>
    void add(Route route, Handler handler);

    // Never throws: a failure is a 500, the database's absence a 503.
    Response handle(const Request& request) const;

    // What the server must know before it reads a body and queues a request for a worker.
    struct Needs {
        Bulkhead bulkhead = Bulkhead::fast;
        std::size_t body_limit = 1 << 20;
        RateClass rate = RateClass::reading;
    };
    Needs needs(Method method, std::string_view target) const;
    // "GET, HEAD, POST", or nothing where no route has this path.
    std::string allowed_methods(std::string_view target) const;
    ResponseCache* cache() const;
    const Languages& languages() const;

    // The OpenAPI 3.1 document of every route.
    std::string openapi() const;

private:
    // Parses the call and then executes it within what surrounds it (idempotency).
    using Execute = std::function<Result<Response>()>;
    using Surround = std::function<Result<Response>(const Execute&)>;
    using Handle = std::function<Result<Response>(const RawCall&, const Surround&)>;
    void add_route(Route route, Handle handle);
    boost::json::object& components();

    struct State;
    std::unique_ptr<State> state_;
};

// GET /openapi.json, and GET /docs: the same for people. Call it after every other route.
void add_reference(Router& router);

}  // namespace kontor::platform::http

#include "platform/http/detail/add_route.hpp"
