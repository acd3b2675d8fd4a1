// How the types of a handler become a route's parsing, answers and documentation. Included by
// router.hpp only.
#pragma once

#include "platform/http/detail/form.hpp"
#include "platform/http/detail/parameters.hpp"

namespace kontor::platform::http {
namespace detail {

template <class Handler>
struct Signature : Signature<decltype(&Handler::operator())> {};
template <class Outcome_, class Handler, class Call_>
struct Signature<Outcome_ (Handler::*)(Call_) const> {
    using Outcome = Outcome_;
    using CallType = std::remove_cvref_t<Call_>;
};
template <class Outcome, class Handler, class Call_>
struct Signature<Outcome (Handler::*)(Call_)> : Signature<Outcome (Handler::*)(Call_) const> {};
template <class Outcome_, class Call_>
struct Signature<Outcome_ (*)(Call_)> {
    using Outcome = Outcome_;
    using CallType = std::remove_cvref_t<Call_>;
};

template <class T>
inline constexpr bool is_answer = false;
template <int Status, class T>
inline constexpr bool is_answer<Answer<Status, T>> = true;

template <class T>
inline constexpr bool is_choice = false;
template <class... Answers>
inline constexpr bool is_choice<std::variant<Answers...>> = (is_answer<Answers> && ...);

Response json_response(int status, std::string body, Headers headers = {});

template <class T>
Response to_response(T value) {
    if constexpr (std::is_same_v<T, Response>) {
        return value;
    } else if constexpr (is_choice<T>) {
        return std::visit([](auto& answer) { return to_response(std::move(answer)); }, value);
    } else if constexpr (is_answer<T>) {
        if constexpr (std::is_same_v<typename T::BodyType, Nothing>)
            return {T::status, std::move(value.headers), {}};
        else
            return json_response(T::status, json::write(value.body), std::move(value.headers));
    } else {
        return json_response(200, json::write(value));
    }
}

template <class Outcome>
Result<Response> respond(Outcome outcome) {
    if (!outcome) return std::move(outcome).error();
    if constexpr (std::is_void_v<typename Outcome::value_type>)
        return Response{204, {}, {}};
    else
        return to_response(*std::move(outcome));
}

template <class T>
struct AnswerDocument {
    static void write(Route& route, boost::json::object& components) {
        if constexpr (std::is_same_v<T, Response>)
            route.answer_schemas.emplace_back(
                200, boost::json::object{
                         {"type", route.content_type == "application/json" ? "object" : "string"}});
        else
            route.answer_schemas.emplace_back(200, json::schema<T>(components));
    }
};
template <>
struct AnswerDocument<void> {
    static void write(Route& route, boost::json::object&) {
        route.answer_schemas.emplace_back(204, boost::json::object{});
    }
};
template <int Status, class T>
struct AnswerDocument<Answer<Status, T>> {
    static void write(Route& route, boost::json::object& components) {
        boost::json::object schema;
        if constexpr (!std::is_same_v<T, Nothing>) schema = json::schema<T>(components);
        route.answer_schemas.emplace_back(Status, std::move(schema));
    }
};
template <class... Answers>
    requires is_choice<std::variant<Answers...>>
struct AnswerDocument<std::variant<Answers...>> {
    static void write(Route& route, boost::json::object& components) {
        (AnswerDocument<Answers>::write(route, components), ...);
    }
};

template <class T>
boost::json::object parameter_schema(boost::json::object& components) {
    if constexpr (IsOptional<T>::value)
        return parameter_schema<typename T::value_type>(components);
    else
        return json::schema<T>(components);
}

// A body none of whose members is required is not required itself.
template <class Body>
constexpr bool may_be_absent() {
    bool required = false;
    for_each_member<Body>([&]<class Member>(std::string_view, Member Body::*) {
        required = required || !IsOptional<Member>::value;
    });
    return !required;
}

template <class CallType, class Outcome>
void document(Route& route, boost::json::object& components) {
    using Path = typename CallType::PathType;
    using Query = typename CallType::QueryType;
    using Body = typename CallType::BodyType;
    for_each_member<Path>([&]<class Member>(std::string_view name, Member Path::*) {
        route.path_schema[name] = parameter_schema<Member>(components);
    });
    for_each_member<Query>([&]<class Member>(std::string_view name, Member Query::*) {
        route.query_schema[name] = parameter_schema<Member>(components);
        if constexpr (!IsOptional<Member>::value && !std::is_same_v<Member, PrefixedParameters>)
            route.query_required.emplace_back(name);
    });
    if constexpr (std::is_same_v<Body, RawBody>) {
        route.body_schema = {{"type", "string"}};
        route.is_body_required = true;
    } else if constexpr (is_form<Body>) {
        route.raw_content_type = "multipart/form-data";
        route.body_schema = form_schema<decltype(Body::fields)>(components);
        route.is_body_required = true;
    } else if constexpr (!std::is_same_v<Body, Nothing>) {
        route.body_schema = json::schema<Body>(components);
        route.is_body_required = !may_be_absent<Body>();
    }
    AnswerDocument<typename Outcome::value_type>::write(route, components);
}

Error body_missing();

template <class Body>
Result<Body> read_body(const Request& request) {
    const auto& bytes = request.body;
    if constexpr (std::is_same_v<Body, RawBody>) {
        return RawBody{bytes};
    } else if constexpr (is_form<Body>) {
        return read_form<decltype(Body::fields)>(request);
    } else {
        if (!bytes.empty()) return json::read<Body>(bytes);
        if constexpr (may_be_absent<Body>()) return Body{};
        return body_missing();
    }
}

}  // namespace detail

template <class Handler>
void Router::add(Route route, Handler handler) {
    using CallType = typename detail::Signature<Handler>::CallType;
    using Outcome = typename detail::Signature<Handler>::Outcome;
    detail::document<CallType, Outcome>(route, components());
    add_route(std::move(route),
              [handler = std::move(handler)](const RawCall& raw,
                                             const Surround& surround) mutable -> Result<Response> {
                  auto path = detail::read_path<typename CallType::PathType>(raw.path);
                  if (!path) return path.error();
                  auto query = detail::read_query<typename CallType::QueryType>(raw.query);
                  if (!query) return query.error();
                  auto body = detail::read_body<typename CallType::BodyType>(raw.request);
                  if (!body) return body.error();
                  CallType call{raw.request,      raw.caller,        *std::move(path),
                                *std::move(body), *std::move(query), raw};
                  return surround([&] { return detail::respond(handler(call)); });
              });
}

}  // namespace kontor::platform::http
