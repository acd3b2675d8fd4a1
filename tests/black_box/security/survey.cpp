#include "survey.hpp"

#include "answers.hpp"

#include <boost/json/serialize.hpp>

#include <regex>
#include <stdexcept>

namespace kontor::test {

namespace bj = boost::json;

namespace {

const std::string nobody = std::string(26, '0');

Answer new_admin(const std::string& email) {
    const auto made = open_shop().create_user(email, "admin", "tea at half past four");
    if (made.status != 0) throw std::runtime_error(made.err);
    return open_shop().stranger().post(
        "/v1/auth/login", R"({"email":")" + email + R"(","password":"tea at half past four"})");
}

HttpProbe another_admin() {
    auto probe = open_shop().stranger();
    probe.always_send("Authorization",
                      "Bearer " + new_admin("grace@example.org").text("/access_token"));
    return probe;
}

const std::string somewhere = R"({"name":"Grace Guest","line1":"Quay 1","city":"Hamburg",)"
                              R"("postal_code":"20457","country":"DE"})";

// Where the rules of the trade ask for more than the schema tells.
const std::map<std::string, std::string>& bodies_by_hand() {
    static const std::string lines =
        R"("lines":[{"sku":")" + open_shop().sku + R"(","quantity":1}]})";
    static const std::string promotion =
        R"({"name":"P","automatic":false,"benefit":{"kind":"percentage","percentage_ppm":100000}})";
    static const std::map<std::string, std::string> bodies{
        {"create_location", R"({"code":"second","name":"Second"})"},
        {"receive_goods", "{" + lines},
        {"create_transfer", R"({"source":"main","destination":"second",)" + lines},
        {"create_product",
         R"({"title":"T","variants":[{"sku":"SURVEYED","prices":[{"amount":1,"currency":"EUR"}]}]})"},
        {"create_promotion", promotion},
        {"replace_promotion", promotion},
        {"issue_gift_card", R"({"amount":{"amount":500,"currency":"EUR"}})"},
        {"create_draft", R"({"email":"a@example.org","items":[{"sku":")" + open_shop().sku +
                             R"(","quantity":1}],"shipping_address":)" + somewhere + "}"},
        {"create_experiment",
         R"({"name":"E","placement":"home","variants":[)"
         R"({"name":"a","weight":1,"strategy":"popular"},{"name":"b","weight":1,"strategy":"mixed"}]})"},
        {"create_api_key", R"({"name":"survey","kind":"secret","scopes":["orders.read"]})"},
        {"replace_own_review", R"({"stars":5,"title":"T","text":"A good text."})"}};
    return bodies;
}

template <class Value>
std::string filled(const Operation& operation, const Value& value_of) {
    auto path = operation.path;
    for (const auto& parameter : operation.path_parameters) {
        const auto name = "{" + parameter.name + "}";
        path.replace(path.find(name), name.size(), value_of(parameter));
    }
    return path;
}

// A text that the schema lets through.
std::string any_text(const Parameter& parameter) {
    if (const auto* values = parameter.schema->as_object().if_contains("enum"))
        return std::string(values->as_array().front().as_string());
    return "xx";
}

}  // namespace

std::string new_key() {
    return platform::to_string(platform::new_uuid());
}

Survey::Survey()
    : contract_(open_shop().stranger().get("/openapi.json").json()),
      owner_("owner@example.org"),
      other_("other@example.org"),
      other_admin_(another_admin()),
      texts_{{"sku", open_shop().sku},
             {"product", "harbour-blend"},
             {"provider", "simulator"},
             {"carrier", "manual"}} {
    owner_.acquire();
    ids_ = owner_.ids;
    // What becomes of accounts becomes of these.
    ids_["user"] = other_.ids.at("user");
    texts_["user"] = new_admin("heidi@example.org").text("/user/id");
    texts_["file"] = owner_.invoice;
    make_some();
    look_around();
}

Survey& Survey::shared() {
    static Survey survey;
    return survey;
}

// Ids of the belongings come first; of anything else the first that is seen.
void Survey::note(const std::string& answer) {
    static const std::regex typed("\"([a-z]+)_([0-7][0-9a-hjkmnp-tv-z]{25})\"");
    for (std::sregex_iterator found(answer.begin(), answer.end(), typed), end; found != end;
         ++found)
        ids_.try_emplace((*found)[1], (*found)[1].str() + "_" + (*found)[2].str());
}

void Survey::make_some() {
    // Goods are sent from one place to another.
    admin().post("/v1/admin/locations", bodies_by_hand().at("create_location"));
    for (const auto& operation : operations()) {
        const bool makes = operation.method == "POST" && operation.is_for_staff() &&
                           operation.path_parameters.empty() && operation.body != nullptr;
        if (!makes && operation.id != "replace_own_review") continue;
        const auto made =
            send(entitled(operation), operation, path_of(operation), body_of(operation));
        if (made.status < 300) note(made.body);
    }
}

void Survey::learn(const std::string& name, const std::string& list, const std::string& pointer) {
    texts_[name] = admin().get(list).text(pointer);
}

void Survey::look_around() {
    learn("location", "/v1/admin/locations", "/data/0/code");
    learn("zone", "/v1/admin/shipping/zones", "/data/0/id");
    learn("category", "/v1/categories", "/data/0/slug");
    learn("collection", "/v1/admin/collections", "/data/0/slug");
    learn("kind", "/v1/admin/message-templates", "/data/0/kind");
    learn("locale", "/v1/admin/message-templates", "/data/0/locales/0");
    for (const bool is_below : {false, true})
        for (const auto& operation : operations()) {
            if (operation.method != "GET" || operation.path_parameters.empty() == is_below)
                continue;
            const auto seen = entitled(operation).get(path_of(operation));
            if (seen.status == 200) note(seen.body);
        }
}

std::string Survey::id_of(const std::string& prefix) const {
    const auto found = ids_.find(prefix);
    return found != ids_.end() ? found->second : prefix + "_" + nobody;
}

std::string Survey::path_of(const Operation& operation) const {
    std::string query;
    for (const auto& parameter : operation.query_parameters)
        if (parameter.is_required) query += (query.empty() ? "?" : "&") + parameter.name + "=xx";
    return filled(operation,
                  [&](const Parameter& parameter) {
                      const bool is_of_staff = parameter.name == "user";
                      if (!parameter.prefix.empty() && !is_of_staff) return id_of(parameter.prefix);
                      const auto found = texts_.find(parameter.name);
                      return found != texts_.end() ? found->second : any_text(parameter);
                  }) +
           query;
}

std::string Survey::strange_path_of(const Operation& operation) {
    return filled(operation, [](const Parameter& parameter) {
        return parameter.prefix.empty() ? any_text(parameter) : parameter.prefix + "_" + nobody;
    });
}

std::string Survey::body_of(const Operation& operation) const {
    if (operation.body == nullptr) return "";
    const auto by_hand = bodies_by_hand().find(operation.id);
    if (by_hand != bodies_by_hand().end()) return by_hand->second;
    return bj::serialize(contract_.example(
        *operation.body, [&](const std::string& prefix) { return id_of(prefix); }, {"var"}));
}

Answer Survey::send(const HttpProbe& probe, const Operation& operation, const std::string& path,
                    const std::string& body, Headers headers) {
    if (operation.takes("Idempotency-Key")) headers.try_emplace("Idempotency-Key", new_key());
    auto answer = probe.send(operation.method, path, body, headers);
    check_members(operation, answer);
    return answer;
}

}  // namespace kontor::test
