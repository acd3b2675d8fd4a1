#include "platform/http/router.hpp"

#include "audited.hpp"
#include "content_coding.hpp"
#include "platform/db/database.hpp"
#include "platform/db/own_rows.hpp"
#include "platform/http/cache.hpp"
#include "platform/http/rate_limits.hpp"
#include "platform/security/random.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/telemetry/metrics.hpp"
#include "platform/telemetry/trace.hpp"
#include "problem.hpp"
#include "router_state.hpp"
#include "standard_headers.hpp"
#include "wire.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace kontor::platform::http {
namespace {

Error not_acceptable(const std::string& media_type) {
    return {ErrorKind::not_acceptable, "http.not_acceptable",
            "The answer is " + media_type + ", which the Accept header leaves out."};
}

Error unsupported_media(std::string media_types, const std::vector<std::string>& others) {
    for (const auto& other : others) media_types.append(" or ").append(other);
    return {ErrorKind::unsupported_media, "http.unsupported_media_type",
            "The body must be sent with Content-Type: " + media_types + "."};
}

Error credentials_required() {
    return {ErrorKind::unauthenticated, "http.unauthenticated",
            "Show who you are: send Authorization: Bearer with an access token."};
}

Error not_permitted(const Access& access) {
    return {ErrorKind::forbidden, "http.forbidden",
            access.permission.empty() ? "This is for accounts."
                                      : "This takes the permission " + access.permission +
                                            ", which your account or key does not have."};
}

Error shop_front_unknown() {
    return {ErrorKind::unauthenticated, "http.publishable_key_required",
            "This shop answers known shop fronts only: send Publishable-Key with a key of theirs."};
}

Error database_unavailable() {
    return {ErrorKind::unavailable, "http.unavailable",
            "The shop cannot answer at the moment. Send the request again shortly."};
}

Error internal_error() {
    return {ErrorKind::unavailable, "http.internal_error",
            "The request failed for a reason of our own. Tell us its request_id."};
}

std::string allowed_methods(const Matcher::Methods& methods) {
    std::string allowed;
    for (std::size_t i = 0; i < methods.size(); ++i) {
        if (methods[i] < 0) continue;
        allowed.append(allowed.empty() ? "" : ", ").append(method_name(static_cast<Method>(i)));
        if (static_cast<Method>(i) == Method::get) allowed.append(", HEAD");
    }
    return allowed;
}

bool is_public(const Route& route, int status) {
    return route.method == Method::get && route.access.kind == Access::Kind::anyone &&
           status == 200;
}

bool is_success(int status) {
    return status < 400;
}

Response answer_of(Result<Response> outcome, std::string_view request_id) {
    return outcome ? *std::move(outcome) : problem_response(outcome.error(), request_id);
}

void name_language(Response& response, const Languages& languages, std::string_view language) {
    set_default(response.headers, "Content-Language", language);
    if (!languages.is_one()) set_default(response.headers, "Vary", "Accept-Language");
}

ContentCoding coding_of(const Request& request) {
    return negotiate_coding(find_header(request.headers, "Accept-Encoding").value_or(""));
}

void apply_condition(const Request& request, Response& response) {
    const auto wanted = find_header(request.headers, "If-None-Match");
    const auto etag = find_header(response.headers, "ETag");
    if (request.method != Method::get || response.status != 200 || !wanted || !etag) return;
    if (!names_etag(*wanted, *etag)) return;
    response.status = 304;
    response.body.clear();
    std::erase_if(response.headers, [](const auto& header) { return is_about_body(header.first); });
}

void show_cache(Metrics& metrics, const ResponseCache& cache) {
    using Statistics = ResponseCache::Statistics;
    const auto show = [&](const std::string& name, const std::string& help, auto member) {
        metrics.gauge(name, help, {},
                      [&cache, member] { return static_cast<double>(cache.statistics().*member); });
    };
    show("kontor_http_cache_hits", "Answers given from the cache", &Statistics::hits);
    show("kontor_http_cache_misses", "Cacheable answers that were made", &Statistics::misses);
    show("kontor_http_cache_dropped", "Cached answers dropped by a tag", &Statistics::dropped);
    show("kontor_http_cache_entries", "Answers in the cache", &Statistics::entries);
    show("kontor_http_cache_bytes", "Bytes in the cache", &Statistics::bytes);
}

void check_route(const Route& route, const std::vector<std::string>& parameters) {
    const auto name = std::string(method_name(route.method)) + " " + route.path;
    for (const auto& parameter : parameters)
        if (!route.path_schema.contains(parameter))
            throw std::logic_error(name + ": the handler's Path lacks " + parameter);
    if (route.path_schema.size() != parameters.size())
        throw std::logic_error(name + ": the handler's Path has a member that the path lacks");
    const bool may_be_cached =
        route.method == Method::get && route.access.kind == Access::Kind::anyone;
    if (route.is_cached && !may_be_cached)
        throw std::logic_error(name + ": only a GET for anyone can be cached");
    const bool knows_person =
        route.access.kind == Access::Kind::customer || route.access.kind == Access::Kind::staff;
    if (route.is_personal && !knows_person)
        throw std::logic_error(name + ": only a route for customers or staff is for a person");
}

std::vector<std::string> values_of(
    const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::vector<std::string> values;
    for (const auto& parameter : parameters) values.push_back(parameter.second);
    return values;
}

Result<> check_media(const Request& request, const Route& route) {
    const auto accept = find_header(request.headers, "Accept");
    const auto& given = route.content_type;
    if (accept && !given.ends_with("/*") && !accepts(*accept, given.substr(0, given.find(';'))))
        return not_acceptable(given);
    if (request.body.empty() || route.raw_content_type == "*/*") return {};
    const auto& wanted =
        route.raw_content_type.empty() ? "application/json" : route.raw_content_type;
    const auto type = find_header(request.headers, "Content-Type");
    if (type && is_media_type(*type, wanted)) return {};
    for (const auto& file_type : route.file_types)
        if (type && is_media_type(*type, file_type)) return {};
    return unsupported_media(wanted, route.file_types);
}

}  // namespace

