#include "till.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace kontor::replay {

namespace json = boost::json;

namespace {

json::value expect(int status, const bench::Answer& answer, const std::string& what) {
    if (answer.status != status)
        throw std::runtime_error(what + ": " + std::to_string(answer.status) + " " + answer.body);
    return json::parse(answer.body);
}

std::string text(const json::value& from, std::string_view pointer) {
    return std::string(from.at_pointer(pointer).as_string());
}

std::string key_line(const std::string& key) {
    return "Idempotency-Key: \"" + key + "\"\r\n";
}

json::object address() {
    return {{"name", "Online Retail"},
            {"line1", "1 Replay Street"},
            {"city", "Berlin"},
            {"postal_code", "10115"},
            {"country", "DE"}};
}

}  // namespace

Till::Till(std::uint16_t port, const Clerk& clerk) : client_(port) {
    const json::object credentials{{"email", clerk.email}, {"password", clerk.password}};
    const auto answer = client_.send("POST", "/v1/auth/login", {}, json::serialize(credentials));
    staff_ = "Authorization: Bearer " + text(expect(200, answer, "signing in"), "/access_token") +
             "\r\n";
}

void Till::ship_for_nothing() {
    const auto answer = client_.send("POST", "/v1/admin/promotions", staff_,
                                     R"({"name":"Postage is on the invoice","automatic":true,)"
                                     R"("benefit":{"kind":"free_shipping"}})");
    expect(201, answer, "a promotion");
}

Order Till::buy(const Books& books, const std::vector<Line>& lines, const std::string& email,
                const std::string& key) {
    const auto cart = expect(201, client_.send("POST", "/v1/carts", {}, "{}"), "a cart");
    const auto id = text(cart, "/id");
    const auto guest = "Guest-Token: " + text(cart, "/guest_token") + "\r\n";
    std::map<std::string, std::size_t> articles;
    for (const auto& line : lines) {
        const auto& sku = books.articles[line.article].sku;
        articles.emplace(sku, line.article);
        const json::object item{{"sku", sku}, {"quantity", line.quantity}};
        const auto added =
            client_.send("POST", "/v1/carts/" + id + "/items", guest, json::serialize(item));
        if (added.status != 200) expect(200, added, key + ", " + sku);
    }
    const json::object purchase{
        {"cart_id", id},
        {"email", email},
        {"shipping_address", address()},
        {"payment", json::object{{"provider", "simulator"}, {"token", "sim_ok"}}}};
    const auto bought = expect(
        201, client_.send("POST", "/v1/orders", guest + key_line(key), json::serialize(purchase)),
        key);
    Order order{text(bought, "/id"),
                bought.at_pointer("/totals/total/amount").to_number<std::int64_t>(),
                {}};
    for (const auto& item : bought.at("items").as_array())
        order.items[articles.at(text(item, "/sku"))] = {
            text(item, "/id"), item.at("quantity").to_number<std::int64_t>()};
    return order;
}

std::int64_t Till::give_back(const std::string& order, const std::vector<RefundedItem>& items,
                             const std::string& credit_note) {
    json::array lines;
    for (const auto& item : items)
        lines.push_back(json::object{{"item_id", item.item}, {"quantity", item.quantity}});
    const json::object refund{{"items", lines}, {"reason", "credit note " + credit_note}};
    const auto answer =
        client_.send("POST", "/v1/admin/orders/" + order + "/refunds",
                     staff_ + key_line(credit_note + "-" + order), json::serialize(refund));
    return expect(201, answer, credit_note).at_pointer("/amount/amount").to_number<std::int64_t>();
}

std::int64_t Till::total_of(const std::string& order) {
    const auto answer = client_.send("GET", "/v1/admin/orders/" + order, staff_);
    return expect(200, answer, order).at_pointer("/totals/total/amount").to_number<std::int64_t>();
}

}  // namespace kontor::replay
