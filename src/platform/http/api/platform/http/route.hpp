// What a route says about itself. Validation, authorisation, idempotency, caching and the
// OpenAPI document all come from here: a route cannot exist undocumented.
#pragma once

#include "platform/http/request.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <vector>

namespace kontor::platform::http {

// Who may call. Ownership of the object named is the module's to check.
struct Access {
    enum class Kind { anyone, shopper, customer, staff };
    Kind kind = Kind::anyone;
    std::string permission{};

    static Access anyone() { return {}; }
    // A guest token or a customer's access token, either of which may also be absent: the
    // module answers 404 for an object that is not the caller's.
    static Access shopper() { return {Kind::shopper}; }
    static Access customer() { return {Kind::customer}; }
    static Access staff(std::string permission) { return {Kind::staff, std::move(permission)}; }
};

enum class IdempotencyKey { ignored, optional, required };

// Which worker pool runs the handler: routes that wait for somebody else's server have their own.
enum class Bulkhead { fast, remote };

// One answer that a route may give beside success and the refusals every route shares (400, 401,
// 403, 404 for a path id, 406, 409, 412, 413, 415, 422, 429, 500, 503: they follow from the other
// data).
struct DocumentedAnswer {
    int status = 0;
    std::string description;
};

struct Route {
    Route(Method route_method, std::string route_path, std::string operation_id,
          std::string route_summary);

    Route& by(Access who);
    // Staff: a GET takes the permission "<area>.read", everything else "<area>.write".
    Route& by_staff_of(const std::string& area);
    Route& tag(std::string name);
    Route& describe(std::string text);
    Route& may_answer(int status, std::string description);
    // POST, PATCH and DELETE take an Idempotency-Key unless they say otherwise.
    Route& idempotency(IdempotencyKey rule);
    Route& remote();
    // GET is reading and everything else writing unless they say otherwise.
    Route& limited_as(RateClass of);
    // Kept in the audit log, whoever asks and whatever comes of it. What staff asks for that is not
    // a GET is in any case.
    Route& audited();
    // Guards an account, or is final: for the person who is signed in, not for a member of staff
    // who acts as them, and not for an API key. Only for customer() and staff().
    Route& personally();
    // The answer may be kept in the response cache under the tags that the call collects. Only for
    // GET, only for anyone(): it must depend on nothing but the target and the language.
    Route& cached();
    // The answer is in one of the shop's languages, Call::language: it says so in Content-Language,
    // and in Vary where there are several.
    Route& localised();
    // Takes If-Match, and answers 412 where it does not name the ETag of what is to be changed. The
    // handler checks it: see matched().
    Route& matches_etag();
    // Takes the body raw (webhooks: signatures are over bytes).
    Route& raw_body(std::string content_type);
    // For a Form: it may also be nothing but the file, with one of these types.
    Route& or_file(std::vector<std::string> content_types);
    // Bodies up to so many bytes; a mebibyte where nothing is said.
    Route& up_to(std::size_t bytes);
    // The answer is not JSON: for handlers that give a Response. Of a range such as image/* the
    // handler chooses, whatever Accept says, and gives an ETag.
    Route& produces(std::string content_type);
    // Left out of the OpenAPI document: for pages that are not part of the contract.
    Route& unlisted();

    Method method;
    std::string path;  // "/v1/carts/{cart}/items/{item}"
    std::string operation;
    std::string summary;
    std::string description{};
    std::string group{};
    Access access{};
    IdempotencyKey key = IdempotencyKey::ignored;
    Bulkhead bulkhead = Bulkhead::fast;
    RateClass rate = RateClass::reading;
    bool is_cached = false;
    bool is_localised = false;
    bool takes_if_match = false;
    bool is_audited = false;
    bool is_personal = false;
    std::string raw_content_type{};
    std::vector<std::string> file_types{};
    std::string content_type = "application/json";
    bool is_listed = true;
    std::vector<DocumentedAnswer> answers{};
    std::size_t body_limit = 1 << 20;

    // Filled by Router::add from the handler's types. Path's and Query's are one schema a member;
    // a schema of an optional one has no place in query_required.
    boost::json::object path_schema{};
    boost::json::object query_schema{};
    std::vector<std::string> query_required{};
    boost::json::object body_schema{};
    bool is_body_required = false;
    std::vector<std::pair<int, boost::json::object>> answer_schemas{};
};

}  // namespace kontor::platform::http