Router::State::State(RouterOptions router_options)
    : options(std::move(router_options)),
      languages(options.languages),
      unmatched(options.metrics, "", "none") {
    if (options.metrics && options.cache) show_cache(*options.metrics, *options.cache);
    if (options.idempotency)
        keyed = std::make_unique<KeyedRequests>(*options.idempotency,
                                                options.clock ? *options.clock : system_clock);
}

const std::string& Router::State::language_of(const Request& request) const {
    return languages.negotiate(find_header(request.headers, "Accept-Language").value_or(""));
}

// Everything about an answer that does not depend on the single request.
void Router::State::complete(Response& response, const Route* route,
                             std::string_view language) const {
    if (route && route->is_localised && is_success(response.status))
        name_language(response, languages, language);
    if (route && route->method == Method::get && response.status == 200)
        if (const auto type = find_header(response.headers, "Content-Type");
            type && is_media_type(*type, "application/json"))
            set_default(response.headers, "ETag", etag_of(response.body));
    if (route && is_public(*route, response.status))
        set_default(response.headers, "Cache-Control", "no-cache");
    set_standard_headers(response.headers);
}

Router::Router(RouterOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Router::~Router() = default;

boost::json::object& Router::components() {
    return state_->components;
}
ResponseCache* Router::cache() const {
    return state_->options.cache;
}
const Languages& Router::languages() const {
    return state_->languages;
}

void Router::add_route(Route route, Handle handle) {
    auto parameters = template_parameters(route.path);
    check_route(route, parameters);
    for (const auto& entry : state_->entries)
        if (entry->route.operation == route.operation)
            throw std::logic_error(route.operation + ": two routes are called so");
    const auto index = static_cast<int>(state_->entries.size());
    if (!state_->matcher.add(route.method, route.path, index))
        throw std::logic_error(route.path + ": this method and path exist already");
    const std::string method(method_name(route.method));
    const std::string path = route.path;
    state_->entries.push_back(std::unique_ptr<State::Entry>(
        new State::Entry{std::move(route), std::move(handle), std::move(parameters),
                         RouteMetrics(state_->options.metrics, method, path)}));
}

Result<Router::State::Match> Router::State::match(Method method, std::string_view target) const {
    auto parsed = parse_target(target);
    if (!parsed) return parsed.error();
    Match match;
    const auto* methods = matcher.find(parsed->path, match.values);
    if (!methods) return detail::no_such_path();
    match.target = *std::move(parsed);
    const auto index = (*methods)[static_cast<std::size_t>(method)];
    if (index < 0)
        match.allowed = http::allowed_methods(*methods);
    else
        match.entry = entries[static_cast<std::size_t>(index)].get();
    return match;
}

Response Router::handle(const Request& request) const {
    const auto started = std::chrono::steady_clock::now();
    const auto request_id = request_id_of(request.headers);
    const auto parent = find_header(request.headers, "traceparent").value_or("");
    const TraceScope trace({request_id, child_traceparent(parent)});
    State::Exchange exchange{request, request_id};
    auto response = state_->answer(exchange);
    const auto* entry = exchange.entry;
    state_->complete(response, entry ? &entry->route : nullptr, state_->language_of(request));
    // The coding first, for it is in the name of the state that the condition may name.
    const auto coding = announce_coding(response, coding_of(request));
    apply_condition(request, response);
    if (coding != ContentCoding::none && response.status != 304)
        response.body = encoded(response.body, coding);
    response.headers.emplace_back("X-Request-Id", request_id);
    const bool is_of_another =
        response.status == 429 && exchange.allowance && !exchange.allowance->is_exceeded;
    if (!is_of_another) set_allowance(response.headers, exchange.allowance);
    auto& metrics = entry ? entry->metrics : state_->unmatched;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    metrics.record(response.status, taken.count());
    return response;
}

Response Router::State::answer(Exchange& exchange) const {
    const auto& [request, request_id, _, allowance] = exchange;
    try {
        auto found = match(request.method, request.target);
        if (!found) return problem_response(found.error(), request_id);
        exchange.entry = found->entry;
        if (!found->entry) {
            auto response = problem_response(method_not_allowed(found->allowed), request_id);
            response.headers.emplace_back("Allow", found->allowed);
            return response;
        }
        return answer_of(serve(exchange, *found), request_id);
    } catch (const DatabaseUnavailable& failure) {
        log::error("the database is unavailable", {{"reason", failure.what()}});
        return problem_response(database_unavailable(), request_id);
    } catch (const std::exception& failure) {
        log::error("a request failed", {{"reason", failure.what()}});
    } catch (...) {
        log::error("a request failed", {{"reason", "not an exception of the standard library"}});
    }
    return problem_with_status(500, internal_error(), request_id);
}

Result<Response> Router::State::serve(Exchange& exchange, Match& match) const {
    const auto& request = exchange.request;
    const auto& request_id = exchange.request_id;
    const auto& route = match.entry->route;
    auto caller = identify(request, route.access);
    if (!caller) return caller.error();
    if (auto counted = count(exchange, *caller); !counted) return counted.error();
    const auto keep = [&](const Error& refusal) {
        if (options.audit)
            keep_refusal(*options.audit, {request, *caller, route, request_id, match.values},
                         refusal);
    };
    if (auto admitted = admit(*caller, route); !admitted) {
        if (admitted.error().kind == ErrorKind::forbidden) keep(admitted.error());
        return admitted.error();
    }
    auto outcome = proceed(exchange, match, *caller);
    if (!outcome && caller->impersonator) keep(outcome.error());
    return outcome;
}

Result<Response> Router::State::proceed(Exchange& exchange, const Match& match,
                                        const Caller& caller) const {
    const auto& request = exchange.request;
    const auto& request_id = exchange.request_id;
    const auto& route = match.entry->route;
    if (auto checked = check_media(request, route); !checked) return checked.error();
    RawCall call{request, caller, {}, match.target.query, language_of(request)};
    for (std::size_t i = 0; i < match.values.size(); ++i)
        call.path.emplace_back(match.entry->parameters[i], match.values[i]);
    if (route.is_cached && options.cache) return cached(request, request_id, *match.entry, call);
    std::optional<OwnRowsOnly> wall;
    const auto kind = route.access.kind;
    if (kind == Access::Kind::shopper || kind == Access::Kind::customer) wall.emplace(caller.user);
    return execute(request, request_id, *match.entry, call);
}

// An account is bounded wherever it is used from, and so are all who show one publishable key; who
// shows neither, by the address alone.
Result<> Router::State::count(Exchange& exchange, const Caller& caller) const {
    if (!options.limits) return {};
    auto& limits = *options.limits;
    const auto take = [&](const RateLimits::Client& client) -> Result<> {
        const auto allowance =
            limits.take(client, exchange.entry->route.rate, RateLimits::TimePoint::clock::now());
        if (!allowance) return {};
        if (!exchange.allowance || allowance->remaining <= exchange.allowance->remaining)
            exchange.allowance = allowance;
        if (allowance->is_exceeded) return too_many_requests(*allowance);
        return {};
    };
    const auto& peer = exchange.request.peer;
    if (const auto account = caller.account(); !account.empty())
        if (auto taken = take(limits.with_account(account, peer)); !taken) return taken;
    if (!caller.shop_front) return {};
    return take(limits.with_shop_front(to_string(*caller.shop_front), peer));
}

Result<Caller> Router::State::identify(const Request& request, const Access& access) const {
    if (access.kind == Access::Kind::anyone) return Caller{.address = request.peer};
    auto caller = options.authenticate ? options.authenticate(request) : Result<Caller>(Caller{});
    if (!caller) return caller;
    caller->address = request.peer;
    const auto guest_token = find_header(request.headers, "Guest-Token");
    if (guest_token && !guest_token->empty()) {
        caller->guest_token_hash = sha256_hex(*guest_token);
        if (caller->kind == Caller::Kind::anonymous) caller->kind = Caller::Kind::guest;
    }
    return caller;
}

Result<> Router::State::admit(const Caller& caller, const Route& route) const {
    const auto& access = route.access;
    if (access.kind == Access::Kind::anyone) return {};
    if (access.kind == Access::Kind::shopper) {
        if (options.needs_shop_front && !caller.shop_front && !caller.key)
            return shop_front_unknown();
        return {};
    }
    if (caller.kind != Caller::Kind::customer && caller.kind != Caller::Kind::staff)
        return credentials_required();
    const bool takes_account = access.kind == Access::Kind::customer && caller.key;
    if (route.is_personal || takes_account)
        if (auto admitted = in_person(caller); !admitted) return admitted;
    const bool is_admitted =
        access.kind == Access::Kind::customer
            ? caller.user.has_value()
            : caller.kind == Caller::Kind::staff && caller.may(access.permission);
    if (!is_admitted) return not_permitted(access);
    return {};
}

Result<Response> Router::State::execute(const Request& request, const std::string& request_id,
                                        const Entry& entry, const RawCall& call) const {
    auto key = read_idempotency_key(request.headers, entry.route.key);
    if (!key) return key.error();
    return entry.handle(call, [&](const Execute& handler) -> Result<Response> {
        const auto respond = [&] { return answer_of(handler(), request_id); };
        const bool has_key = *key && keyed;
        // Whoever acts as somebody is seen reading, too.
        if (options.audit && (call.caller.impersonator || is_audited(entry.route))) {
            const AuditedRequest audited{request, call.caller, entry.route, request_id,
                                         values_of(call.path)};
            return has_key ? execute_audited(*options.audit, audited, *keyed, **key, respond)
                           : execute_audited(*options.audit, audited, respond);
        }
        if (!has_key) return handler();
        return keyed->answer(**key, call.caller.scope(), request, respond);
    });
}

Response Router::State::cached(const Request& request, const std::string& request_id,
                               const Entry& entry, const RawCall& call) const {
    std::string buffer;
    std::string coded_buffer;
    const auto coding = coding_of(request);
    const std::string key(coded_key(languages.cache_key(request.target, call.language, buffer),
                                    coding, coded_buffer));
    return options.cache->answer(key, [&] {
        auto response = answer_of(execute(request, request_id, entry, call), request_id);
        complete(response, &entry.route, call.language);
        response.body = encoded(response.body, announce_coding(response, coding));
        return ResponseCache::Made{std::move(response), std::move(call.cache_tags), &entry.metrics};
    });
}

Router::Needs Router::needs(Method method, std::string_view target) const {
    const auto match = state_->match(method, target);
    if (!match || !match->entry) return {};
    const auto& route = match->entry->route;
    return {route.bulkhead, route.body_limit, route.rate};
}

std::string Router::allowed_methods(std::string_view target) const {
    const auto path = parse_path(target);
    std::vector<std::string> values;
    const auto* methods = path ? state_->matcher.find(*path, values) : nullptr;
    return methods ? http::allowed_methods(*methods) : "";
}

}  // namespace kontor::platform::http
