// A walk through the contract: every operation, by whoever may and may not, with every parameter
// and every member of every body being what it should not be. The same walk each time.
#include "survey.hpp"

#include <doctest/doctest.h>
#include <boost/algorithm/string/replace.hpp>
#include <boost/json/serialize.hpp>

namespace kontor::test {

namespace {

namespace bj = boost::json;

// As JSON has them.
const std::vector<std::string> odd_values{"null",
                                          "true",
                                          "0",
                                          "-1",
                                          "1.5",
                                          "2147483648",
                                          "9223372036854775807",
                                          "-9223372036854775808",
                                          "18446744073709551616",
                                          "1e300",
                                          R"("")",
                                          R"(" ")",
                                          R"("x")",
                                          R"("\u202e\u0007")",
                                          R"("'; drop table x; --")",
                                          R"("../../etc/passwd")",
                                          R"("0000-00-00T00:00:00Z")",
                                          R"("9999-12-31T23:59:59.999Z")",
                                          R"("prod_00000000000000000000000000")",
                                          '"' + std::string(5'000, 'x') + '"',
                                          "[]",
                                          "[null]",
                                          "{}",
                                          R"({"x":[{}]})"};

// As a path or a query has them.
const std::vector<std::string> odd_texts{"",
                                         "0",
                                         "-1",
                                         "1.5",
                                         "101",
                                         "9223372036854775808",
                                         "1e400",
                                         "null",
                                         "x",
                                         "price;--",
                                         "'%20or%201=1--",
                                         "%00",
                                         "%ff",
                                         "%c0%af",
                                         "%ed%a0%80",
                                         "%0d%0aX:%201",
                                         "%f0%9f%8e%81",
                                         "..%2f..%2fetc%2fpasswd",
                                         "%25",
                                         "prod_00000000000000000000000000",
                                         "ord_7zzzzzzzzzzzzzzzzzzzzzzzzz",
                                         "9999-12-31T23:59:59.999Z",
                                         "0000-00-00T00:00:00Z",
                                         std::string(3'000, 'x')};

bool is_problem(const Answer& answer) {
    const auto type = answer.headers.find("content-type");
    if (type == answer.headers.end() || type->second != "application/problem+json") return false;
    const auto problem = answer.json().as_object();
    for (const auto* member : {"type", "title", "detail", "code", "request_id"})
        if (!problem.contains(member) || !problem.at(member).is_string()) return false;
    if (!problem.contains("status") || problem.at("status") != answer.status) return false;
    if (problem.contains("retry_after") && !problem.at("retry_after").is_int64()) return false;
    if (!problem.contains("errors")) return true;
    for (const auto& error : problem.at("errors").as_array())
        for (const auto* member : {"pointer", "detail", "code"})
            if (!error.at(member).is_string()) return false;
    return true;
}

// Nothing that any refusal says may tell what is inside.
bool is_telling(const std::string& body) {
    for (const auto* word : {"select ", "insert into", "SQLSTATE", "libpq", ".cpp",
                             "std::", "/src/", "terminate called", "violates"})
        if (body.find(word) != std::string::npos) return true;
    return false;
}

class Walk {
public:
    Walk(const Operation& operation, HttpProbe probe)
        : operation_(operation), probe_(std::move(probe)) {
        probe_.keep_connection();
    }

    void ask(const std::string& path, const std::string& body) {
        const auto answer = Survey::send(probe_, operation_, path, body);
        ++asked;
        INFO(operation_.method << " " << path.substr(0, 300) << " " << body.substr(0, 1'000)
                               << " -> " << answer.status << " " << answer.body.substr(0, 1'000));
        CHECK(answer.status < 500);
        CHECK((operation_.statuses.contains(answer.status) || is_other_path(answer, path)));
        if (answer.status >= 400) {
            CHECK(is_problem(answer));
            CHECK_FALSE(is_telling(answer.body));
        }
    }

    inline static std::size_t asked = 0;

private:
    // An odd text may make another address of it, of which the operation says nothing.
    bool is_other_path(const Answer& answer, const std::string& path) const {
        return (answer.status == 404 || answer.status == 405 || answer.status == 400) &&
               path != survey_.path_of(operation_);
    }

    const Operation& operation_;
    HttpProbe probe_;
    const Survey& survey_ = Survey::shared();
};

void for_each_place(const bj::value& value, const std::string& pointer,
                    const std::function<void(const std::string&)>& visit) {
    visit(pointer);
    if (value.is_object())
        for (const auto& [name, member] : value.as_object())
            for_each_place(member, pointer + "/" + std::string(name), visit);
    if (value.is_array())
        for (std::size_t i = 0; i < value.as_array().size(); ++i)
            for_each_place(value.as_array()[i], pointer + "/" + std::to_string(i), visit);
}

// The least body with something odd at this place, which the whole one has.
std::string with_odd(bj::value least, const bj::value& whole, const std::string& pointer,
                     const std::string& odd) {
    const auto end = pointer.find('/', 1);
    const auto member = pointer.empty() ? "" : pointer.substr(1, end - 1);
    if (!pointer.empty() && least.is_object() && !least.as_object().contains(member))
        least.as_object()[member] = whole.at(member);
    bj::error_code error;
    auto* place = least.find_pointer(pointer, error);
    if (place == nullptr) {
        least = whole;
        place = least.find_pointer(pointer, error);
    }
    *place = "@@here@@";
    return boost::replace_first_copy(bj::serialize(least), "\"@@here@@\"", odd);
}

}  // namespace

TEST_CASE("every operation answers everybody as its document says") {
    const auto& survey = Survey::shared();
    const auto guest = open_shop().cart().guest;
    for (const auto& operation : survey.operations()) {
        const auto path = survey.path_of(operation);
        const auto body = survey.body_of(operation);
        for (const auto& probe : {open_shop().stranger(), guest, survey.other()}) {
            Walk walk(operation, probe);
            walk.ask(path, body);
            walk.ask(Survey::strange_path_of(operation), body);
            walk.ask(path, "{}");
        }
    }
}

TEST_CASE("no operation fails, or answers what its document does not say, of a parameter") {
    const auto& survey = Survey::shared();
    for (const auto& operation : survey.operations()) {
        Walk walk(operation, survey.entitled(operation));
        const auto path = survey.path_of(operation);
        const auto body = survey.body_of(operation);
        for (const auto& parameter : operation.path_parameters)
            for (const auto& odd : odd_texts) {
                auto changed = operation;
                boost::replace_first(changed.path, "{" + parameter.name + "}", "@@here@@");
                std::erase_if(changed.path_parameters,
                              [&](const Parameter& one) { return one.name == parameter.name; });
                walk.ask(boost::replace_first_copy(survey.path_of(changed), "@@here@@", odd), body);
            }
        for (const auto& parameter : operation.query_parameters)
            for (const auto& odd : odd_texts) {
                const auto address = path.substr(0, path.find('?'));
                walk.ask(address + "?" + parameter.name + "=" + odd, body);
                walk.ask(address + "?" + parameter.name + "." + odd + "=" + odd, body);
            }
    }
}

TEST_CASE("no operation fails, or answers what its document does not say, of a member of a body") {
    const auto& survey = Survey::shared();
    const auto id_of = [&](const std::string& prefix) { return survey.id_of(prefix); };
    for (const auto& operation : survey.operations()) {
        if (operation.body == nullptr) continue;
        Walk walk(operation, survey.entitled(operation));
        const auto path = survey.path_of(operation);
        const auto least = survey.contract().example(*operation.body, id_of, {"var"});
        const auto whole = survey.contract().whole_example(*operation.body, id_of);
        walk.ask(path, bj::serialize(whole));
        for_each_place(whole, "", [&](const std::string& pointer) {
            for (const auto& odd : odd_values) walk.ask(path, with_odd(least, whole, pointer, odd));
        });
    }
    MESSAGE("requests: " << Walk::asked);
    CHECK(Walk::asked > 20'000);
    // Whoever asked was somebody until the end.
    CHECK(survey.owner().get("/v1/me").status == 200);
    CHECK(survey.admin().get("/v1/admin/orders").status == 200);
}

TEST_CASE("after all that the shop is well") {
    CHECK(open_shop().stranger().get("/healthz").status == 200);
    CHECK(open_shop().stranger().get("/readyz").status == 200);
    const auto cart = open_shop().cart();
    CHECK(cart.guest.get(cart.path()).status == 200);
}

}  // namespace kontor::test
