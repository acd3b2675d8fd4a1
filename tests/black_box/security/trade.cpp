#include "trade.hpp"

#include "answers.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace kontor::test {

namespace {

const std::string somewhere = R"({"name":"Tom Trader","line1":"Quay 1","city":"Hamburg",)"
                              R"("postal_code":"20457","country":"DE"})";
const std::string payment = R"("payment":{"provider":"simulator","token":"sim_ok"})";

Answer good(Answer answer) {
    if (answer.status < 200 || answer.status >= 300)
        throw std::runtime_error(std::to_string(answer.status) + ": " + answer.body);
    return answer;
}

Headers new_key() {
    return {{"Idempotency-Key", platform::to_string(platform::new_uuid())}};
}

std::string one_of(const Ids& thing, const std::string& more) {
    return R"({"items":[{"item_id":")" + thing.at("oli") + R"(","quantity":1)" + more + "}]}";
}

std::string item(const std::string& quantity_member = "quantity") {
    return R"({"sku":")" + open_shop().sku + R"(",")" + quantity_member + R"(":1})";
}

// Where the least that the schema takes would be refused for another reason.
std::map<std::string, std::string> bodies_for(const Ids& thing) {
    std::map<std::string, std::string> bodies{
        {"edit_order", R"({"reason":"more","add":[)" + item() + "]}"},
        {"enter_counts", R"({"lines":[)" + item("counted") + "]}"},
        {"make_shipping_label", R"({"carrier":"manual"})"},
        {"make_return_label", R"({"carrier":"manual"})"},
        {"place_draft", "{" + payment + "}"},
        {"complete_checkout", "{" + payment + "}"},
        {"pay_order", "{" + payment + "}"},
        {"admin_pay_order", "{" + payment + "}"},
        {"change_checkout", R"({"email":"other@example.org"})"},
        {"admin_refund_order", R"({"amount":{"amount":1,"currency":"EUR"},"reason":"r"})"},
        {"add_cart_item", item()},
        {"create_location", R"({"code":"second","name":"Second"})"},
        {"create_transfer", R"({"source":"main","destination":"second","lines":[)" + item() + "]}"},
        {"create_draft", R"({"email":"a@example.org","items":[)" + item() +
                             R"(],"shipping_address":)" + somewhere + "}"},
        {"create_experiment",
         R"({"name":"E","placement":"home","variants":[)"
         R"({"name":"a","weight":1,"strategy":"popular"},{"name":"b","weight":1,"strategy":"mixed"}]})"},
        {"replace_own_review", R"({"stars":5,"title":"T","text":"A good text."})"}};
    if (thing.contains("oli")) {
        bodies["split_shipment"] = one_of(thing, "");
        bodies["receive_return"] = one_of(thing, R"(,"condition":"resaleable")");
        for (const auto* name : {"request_return", "admin_request_return"})
            bodies[name] = one_of(thing, R"(,"reason":"chipped")");
    }
    if (thing.contains("cart"))
        bodies["place_order"] = R"({"cart_id":")" + thing.at("cart") +
                                R"(","email":"trader@example.org","shipping_address":)" +
                                somewhere + "," + payment + "}";
    return bodies;
}

}  // namespace

Trade::Trade(const std::string& email)
    : customer_(email), contract_(open_shop().stranger().get("/openapi.json").json()) {
    ask(operation("create_location"), {});
}

const Operation& Trade::operation(const std::string& name) const {
    for (const auto& operation : contract_.operations())
        if (operation.id == name) return operation;
    throw std::runtime_error("no operation " + name);
}

std::string Trade::body_of(const Operation& operation, const Ids& thing) const {
    if (operation.body == nullptr) return "";
    const auto bodies = bodies_for(thing);
    if (const auto found = bodies.find(operation.id); found != bodies.end()) return found->second;
    return boost::json::serialize(contract_.example(*operation.body, unknown));
}

