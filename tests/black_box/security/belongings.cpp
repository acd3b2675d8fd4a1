#include "belongings.hpp"

#include <stdexcept>

namespace kontor::test {

namespace {

const std::string address = R"({"name":"Bea Owner","line1":"Owner Street 1","city":"Bremen",)"
                            R"("postal_code":"28195","country":"DE"})";

Answer good(Answer answer) {
    if (answer.status < 200 || answer.status >= 300)
        throw std::runtime_error(std::to_string(answer.status) + ": " + answer.body);
    return answer;
}

Headers new_key() {
    return {{"Idempotency-Key", platform::to_string(platform::new_uuid())}};
}

}  // namespace

Belongings::Belongings(const std::string& email) : probe(open_shop().stranger()) {
    const auto registered = good(probe.post(
        "/v1/auth/register", R"({"email":")" + email + R"(","password":"a quiet canal"})"));
    probe.always_send("Authorization", "Bearer " + registered.text("/access_token"));
    ids["user"] = registered.text("/user/id");
}

std::string Belongings::cart() {
    const auto made = good(probe.post("/v1/carts", "{}"));
    const auto filled = good(probe.post("/v1/carts/" + made.text("/id") + "/items",
                                        R"({"sku":")" + open_shop().sku + R"(","quantity":1})"));
    ids["line"] = filled.text("/items/0/id");
    return made.text("/id");
}

std::string Belongings::bought() {
    const auto order = good(probe.post(
        "/v1/orders",
        R"({"cart_id":")" + cart() + R"(","email":"bea@example.org","shipping_address":)" +
            address + R"(,"payment":{"provider":"simulator","token":"sim_ok"}})",
        new_key()));
    note(order);
    return order.text("/id");
}

void Belongings::note(const Answer& order) {
    ids["ord"] = order.text("/id");
    ids["oli"] = order.text("/items/0/id");
    ids["pay"] = order.text("/payments/0/id");
}

std::string Belongings::checkout(const std::string& cart) {
    return good(probe.post("/v1/checkouts", R"({"cart_id":")" + cart +
                                                R"(","email":"bea@example.org",)" +
                                                R"("shipping_address":)" + address + "}"))
        .text("/id");
}

Belongings Belongings::of_guest(const OpenShop::Cart& cart) {
    Belongings guest(cart.guest);
    const auto filled = good(cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})"));
    guest.ids["line"] = filled.text("/items/0/id");
    guest.ids["cart"] = cart.id;
    guest.ids["chk"] = guest.checkout(cart.id);
    guest.note(good(guest.probe.post("/v1/checkouts/" + guest.ids["chk"] + "/complete",
                                     R"({"payment":{"provider":"simulator","token":"sim_ok"}})",
                                     new_key())));
    return guest;
}

void Belongings::deliver(const std::string& order) {
    const auto& staff = open_shop().staff();
    Answer shipment;
    const auto is_shipped = [&] {
        shipment = staff.post("/v1/admin/orders/" + order + "/shipments", "{}");
        return shipment.status == 201;
    };
    if (!eventually(is_shipped)) throw std::runtime_error("not shipped: " + shipment.body);
    good(staff.post("/v1/admin/shipments/" + shipment.text("/id") + "/deliver", "{}"));
    const auto is_there = [&] {
        return probe.get("/v1/orders/" + order).text("/fulfilment_status") == "delivered";
    };
    if (!eventually(is_there)) throw std::runtime_error("not delivered");
    const auto is_billed = [&] {
        const auto list = probe.get("/v1/orders/" + order + "/invoices");
        if (list.json().at("data").as_array().empty()) return false;
        invoice = list.text("/data/0/number") + ".html";
        return true;
    };
    if (!eventually(is_billed)) throw std::runtime_error("not billed");
}

void Belongings::acquire() {
    deliver(bought());
    ids["ret"] = good(probe.post("/v1/orders/" + ids["ord"] + "/returns",
                                 R"({"items":[{"item_id":")" + ids["oli"] +
                                     R"(","quantity":1,"reason":"chipped"}]})"))
                     .text("/id");
    ids["chk"] = checkout(cart());
    ids["cart"] = cart();
    ids["addr"] =
        good(probe.post("/v1/me/addresses", R"({"address":)" + address + "}")).text("/id");
    ids["pmt"] = good(probe.post("/v1/me/payment-methods",
                                 R"({"provider":"simulator","token":"sim_ok","label":"Visa"})"))
                     .text("/id");
    ids["sess"] = good(probe.get("/v1/me/sessions")).text("/data/0/id");
    const auto blend = good(probe.get("/v1/products/harbour-blend"));
    const auto product = blend.text("/id");
    ids["var"] = blend.text("/variants/0/id");
    ids["wish"] =
        good(probe.post("/v1/me/wish-list", R"({"product_id":")" + product + "\"}")).text("/id");
}

}  // namespace kontor::test
