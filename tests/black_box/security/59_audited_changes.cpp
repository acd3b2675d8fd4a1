#include "contract.hpp"
#include "members.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <algorithm>

namespace kontor::test {

namespace {

// Whose entries say who did what to whom, and no more: they are about people, who may be forgotten,
// or what is gone is wholly named by the address.
const std::set<std::string> without_state{"erase_customer",
                                          "remove_customer_second_factor",
                                          "remove_staff_second_factor",
                                          "change_draft",
                                          "discard_draft",
                                          "remove_coupon"};

struct Change {
    std::string method;
    std::string path;
    std::string body;
    std::string before;  // the JSON of the entry has these
    std::string after;
};

boost::json::object newest_entry() {
    const auto newest = open_shop().staff().get("/v1/admin/audit?limit=1").json();
    return newest.at("data").as_array().at(0).as_object();
}

// An operation that makes something, for others to change: what the answer and the entry call it.
std::string made(const std::string& path, const std::string& body, const std::string& id = "/id") {
    const auto answer = open_shop().staff().post("/v1/admin/" + path, body);
    REQUIRE_MESSAGE(answer.status < 300, path << ": " << answer.body);
    const auto targets = newest_entry().at("targets").as_array();
    INFO(path << " makes " << answer.text(id) << ": " << boost::json::serialize(targets));
    CHECK(std::ranges::find(targets, boost::json::value(answer.text(id))) != targets.end());
    return answer.text(id);
}

std::string picture() {
    using namespace std::string_literals;
    const auto dot =
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDAT"
        "\x78\x9c\x63\x68\0\0\0\x82\0\x81\x77\xcd\x72\xb6\0\0\0\0IEND\xae\x42\x60\x82"s;
    const auto sent = open_shop().staff().post(
        "/v1/admin/media",
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"dot.png\"\r\n"
        "Content-Type: image/png\r\n\r\n" +
            dot + "\r\n--edge--\r\n",
        {{"Content-Type", "multipart/form-data; boundary=edge"}});
    REQUIRE_MESSAGE(sent.status < 300, sent.body);
    return sent.text("/data/0/id");
}

std::vector<Change> of_goods() {
    const auto attribute = "attributes/" + made("attributes", R"({"code":"kept59","type":"text"})");
    const auto category = "categories/" + made("categories", R"({"name":"Kept 59"})");
    const auto collection =
        "collections/" + made("collections", R"({"title":"Kept 59","products":[]})");
    const auto media = "media/" + picture();
    const auto product = made("products", R"({"title":"Kept 59","variants":[
        {"sku":"KEPT-59-A","prices":[{"amount":450,"currency":"EUR"}],"stock":12},
        {"sku":"KEPT-59-B","prices":[{"amount":550,"currency":"EUR"}],"stock":12}]})");
    const auto variant =
        "variants/" +
        open_shop().staff().get("/v1/admin/products/" + product).text("/variants/1/id");
    return {{"PATCH", attribute, R"({"label":"Kept"})", "label", R"("Kept")"},
            {"DELETE", attribute, "", "kept59", ""},
            {"PATCH", category, R"({"name":"Changed 59"})", "Kept 59", "Changed 59"},
            {"DELETE", category, "", "Changed 59", ""},
            {"PATCH", collection, R"({"title":"Changed 59"})", "Kept 59", "Changed 59"},
            {"DELETE", collection, "", "Changed 59", ""},
            {"PATCH", media, R"({"alt":"A dot"})", R"("alt":"")", "A dot"},
            {"DELETE", media, "", "A dot", ""},
            {"PATCH", "inventory/KEPT-59-A", R"({"safety":2})", R"("safety":0)", R"("safety":2)"},
            {"PATCH", variant, R"({"prices":[{"amount":650,"currency":"EUR"}]})", "550", "650"},
            {"DELETE", variant, "", "650", ""},
            {"PATCH", "products/" + product, R"({"title":"Changed 59"})", "Kept 59", "Changed 59"},
            {"DELETE", "products/" + product, "", "Changed 59", ""}};
}

std::vector<Change> of_prices() {
    const auto list = "price-lists/" + made("price-lists", R"({"name":"Kept 59"})");
    const auto price = [](const std::string& amount) {
        return R"({"entries":[{"sku":")" + open_shop().sku + R"(","price":{"amount":)" + amount +
               R"(,"currency":"EUR"}}]})";
    };
    REQUIRE(
        open_shop().staff().send("PUT", "/v1/admin/" + list + "/entries", price("731")).status ==
        204);
    const auto variant =
        open_shop().staff().get("/v1/admin/" + list + "/entries").text("/data/0/variant_id");
    const std::string benefit =
        R"(,"benefit":{"kind":"percentage","target":"order","percentage_ppm":)";
    const auto promotion =
        "promotions/" +
        made("promotions", R"({"name":"Kept 59","automatic":false)" + benefit + "1000}}");
    const std::string area = R"(,"areas":[{"country":"FJ"}],"rates":[]})";
    const auto zone = "tax-zones/" + made("tax-zones", R"({"name":"Kept 59")" + area);
    return {{"PUT", list + "/entries", price("732"), "731", "732"},
            {"DELETE", list + "/entries/" + variant, "", "732", R"("entries":[])"},
            {"PUT", list, R"({"name":"Changed 59"})", "Kept 59", "Changed 59"},
            {"DELETE", list, "", "Changed 59", ""},
            {"PUT", promotion, R"({"name":"Kept 59","automatic":false)" + benefit + "2000}}",
             R"("percentage_ppm":1000)", R"("percentage_ppm":2000)"},
            {"DELETE", promotion, "", "2000", ""},
            {"PUT", zone, R"({"name":"Changed 59")" + area, "Kept 59", "Changed 59"},
            {"DELETE", zone, "", "Changed 59", ""}};
}