Answer Trade::ask(const Operation& operation, const Ids& thing) const {
    auto path = operation.path;
    for (const auto& parameter : operation.path_parameters) {
        const auto name = "{" + parameter.name + "}";
        path.replace(path.find(name), name.size(),
                     parameter.prefix.empty() ? "harbour-blend" : thing.at(parameter.prefix));
    }
    auto headers = new_key();
    if (const auto guest = thing.find("guest"); guest != thing.end())
        headers["Guest-Token"] = guest->second;
    const auto& probe = operation.is_for_staff() ? open_shop().staff() : customer_.probe;
    auto answer = probe.send(operation.method, path, body_of(operation, thing), headers);
    check_members(operation, answer);
    return answer;
}

Answer Trade::ask_well(const std::string& name, const Ids& thing) const {
    return good(ask(operation(name), thing));
}

Ids Trade::made(const std::string& name, const std::string& prefix, const Ids& of) const {
    auto thing = of;
    thing[prefix] = ask_well(name, of).text("/id");
    return thing;
}

std::string Trade::filled_cart(int quantity) const {
    const auto cart = good(customer_.probe.post("/v1/carts", "{}")).text("/id");
    good(customer_.probe.post(
        "/v1/carts/" + cart + "/items",
        R"({"sku":")" + open_shop().sku + R"(","quantity":)" + std::to_string(quantity) + "}"));
    return cart;
}

Ids Trade::paid(int quantity) const {
    Ids thing{{"cart", filled_cart(quantity)}};
    const auto order = ask_well("place_order", thing);
    thing["ord"] = order.text("/id");
    thing["oli"] = order.text("/items/0/id");
    thing["pay"] = order.text("/payments/0/id");
    until(thing, "payment_status", "paid");
    return thing;
}

void Trade::pack(Ids& order) const {
    const auto is_packed = [&] {
        const auto list = open_shop().staff().get("/v1/admin/shipments?status=pending&limit=100");
        for (const auto document = list.json();
             const auto& shipment : document.at("data").as_array())
            if (shipment.at("order_id").as_string() == order.at("ord"))
                order["ship"] = std::string(shipment.at("id").as_string());
        return order.contains("ship");
    };
    if (!eventually(is_packed)) throw std::runtime_error("not packed");
}

void Trade::ship(Ids& order) const {
    pack(order);
    ask_well("ship_shipment", order);
    until(order, "fulfilment_status", "shipped");
}

void Trade::deliver(const Ids& order) const {
    ask_well("deliver_shipment", order);
    until(order, "status", "completed");
}

void Trade::cancel(const Ids& order) const {
    ask_well("cancel_order", order);
    until(order, "payment_status", "voided");
    until(order, "fulfilment_status", "cancelled");
}

Ids Trade::returned(const Ids& order) const {
    return made("request_return", "ret", order);
}

Ids Trade::transfer() const {
    return made("create_transfer", "trf");
}

Ids Trade::review() const {
    return made("replace_own_review", "rev");
}

Ids Trade::checkout() const {
    const auto begun = good(customer_.probe.post(
        "/v1/checkouts", R"({"cart_id":")" + filled_cart(1) +
                             R"(","email":"trader@example.org","shipping_address":)" + somewhere +
                             "}"));
    return {{"chk", begun.text("/id")}};
}

Ids Trade::cart_bought_by_guest() const {
    const auto cart = open_shop().cart();
    good(cart.put_in(item()));
    good(open_shop().buy(cart));
    return {{"cart", cart.id}, {"guest", cart.token}};
}

std::string Trade::first_in(const std::string& list) const {
    Answer found;
    const auto is_there = [&] {
        found = good(open_shop().staff().get(list));
        return !found.json().at("data").as_array().empty();
    };
    if (!eventually(is_there)) throw std::runtime_error("nothing in " + list);
    return found.text("/data/0/id");
}

void Trade::until(const Ids& order, const std::string& member, const std::string& value) const {
    const auto path = "/v1/admin/orders/" + order.at("ord");
    if (!eventually([&] { return open_shop().staff().get(path).text("/" + member) == value; }))
        throw std::runtime_error(member + " is never " + value);
}

}  // namespace kontor::test
