#include "platform/http/route.hpp"

namespace kontor::platform::http {

Route::Route(Method route_method, std::string route_path, std::string operation_id,
             std::string route_summary)
    : method(route_method),
      path(std::move(route_path)),
      operation(std::move(operation_id)),
      summary(std::move(route_summary)),
      key(method == Method::get ? IdempotencyKey::ignored : IdempotencyKey::optional),
      rate(method == Method::get ? RateClass::reading : RateClass::writing) {}

Route& Route::by(Access who) {
    access = std::move(who);
    return *this;
}

Route& Route::by_staff_of(const std::string& area) {
    return by(Access::staff(area + (method == Method::get ? ".read" : ".write")));
}

Route& Route::tag(std::string name) {
    group = std::move(name);
    return *this;
}

Route& Route::describe(std::string text) {
    description = std::move(text);
    return *this;
}

Route& Route::may_answer(int status, std::string text) {
    answers.push_back({status, std::move(text)});
    return *this;
}

Route& Route::idempotency(IdempotencyKey rule) {
    key = rule;
    return *this;
}

Route& Route::audited() {
    is_audited = true;
    return *this;
}

Route& Route::personally() {
    is_personal = true;
    return *this;
}

Route& Route::remote() {
    bulkhead = Bulkhead::remote;
    return *this;
}

Route& Route::limited_as(RateClass of) {
    rate = of;
    return *this;
}

Route& Route::cached() {
    is_cached = true;
    return *this;
}

Route& Route::localised() {
    is_localised = true;
    return *this;
}

Route& Route::matches_etag() {
    takes_if_match = true;
    return *this;
}

Route& Route::raw_body(std::string type) {
    raw_content_type = std::move(type);
    return *this;
}

Route& Route::or_file(std::vector<std::string> types) {
    file_types = std::move(types);
    return *this;
}

Route& Route::up_to(std::size_t bytes) {
    body_limit = bytes;
    return *this;
}

Route& Route::produces(std::string type) {
    content_type = std::move(type);
    return *this;
}

Route& Route::unlisted() {
    is_listed = false;
    return *this;
}

}  // namespace kontor::platform::http