std::vector<Change> of_ways() {
    const std::string zone = "shipping/zones/kept59";
    const std::string area = R"(,"areas":[{"country":"FJ"}]})";
    const std::string method =
        R"({"name":"Ferry","min_days":1,"max_days":2,"rates":[{"currency":"EUR","steps":[{"from":0,"price":)";
    made("locations", R"({"code":"kept59","name":"Kept 59"})", "/code");
    return {{"PUT", zone, R"({"name":"Kept 59")" + area, "", "Kept 59"},
            {"PUT", zone, R"({"name":"Changed 59")" + area, "Kept 59", "Changed 59"},
            {"PUT", zone + "/methods/ferry", method + "990}]}]}", R"("methods":[])", "990"},
            {"PUT", zone + "/methods/ferry", method + "991}]}]}", "990", "991"},
            {"DELETE", zone + "/methods/ferry", "", "991", R"("methods":[])"},
            {"DELETE", zone, "", "Changed 59", ""},
            {"PATCH", "locations/kept59", R"({"name":"Changed 59"})", "Kept 59", "Changed 59"},
            {"DELETE", "locations/kept59", "", "Changed 59", ""}};
}

std::vector<Change> of_words() {
    const std::string letter = "message-templates/back_in_stock/en";
    return {{"PUT", letter, R"({"subject":"Kept 59: {{title}}"})", R"("subject")", "Kept 59"},
            {"DELETE", letter, "", "Kept 59", ""},
            {"PUT", "search/synonyms", R"({"groups":[["keptone","kepttwo"]]})", R"("groups":[])",
             "kepttwo"},
            {"PUT", "search/synonyms", R"({"groups":[]})", "kepttwo", R"("groups":[])"}};
}

std::vector<Change> of_people() {
    const auto group = "customer-groups/" + made("customer-groups", R"({"name":"Kept 59"})");
    const auto member = group + "/members/" + new_member("group59").id;
    made("roles", R"({"name":"kept59","permissions":["orders.read"]})", "/name");
    const std::string password = "a lantern in the fog";
    REQUIRE(open_shop().create_user("kept59@example.org", "staff", password).status == 0);
    const auto employee = "staff/" + log_in("kept59@example.org", password).text("/user/id");
    const auto invitation =
        "staff/invitations/" +
        made("staff/invitations", R"({"email":"invited59@example.org","role":"staff"})");
    const auto key =
        "api-keys/" + made("api-keys", R"({"name":"kept59","kind":"publishable"})", "/key/id");
    return {
        {"PUT", member, "", R"("member":false)", R"("member":true)"},
        {"DELETE", member, "", R"("member":true)", R"("member":false)"},
        {"PATCH", group, R"({"name":"Changed 59"})", "Kept 59", "Changed 59"},
        {"DELETE", group, "", "Changed 59", ""},
        {"PATCH", "roles/kept59", R"({"permissions":["orders.read","staff.read"]})",
         R"(["orders.read"])", "staff.read"},
        {"DELETE", "roles/kept59", "", "staff.read", ""},
        {"PATCH", employee, R"({"disabled":true})", R"("disabled":false)", R"("disabled":true)"},
        {"DELETE", invitation, "", "staff", ""},
        {"DELETE", key, "", "{}", "revoked_at"}};
}

std::string text_of(const boost::json::object& entry, const std::string& member) {
    const auto* value = entry.if_contains(member);
    return value && !value->is_null() ? boost::json::serialize(*value) : "";
}

}  // namespace

TEST_CASE("59: what staff changes or removes is kept as it was and as it became") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    std::set<std::string> shown;
    for (const auto& changes : {of_goods(), of_prices(), of_ways(), of_words(), of_people()})
        for (const auto& change : changes) {
            const auto path = "/v1/admin/" + change.path;
            const auto done = open_shop().staff().send(change.method, path, change.body);
            INFO(change.method << " " << path << " -> " << done.body);
            REQUIRE(done.status < 300);
            const auto entry = newest_entry();
            REQUIRE(entry.at("request_id").as_string() == done.headers.at("x-request-id"));
            shown.insert(std::string(entry.at("action").as_string()));
            INFO(boost::json::serialize(entry));
            CHECK(text_of(entry, "before").find(change.before) != std::string::npos);
            CHECK(text_of(entry, "after").find(change.after) != std::string::npos);
            CHECK(text_of(entry, "before").empty() == change.before.empty());
            CHECK(text_of(entry, "after").empty() == change.after.empty());
        }
    for (const auto& operation : contract.operations()) {
        if (!operation.is_for_staff() || operation.method == "GET" || operation.method == "POST")
            continue;
        INFO(operation.id << " " << operation.method << " " << operation.path);
        CHECK(shown.contains(operation.id) != without_state.contains(operation.id));
    }
}

}  // namespace kontor::test
